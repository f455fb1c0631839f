from __future__ import annotations

from typing import Any

import pytest

from reknit.formats.belief import labels
from reknit.formats.label import head, key


def heads(*lines: str) -> Any:
    return [found for line in lines if (found := head(line))]


def names(found: Any) -> Any:
    return {key(label.name) for label in labels(found) if label}


def test_a_label_that_comes_back_is_believed() -> None:
    found = heads("Ann: a", "Bo: b", "Ann: c", "Bo: d", "Plan: e")
    assert names(found) == {"ann", "bo"}


def test_a_role_is_believed_at_once() -> None:
    assert names(heads("Therapist: a", "Client: b", "Plan: c")) == {"therapist", "client"}


def test_small_letters_are_believed_only_where_needed() -> None:
    assert names(heads("ann: a", "bo: b", "ann: c", "bo: d")) == {"ann", "bo"}
    often = heads("T: a", "P: b", "two things: c", "T: d", "two things: e")
    assert names(often) == {"t", "p"}


@pytest.mark.parametrize("name", ["June", "Me", "Subject", "Ann Page", "Pedro do Carmo"])
def test_a_word_of_speech_that_comes_back_is_a_name(name: str) -> None:
    assert key(name) in names(heads("T: a", "P: b", f"{name}: c", "T: d", f"{name}: e"))
    assert key(name) not in names(heads("T: a", "P: b", f"{name}: c", "T: d", "P: e"))


def test_a_time_of_day_is_no_label_among_other_labels() -> None:
    assert names(heads("T: a", "P: b", "Home 5:30", "Work 6:00", "T: c")) == {"t", "p"}


def test_a_time_that_does_not_fit_is_no_label() -> None:
    around = ("Ann 0:01", "Bo 0:02", "Home 5:30", "Ann 0:04", "Bo 0:05")
    assert names(heads(*around)) == {"ann", "bo"}
    assert "home" in names(heads(*around[:2], "Home 0:03", *around[3:]))


def test_brackets_and_dashes_only_where_nothing_else_labels() -> None:
    assert names(heads("[T] a", "[P] b", "[Laughing] c", "[Laughing] d")) == {"t", "p"}
    assert names(heads("Ann - a", "Bo - b", "Ann - c", "Bo - d")) == {"ann", "bo"}
    found = labels(heads("T: a", "P: b", "[Client] c", "T - d"))
    assert [label and label.rest for label in found] == ["a", "b", None, None]


@pytest.mark.parametrize(
    "lines",
    [("T1: a", "C1: b", "T2: c", "C2: d"), ("1 T: a", "2 C: b", "3 T: c", "4 C: d")],
)
def test_running_numbers_are_no_part_of_the_name(lines: Any) -> None:
    assert names(heads(*lines)) == {"t", "c"}


def test_numbers_that_come_back_tell_people_apart() -> None:
    lines = ("T1: a", "C1: b", "C2: c", "C1: d", "T1: e")
    assert names(heads(*lines)) == {"t1", "c1", "c2"}
    assert names(heads("Speaker 1: a", "Speaker 2: b")) == {"speaker 1", "speaker 2"}

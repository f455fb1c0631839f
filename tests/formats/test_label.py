from __future__ import annotations

from typing import Any

import pytest

from reknit.formats.label import Head, believed, head, plausible, stamp


def test_what_a_line_may_say() -> None:
    assert head("Ann: hello") == Head("Ann", "hello")
    assert head("[0:02 - 0:05] Ann: hello") == Head("Ann", "hello", 2.0, 5.0, timed=True)
    assert head("Ann (0:02)", opens=False) == Head("Ann", "", 2.0, None, True, True, opens=False)
    assert head("0:02 Ann") == Head("Ann", "", 2.0, None, timed=True, alone=True)
    assert head("nothing to see") is None


def test_a_long_line_keeps_all_its_words() -> None:
    words = "word " * 100
    assert head("Ann: " + words) == Head("Ann", words.strip())


@pytest.mark.parametrize(
    "name", ["Ann", "Dr. Lee", "A", "I", "Speaker 1", "SPEAKER_00", "Lee, Ann (she/her)", "José"]
)
def test_plausible(name: str) -> None:
    assert plausible(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "He said",
        "I think",
        "so I",
        "Well",
        "Date",
        "12",
        "one two three four five six",
        "x" * 49,
        "I left. Then",
        "Ann,",
        "Why?",
        "a thing",
    ],
)
def test_not_plausible(name: str) -> None:
    assert not plausible(name)


def heads(*lines: str) -> Any:
    return [found for line in lines if (found := head(line))]


def test_a_label_that_comes_back_is_believed() -> None:
    found = heads("Ann: a", "Bo: b", "Ann: c", "Bo: d", "Plan: e")
    assert believed(found) == {"ann", "bo"}


def test_a_role_is_believed_at_once() -> None:
    assert believed(heads("Therapist: a", "Client: b", "Plan: c")) == {"therapist", "client"}


def test_small_letters_are_believed_only_where_needed() -> None:
    assert believed(heads("ann: a", "bo: b", "ann: c", "bo: d")) == {"ann", "bo"}
    often = heads("T: a", "P: b", "two things: c", "T: d", "two things: e")
    assert believed(often) == {"t", "p"}


def test_stamp() -> None:
    assert stamp("[0:05] yes") == (5.0, None, "yes")
    assert stamp("00:00:05 yes") == (5.0, None, "yes")
    assert stamp("10:30 was fine") == (None, None, "10:30 was fine")

from __future__ import annotations

import pytest

from reknit.formats.label import Head, head, stamp


def test_what_a_line_may_say() -> None:
    assert head("Ann: hello") == Head("Ann", "hello")
    assert head("[0:02 - 0:05] Ann: hello") == Head("Ann", "hello", 2.0, 5.0, timed=True)
    assert head("Ann (0:02)", opens=False) == Head("Ann", "", 2.0, None, True, True, opens=False)
    assert head("0:02 Ann") == Head("Ann", "", 2.0, None, timed=True, alone=True)
    assert head("nothing to see") is None


def test_a_long_line_keeps_all_its_words() -> None:
    words = "word " * 100
    assert head("Ann: " + words) == Head("Ann", words.strip())


def test_stamp() -> None:
    assert stamp("[0:05] yes") == (5.0, None, "yes")
    assert stamp("00:00:05 yes") == (5.0, None, "yes")
    assert stamp("10:30 was fine") == (None, None, "10:30 was fine")


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("P:(crying) I can't", "P", "(crying) I can't"),
        ("P:...no", "P", "...no"),
        ("Speaker 1:Hi", "Speaker 1", "Hi"),
        (">>T: hi", "T", "hi"),
        (">> T: hi", "T", "hi"),
        ("LEE, Ann (SOUTH LONDON AND MAUDSLEY NHS FOUNDATION TRUST): hi", None, "hi"),
        ('Robert "Bob" Hill: hi', 'Robert "Bob" Hill', "hi"),
        ("Dr Lee | NHS: hi", "Dr Lee | NHS", "hi"),
        ("+44 7700 900123: hi", "+44 7700 900123", "hi"),
        ("(555) 123-4567: hi", "(555) 123-4567", "hi"),
        ("[12/03/2024, 10:15:30] Ann: hi", "Ann", "hi"),
        ("12/03/2024, 10:15 - Ann: hi", "Ann", "hi"),
        ("12/03/24, 10:15 pm - Ann: hi", "Ann", "hi"),
        ("2024-03-12T10:15:30Z Ann: hi", "Ann", "hi"),
        ("[2024-03-12 10:15:30] Ann: hi", "Ann", "hi"),
        ("10:15:30 From Ann to Everyone: hi", "Ann", "hi"),
        ("10:15:30\t From  Ann Lee : hi", "Ann Lee", "hi"),
        ("**Ann:** what the f**k", "Ann", "what the f**k"),
        ("**Ann**: __ hi", "Ann", "__ hi"),
        ("**[0:01] Ann:** hi", "Ann", "hi"),
        ("**Ann: hi there**", "Ann", "hi there"),
        ("**Ann: what the f**k**", "Ann", "what the f**k**"),
        ("_Ann:_ I ____ him", "Ann", "I ____ him"),
        ("Ann: what the f**k", "Ann", "what the f**k"),
    ],
)
def test_ways_to_write_a_label(line: str, name: str | None, rest: str) -> None:
    found = head(line)
    assert found is not None
    assert (found.name, found.rest) == (name or line.split(":")[0], rest)
    assert not found.weak


@pytest.mark.parametrize(
    ("line", "name"),
    [("[Therapist] hi", "Therapist"), ("T - hi", "T"), ("Ann Lee – hi", "Ann Lee")],
)
def test_brackets_and_dashes_are_weak(line: str, name: str) -> None:
    assert head(line) == Head(name, "hi", weak=True)


@pytest.mark.parametrize(
    "line",
    [
        "[unintelligible 00:12]",
        "[Crosstalk 00:12]",
        "[inaudible 00:01:02]",
        "[inaudible 00:12] and I went",
        "Thanks :) yes",
        "at 10:30 it was",
        "see http://example.org",
    ],
)
def test_no_label(line: str) -> None:
    assert head(line) is None


def test_a_gap_parts_an_exports_name_from_its_time() -> None:
    found = head("iPhone of Ann; work  0:03")
    assert found == Head("iPhone of Ann; work", "", 3.0, None, True, True, wide=True)


def test_a_date_before_the_time() -> None:
    found = head("[12/03/2024, 10:15:30] Ann: hi")
    assert found
    assert found.start == 36_930.0
    assert stamp("12/03/2024, 10:15 - Ann left")[2] == "Ann left"

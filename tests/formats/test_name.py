from __future__ import annotations

import pytest

from reknit.formats.name import core, fact, likely, plausible, shapely


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
        "Usually",
        "Around",
        "June",
        "Me",
    ],
)
def test_not_plausible(name: str) -> None:
    assert not plausible(name)


@pytest.mark.parametrize(
    "name",
    ["June", "Me", "You", "Subject", "Will", "Ann Page", "Sam Hill", "Pedro do Carmo", "April"],
)
def test_names_where_they_come_back(name: str) -> None:
    assert likely(name)


@pytest.mark.parametrize("name", ["He said", "Monday", "Date", "Like this", "The Boss", "me and"])
def test_speech_even_where_it_comes_back(name: str) -> None:
    assert not likely(name)


def test_what_stands_beside_a_name_does_not_count() -> None:
    assert core("LEE, Ann (SOUTH LONDON TRUST)") == "LEE, Ann"
    assert core("Dr Lee | NHS") == "Dr Lee"
    assert core('Robert "Bob" Hill') == "Robert Hill"
    assert shapely("Maria del Carmen Garcia Lopez Perez")
    assert not shapely('He said "no" and went')


def test_facts() -> None:
    assert fact("Session Date")
    assert not fact("Ann")

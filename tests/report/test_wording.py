import pytest

from reknit import result
from reknit.report import wording
from reknit.session import Turn
from tests.scripted import ScriptedReader, tiny


def read(script: str) -> result.Result:
    session, codings = tiny(script)
    return result.read(session, ScriptedReader(codings))


CALM = " T:question P:+" * 8
MISSED = "T:inform P:w1 T:question P:w1" + CALM
MENDED = " T:inform P:c2 T:own+explore P:+" + CALM


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 13, "one two three"),
        ("one two three", 10, "one two…"),
        ("one two, three", 10, "one two…"),
        ("onetwothree", 5, "onet…"),
        ("one\ntwo", 20, "one two"),
    ],
)
def test_shortened(text: str, most: int, short: str) -> None:
    assert wording.shortened(text, most) == short
    assert len(short) <= most


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (75.9, "1:15"), (3675, "1:01:15")])
def test_clock(seconds: float, shown: str) -> None:
    assert wording.clock(seconds) == shown


def test_place_has_the_time_where_there_is_one() -> None:
    assert wording.place(Turn(4, "patient", "x")) == "turn 4"
    assert wording.place(Turn(4, "patient", "x", start=75.0)) == "turn 4 (1:15)"


def test_missed_ones_come_first_and_mended_ones_last() -> None:
    seen = read(MENDED.strip() + " " + MISSED)
    first, last = wording.in_order_of_need(seen.episodes)
    assert (first.sensed, last.sensed) == (False, True)
    assert first.start > last.start


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("T:question P:+", "No rupture seen."),
        (MISSED, "One moment that may be a rupture; not taken up."),
        (MENDED.strip(), "One moment that may be a rupture; taken up by the therapist."),
        (MISSED + MENDED, "2 moments that may be ruptures; 1 not taken up."),
        (MENDED.strip() + MENDED, "2 moments that may be ruptures; taken up by the therapist."),
    ],
)
def test_ruptures_line(script: str, line: str) -> None:
    assert wording.ruptures_line(read(script)) == line


def test_steps_name_moves_and_turns() -> None:
    seen = read("T:inform P:c2 T:draw_attention+own P:c1 T:explore P:+")
    assert wording.steps(seen, seen.episodes[0]) == [
        ("drew attention", 2, "draw attention"),
        ("explored", 4, "explore"),
        ("resolving", 2, "own a part"),
    ]


def test_hindering_names_the_first_turn_of_each() -> None:
    seen = read("T:defend P:c2 T:defend P:c2 T:defend+press_on P:c2")
    assert wording.hindering(seen, seen.episodes[0]) == [("defend", 2), ("press on", 4)]


def test_strength_in_a_word() -> None:
    seen = read("T:inform P:w1 T:question P:w3")
    assert wording.strength(seen, seen.episodes[0]) == "strong"

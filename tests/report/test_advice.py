import io

from rich.console import Console

from reknit import advising, result
from reknit.report import advice
from tests.scripted import ScriptedReader, tiny
from tests.test_advising import Parrot


def printed(script: str, width: int = 100, **how: object) -> list[str]:
    session, codings = tiny(script)
    read = result.read(session, ScriptedReader(codings))
    given = advising.advise(read, Parrot(), **how)  # type: ignore[arg-type]
    held = io.StringIO()
    advice.show(given, Console(file=held, width=width, highlight=False))
    return [line.rstrip() for line in held.getvalue().splitlines()]


def test_where_it_stands_and_what_was_tried() -> None:
    lines = printed("T:defend P:c2/complaint_task T:own P:c1/complaint_task")
    assert lines[0] == ("A slight confrontation may be open at turn 3: complaint about the task.")
    assert lines[1] == "  turn 2: own a part; the patient came closer"
    assert lines[2] == "  may have got in the way: defend"


def test_a_piece_of_advice() -> None:
    lines = printed("T:inform P:w2/minimal_response", most=1)
    assert "Draw attention, explore" in lines
    parts = [line.split(maxsplit=2) for line in lines]
    assert any(part[:2] == ["why", "now"] and "stepped back" in part[2] for part in parts)
    assert any(part[:2] == ["not", "now"] and "Filling" in part[2] for part in parts)
    assert ["direct", "“name_the_distance", "1”"] in parts
    assert lines[-1].startswith("Offers, not instructions")


def test_several_are_numbered() -> None:
    lines = printed("T:inform P:w2/minimal_response")
    assert "1. Draw attention, explore" in lines
    assert any(line.startswith("2. ") for line in lines)


def test_two_failures_are_said_and_where_to_take_them() -> None:
    lines = printed("T:inform P:c2 T:receive P:c2 T:clarify P:c2")
    assert any("worth taking to a colleague or supervisor" in line for line in lines)


def test_none_open_is_said_plainly_and_why() -> None:
    assert printed("T:question P:+") == [
        "No rupture seems open at turn 1. None was seen up to there."
    ]
    later = printed("T:question P:+ T:inform P:w1", at=1)
    assert later == [
        "No rupture seems open at turn 1. None was seen up to there; later ones begin at turn 3."
    ]
    over = printed("T:inform P:c2 T:own+explore P:+" + " T:question P:+" * 5, width=200)
    assert over == [
        "No rupture seems open at turn 13. "
        "The last one, turns 1 to 3, was taken up, and the patient came back."
    ]
    faded = printed("T:inform P:w1" + " T:question P:-" * 8)
    assert "8 patient turns ago or more" in " ".join(faded)


def test_after_a_mend() -> None:
    lines = printed("T:inform P:c2 T:own+explore P:+")
    assert lines[0] == "The patient seems to have come back at turn 3."
    assert "Let it settle" in lines


def test_a_feeling_raises_a_question() -> None:
    lines = printed("T:question P:+", felt="bored")
    assert lines[1].startswith("You feel bored: Has the talk moved away")


def test_a_feeling_in_other_words_may_be_near() -> None:
    lines = printed("T:question P:+", felt="worried")
    assert lines[1].startswith("What you feel may be near to anxious: What might happen")


def test_a_feeling_that_is_not_known_is_advised_upon() -> None:
    lines = printed("T:question P:+", felt="peckish", width=400)
    assert lines[1].startswith("None of these feelings is known here")
    assert "careful, admiring" in lines[1]
    assert "Sense: draw attention, explore" in " ".join(lines)
    assert "peckish" not in " ".join(lines)

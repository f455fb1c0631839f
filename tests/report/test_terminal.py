import io
from dataclasses import replace

from rich.console import Console

from reknit import result
from reknit.report import terminal
from tests.scripted import ScriptedReader, tiny

CALM = " T:question P:+" * 8
SCRIPT = "T:inform P:c2 T:own+explore P:+" + CALM + " T:inform P:w1 T:question P:w1"


def printed(script: str = SCRIPT, risky: tuple[int, ...] = ()) -> list[str]:
    session, codings = tiny(script)
    codings = tuple(replace(c, risk=True) if at in risky else c for at, c in enumerate(codings))
    held = io.StringIO()
    shown = result.read(session, ScriptedReader(codings))
    terminal.show(shown, Console(file=held, width=100, highlight=False))
    return [line.rstrip() for line in held.getvalue().splitlines()]


def test_risk_comes_before_everything() -> None:
    lines = printed(risky=(3,))
    risk = lines.index("Possible risk: read these turns first")
    assert lines[risk + 1] == "  turn 3  “+”"
    assert risk < next(at for at, line in enumerate(lines) if "rupture" in line)


def test_many_risk_turns_are_cut_short_but_none_is_lost() -> None:
    risky = tuple(range(1, 20, 2))
    assert "  and turns 17, 19" in printed("T:question P:+ " * 10, risky)


def test_missed_ruptures_come_first() -> None:
    lines = printed()
    missed = next(at for at, line in enumerate(lines) if line.startswith("Not taken up"))
    mended = next(at for at, line in enumerate(lines) if line.startswith("Clear confrontation"))
    assert missed < mended
    assert "nobody spoke of it, and it went on" in lines[missed]
    assert "it was taken up, and the patient came back" in lines[mended]


def test_what_was_done_and_what_was_in_the_way() -> None:
    lines = printed("T:defend P:c2 T:dismiss P:c2 T:own+explore P:+")
    assert "  opened after  “defend” 0" in lines
    assert "  in the way    dismiss (2)" in lines
    assert "  done          explored (4); own a part (4)" in lines
    assert "  came back     “+” 5" in lines


def test_a_calm_session_is_said_to_be_one() -> None:
    assert "No rupture seen." in printed("T:question P:+ T:question P:-")


def test_talk_and_taking_part() -> None:
    lines = printed("T:question P:+ T:question P:-")
    assert "talk         therapist 50%, patient 50% of the words" in lines
    assert "taking part  ▇▁  1 of 2 patient turns" in lines

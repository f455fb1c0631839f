import json

from reknit import result
from reknit.report import chart
from tests.scripted import ScriptedReader, tiny


def drawn(script: str, width: int = 400) -> str:
    session, codings = tiny(script)
    return chart.svg(chart.timeline(result.read(session, ScriptedReader(codings)), width))


def test_marks_link_to_turns_and_spans_to_episodes() -> None:
    svg = drawn("T:question P:+ T:inform P:w2 T:press_on P:c2 T:own P:+")
    for goal in ("#t3", "#t5", "#e0", "#t4", "#t6"):
        assert f'"{goal}"' in svg


def test_kinds_and_moves_have_their_colours() -> None:
    svg = drawn("T:question P:w2 T:press_on P:c2 T:own P:+")
    for colour in chart.COLOURS.values():
        assert colour in svg


def test_the_chart_holds_no_words_of_the_session() -> None:
    session, codings = tiny("T:question P:w2/denial T:own P:+")
    spec = json.dumps(chart.timeline(result.read(session, ScriptedReader(codings)), 300).to_dict())
    assert "w2/denial" not in spec


def test_one_specification_gives_a_picture_too() -> None:
    session, codings = tiny("T:question P:w2 T:own P:+")
    picture = chart.png(chart.timeline(result.read(session, ScriptedReader(codings)), 300))
    assert picture.startswith(b"\x89PNG")


def test_a_session_without_rupture_is_drawn() -> None:
    assert drawn("T:question P:-").startswith("<svg")

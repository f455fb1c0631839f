from hypothesis import given
from hypothesis import strategies as st

from reknit import result
from reknit.report import curve
from tests.scripted import SURE, UNSURE, ScriptedReader, tiny


def test_engagement_is_of_patient_turns() -> None:
    session, codings = tiny("T:question P:+ T:question P:- T:question P:+")
    seen = result.read(session, ScriptedReader(codings))
    assert curve.engagement(seen) == [SURE, UNSURE, SURE]


def test_binned_by_hand() -> None:
    assert curve.binned([0.0, 1.0, 0.5, 0.5], 2) == [0.5, 0.5]
    assert curve.binned([0.0, 1.0], 5) == [0.0, 1.0]
    assert curve.binned([], 5) == []


def test_sparkline() -> None:
    assert curve.sparkline([0.0, 0.5, 1.0]) == "▁▅█"
    assert curve.sparkline([]) == ""


@given(st.lists(st.floats(0, 1), max_size=200), st.integers(1, 40))
def test_a_sparkline_has_a_bar_per_bin(values: list[float], most: int) -> None:
    assert len(curve.sparkline(values, most)) == min(len(values), most)

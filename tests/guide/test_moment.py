"""Where a session stands, worked out by hand on sessions of a few turns."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reknit import guide
from reknit.guide.moment import FACTS, Moment
from tests.scripted import tiny


def after(script: str, at: int | None = None) -> Moment:
    session, codings = tiny(script)
    return guide.moment(session.turns, codings, at)


def test_before_anything_was_said() -> None:
    assert after("T:question P:w2", at=0).at == -1


def test_calm_talk_stands_open_to_nothing() -> None:
    assert after("T:question P:+ T:reflect P:-").standing == "none"


def test_a_rupture_is_open_at_the_last_strained_turn() -> None:
    here = after("T:press_on P:w1 T:question P:w2/minimal_response T:question P:-")
    assert (here.standing, here.last, here.strength) == ("open", 3, 2)
    assert here.rupture == ("withdrawal",)
    assert here.markers == ("minimal_response",)


def test_at_a_therapist_turn_it_is_not_known_what_the_therapist_said() -> None:
    script = "T:inform P:w1 T:explore P:w2"
    assert after(script, at=2) == after(script, at=1)
    assert after(script, at=2).tried == ()


def test_nothing_that_comes_later_counts() -> None:
    script = "T:inform P:c2 T:own P:+ T:question P:+"
    cut = " ".join(script.split()[:2])
    assert after(script, at=1) == after(cut)


def test_what_the_therapist_did_at_the_trigger_and_since_hinders() -> None:
    here = after("T:blame P:+ T:press_on P:w1 T:defend P:w1")
    assert here.hindered == ("defend", "press_on")
    assert {"hindered", "defend", "press_on"} <= here.facts
    assert "blame" not in here.facts


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("T:inform P:w2 T:own P:-", "closer"),
        ("T:inform P:w2 T:own P:w1", "closer"),
        ("T:inform P:w2 T:own P:w2+", "closer"),
        ("T:inform P:w2 T:own P:w2", "same"),
        ("T:inform P:w2 T:own P:w3", "farther"),
        ("T:inform P:w2 T:own P:- T:explore P:w1", "farther"),
    ],
)
def test_how_the_patient_answered(script: str, answer: str) -> None:
    assert after(script).tried[-1].answer == answer


def test_tries_are_told_in_order() -> None:
    here = after("T:inform P:c2 T:own P:c2 T:explore+clarify P:c1")
    assert [(one.at, one.moves, one.answer) for one in here.tried] == [
        (2, ("own",), "same"),
        (4, ("explore", "clarify"), "closer"),
    ]


def test_two_failures_in_a_row() -> None:
    assert "failed_twice" in after("T:inform P:c2 T:own P:c2 T:clarify P:c2").facts
    assert "failed" in after("T:inform P:c2 T:own P:c2").facts
    between = after("T:inform P:c2 T:own P:c2 T:clarify P:c1 T:explore P:c2").facts
    assert "failed" in between
    assert "failed_twice" not in between


def test_exploring_met_by_a_step_away() -> None:
    assert "explore_closed" in after("T:inform P:w1 T:explore P:w2").facts
    assert "explore_closed" not in after("T:inform P:w1 T:explore P:c2").facts
    assert "explore_closed" not in after("T:inform P:w2 T:explore P:w1 T:own P:w1").facts


def test_a_complaint_is_received_only_after_it_was_made() -> None:
    complaint = "T:inform P:c1/complaint_task"
    assert {"complaint"} <= after(complaint).facts
    assert "received" not in after(complaint).facts
    assert "received" in after(complaint + " T:receive P:c1/complaint_task").facts
    assert "received" not in after(complaint + " T:clarify P:c1/complaint_task").facts


def test_anger_is_up_in_a_clear_confrontation_or_any_hostility() -> None:
    assert "angry" in after("T:inform P:c2").facts
    assert "angry" not in after("T:inform P:c1").facts
    assert "angry" in after("T:inform P:c1/hostility").facts
    assert "angry" not in after("T:inform P:w3").facts


def test_after_a_mend_it_settles_and_is_over_in_time() -> None:
    mended = "T:inform P:c2 T:own+explore P:+"
    assert after(mended).standing == "settling"
    over = after(mended + " T:question P:+" * 8)
    assert over.standing == "none"
    assert over.episode is not None


def test_a_rupture_long_ago_is_not_open() -> None:
    assert after("T:inform P:w1" + " T:question P:-" * 8).standing == "none"


def test_risk_goes_before_all_for_three_patient_turns() -> None:
    session, codings = tiny("T:inform P:c2 T:own P:+ T:question P:+ T:question P:+")
    risky = tuple(
        replace(c, risk=at == 1) if c.risk is not None else c for at, c in enumerate(codings)
    )
    assert guide.moment(session.turns, risky, 5).standing == "risk"
    assert guide.moment(session.turns, risky, 5).last == 1
    assert guide.moment(session.turns, risky, 7).standing != "risk"
    assert guide.moment(session.turns, risky, 5, risk_checked=True).standing == "settling"


SCRIPTS = st.lists(
    st.tuples(
        st.sampled_from(["own", "explore", "defend", "question", "own+explore", "press_on"]),
        st.sampled_from(["+", "-", "w1", "w2+", "w3", "c1", "c2/hostility", "wc2"]),
    ),
    max_size=12,
).map(lambda pairs: " ".join(f"T:{one} P:{other}" for one, other in pairs))


@given(SCRIPTS, st.integers(0, 30))
def test_any_session_has_a_moment_made_of_known_facts(script: str, at: int) -> None:
    session, codings = tiny(script)
    if not session.turns:
        return
    here = guide.moment(session.turns, codings, min(at, len(session.turns) - 1))
    assert here.facts <= set(FACTS)
    assert (here.standing in ("open", "settling")) == bool(here.facts)
    assert here.at < len(session.turns)
    if here.standing == "open":
        assert here.last is not None
        assert here.last <= here.at
        assert here.rupture

"""What the guide advises, moment by moment; the issue's rules are each held here."""

import pytest
from hypothesis import given

from reknit import guide
from reknit.guide import Advice
from reknit.guide.moment import Moment
from tests.guide.test_moment import SCRIPTS, after


def advised(script: str, felt: str = "", most: int = 3) -> tuple[Advice, ...]:
    return guide.advise(after(script), felt=guide.recognised(felt), most=most)


def first(script: str, felt: str = "") -> Advice:
    return advised(script, felt)[0]


def test_none_open_and_nothing_felt_needs_no_advice() -> None:
    assert advised("T:question P:+") == ()


@pytest.mark.parametrize(
    ("script", "moves"),
    [
        ("T:inform P:c2/complaint_task", ("receive", "empathize")),
        ("T:defend P:c2/complaint_therapist T:receive P:c2/complaint_therapist", ("own",)),
        ("T:inform P:w2/minimal_response", ("draw_attention", "explore")),
        ("T:inform P:w1/minimal_response", ("own", "change_course")),
        ("T:press_on P:w1/minimal_response", ("own",)),
        ("T:inform P:w1/deference", ("draw_attention", "explore")),
        ("T:inform P:w2/topic_shift", ("draw_attention",)),
        ("T:inform P:c1/rejects_intervention", ("clarify", "own")),
        ("T:inform P:w2/leaves", ("change_course", "own")),
        ("T:inform P:w1/self_blame", ("empathize", "own")),
    ],
)
def test_what_comes_first_for_each(script: str, moves: tuple[str, ...]) -> None:
    assert first(script).moves == moves


def test_a_received_complaint_is_followed_by_the_wish_beneath() -> None:
    script = "T:inform P:c2/complaint_task T:receive P:c1/complaint_task"
    assert first(script).moves == ("explore",)


def test_asking_again_is_not_advised_where_asking_was_met_by_a_step_away() -> None:
    for one in advised("T:inform P:w1 T:explore P:w2/minimal_response", most=5):
        assert one.moves[0] != "explore"


def test_two_failures_change_the_level() -> None:
    one = first("T:inform P:c2 T:receive P:c2 T:clarify P:c2")
    assert one.rule == "twice_failed"
    assert one.moves[0] == "draw_attention"
    assert "supervisor" in one.why


def test_after_a_mend_it_settles() -> None:
    (one,) = advised("T:inform P:c2 T:own+explore P:+")
    assert one.step == "settle"


def test_risk_ends_it() -> None:
    here = Moment(3, "risk", last=3)
    (one,) = guide.advise(here, felt=guide.recognised("bored"))
    assert one.step == "safety"
    assert "turn 3" in one.why


def test_what_is_felt_raises_what_the_words_do_not_show() -> None:
    assert first("T:question P:+", "admiring, and of no use").moves == ("disclose", "explore")
    assert first("T:question P:+", "shut out").moves == ("draw_attention", "explore")
    assert first("T:question P:+", "bored").step == "sense"


def test_being_careful_while_being_questioned_names_the_fencing() -> None:
    script = "T:question P:c2/controls_therapist"
    assert first(script).rule == "anger_first"
    assert first(script, "careful").rule == "fencing"


def test_a_modality_adds_what_to_avoid() -> None:
    here = after("T:inform P:c2")
    (one, *_) = guide.advise(here, modality=guide.named("cbt"))
    assert one.avoid[-1] == guide.named("cbt").avoid
    assert len(one.avoid) == len(guide.advise(here)[0].avoid) + 1


@given(SCRIPTS)
def test_an_open_rupture_always_has_advice_and_never_twice_the_same(script: str) -> None:
    here = after(script)
    given_ = guide.advise(here, most=5)
    assert bool(given_) == (here.standing != "none")
    begun: set[str] = set()
    for one in given_:
        assert one.moves[0] not in begun
        begun |= set(one.moves)
        if here.standing == "open" and "complaint" in here.facts and "received" not in here.facts:
            assert "rationale" not in one.moves
        if "angry" in here.facts:
            assert "link_pattern" not in one.moves

"""What a therapist's turn does to a patient, reckoned by hand from rules.toml."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reknit import procedure
from reknit.practice import patient
from reknit.practice.patient import Effect, Seen, State
from tests.practice.small import small

CASE = small()
START = patient.begin(CASE)


def effect(
    *moves: str, state: State = START, words: str = "Some words.", touched: float = 0.5
) -> Effect:
    return patient.weigh(CASE, state, Seen(dict.fromkeys(moves, 1.0), touched), words)


def after(*moves: str, state: State = START, words: str = "Some words.") -> State:
    return patient.after(CASE, state, effect(*moves, state=state, words=words), words)


def test_the_rules_know_every_move() -> None:
    rules = patient.rules()
    assert set(rules["repair"]) == set(procedure.REPAIR_NAMES)
    assert set(rules["hindering"]) == set(procedure.HINDERING_NAMES)
    assert set(rules["ordinary"]) == {code.name for code in procedure.ORDINARY_MOVES}


def test_every_fall_is_larger_than_any_gain() -> None:
    rules = patient.rules()
    gains = [rule.openness for rule in rules["repair"].values()]
    falls = [-rule.openness for rule in rules["hindering"].values()]
    assert max(gains) < min(falls)
    assert min(falls) >= patient.MOST_GAIN


def test_a_repair_opens_by_its_rule_and_by_how_near_it_comes() -> None:
    assert effect("own", touched=0.5).openness == pytest.approx(0.11)
    assert effect("own", touched=0.0).openness == pytest.approx(0.11 * 0.6)
    assert effect("own", touched=1.0).openness == pytest.approx(0.11 * 1.4)


def test_several_repairs_at_once_add_little() -> None:
    assert effect("own", "explore").openness == pytest.approx(0.11 * 1.15)


def test_no_turn_opens_by_more_than_is_believable() -> None:
    many = effect(*procedure.REPAIR_NAMES[:8], touched=1.0)
    assert many.openness <= patient.MOST_GAIN


def test_the_same_move_again_does_half() -> None:
    state = replace(START, moves=("own",))
    assert effect("own", state=state).openness == pytest.approx(0.11 / 2)


def test_a_case_can_be_opened_more_by_one_move_than_by_another() -> None:
    case = small(opens={"disclose": 1.5})
    seen = Seen({"disclose": 1.0}, 0.5)
    assert patient.weigh(case, START, seen, "Words.").openness == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("move", "openness"),
    [
        ("defend", -0.20),
        ("blame", -0.26),
        ("press_on", -0.18),
        ("dismiss", -0.20),
        ("appease", -0.16),
    ],
)
def test_what_closes(move: str, openness: float) -> None:
    assert effect(move).openness == pytest.approx(openness)
    assert effect(move).group == move
    assert after(move).grudges == (move,)


def test_owning_in_the_same_breath_softens_a_hindering_move() -> None:
    assert effect("defend", "own").openness == pytest.approx(-0.12)


def test_the_clearer_move_counts() -> None:
    seen = Seen({"own": 3.0, "defend": 1.0}, 0.5)
    assert patient.weigh(CASE, START, seen, "Words.").move == "own"


def test_what_was_done_is_remembered_until_it_is_owned() -> None:
    hurt = replace(after("dismiss"), openness=0.4)
    asked = effect("explore", state=hurt, words="Others.")
    assert asked.openness == pytest.approx(0.10 / 1.5)
    assert after("own", state=hurt, words="Others.").grudges == ()
    assert after("explore", state=hurt, words="Others.").grudges == ("dismiss",)


def test_trust_comes_back_slower_than_it_went() -> None:
    hurt = after("appease")
    back = effect("own", state=hurt, touched=1.0, words="Others.")
    assert 0 < back.openness <= 0.8 * 0.16


def test_warmth_about_other_things_leads_only_so_far() -> None:
    state = START
    for _ in range(30):
        state = after("reflect", state=state, words=f"Words {state.turn}.")
    assert state.openness == pytest.approx(patient.WARMTH)
    assert state.layer == 0


def test_advice_closes_a_little() -> None:
    assert after("inform").openness < START.openness


def test_the_third_question_in_a_row_is_one_too_many() -> None:
    state = after("question", state=after("question"), words="Other.")
    assert effect("question", state=state, words="Third.").rule == "many_questions"


def test_asking_somebody_frightened_too_soon_closes() -> None:
    afraid = replace(START, fear=0.8)
    assert effect("explore", state=afraid).rule == "too_soon"
    assert effect("explore", "own", state=afraid).openness > 0


def test_reasons_before_the_complaint_was_received_sound_like_a_defence() -> None:
    assert effect("rationale").rule == "not_received"
    assert effect("rationale", state=replace(START, moves=("receive",))).openness > 0


def test_linking_before_exploring_sounds_like_blame() -> None:
    assert effect("link_pattern").rule == "linked_too_soon"
    explored = replace(START, steps=frozenset({"explored"}))
    assert effect("link_pattern", state=explored).openness > 0


def test_who_is_angry_is_reached_by_taking_it_in() -> None:
    angry = replace(START, anger=0.8)
    assert effect("explore", state=angry).openness == pytest.approx(0.10 * 0.4)
    assert effect("receive", state=angry).openness == pytest.approx(0.10)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("", "silence"),
        ("(silence)", "silence"),
        ("...", "silence"),
        ("12 34 ?!", "odd"),
        ("x" * 60, "odd"),
        ("Thanks, Brenda.", "wrong_name"),
        ("Thanks, Addie.", "own"),
        ("Let's meet on, say, Monday.", "own"),
        ("That was my doing, and I'm sorry, Doctor.", "own"),
    ],
)
def test_what_happens_besides(words: str, rule: str) -> None:
    assert effect("own", words=words).rule == rule


def test_people_of_the_case_may_be_named() -> None:
    case = small(brief="Ada comes with her son, Bertram.")
    seen = Seen({"question": 1.0})
    assert patient.weigh(case, START, seen, "And your son, Bertram, is he well?").rule == "question"
    assert (
        patient.weigh(case, START, seen, "And your son, Norman, is he well?").rule == "wrong_name"
    )


def test_the_same_sentence_again_is_noticed() -> None:
    state = after("own", words="That was my doing.")
    assert effect("own", state=state, words="that was MY doing").rule == "repeated"


def test_a_promise_is_remembered_and_its_breaking_costs_more() -> None:
    state = after("own", words="I won't ask about it again.")
    assert state.promised == "I won't ask about it again."
    assert effect("press_on", state=state).rule == "promise_broken"
    assert after("press_on", state=state, words="So?").promised == ""


READY = replace(
    START, openness=0.8, turn=9, layer=1, layer_at=4, steps=frozenset({"attention", "explored"})
)


def test_a_layer_comes_only_when_the_patient_is_ready() -> None:
    assert after("explore", state=replace(READY, tested="passed")).layer == 2
    assert after("explore", state=READY).layer == 1, "not tested yet"
    assert after("explore", state=replace(READY, tested="passed", layer_at=9)).layer == 1
    assert after("blame", state=replace(READY, tested="passed")).layer == 1
    assert after("explore", state=replace(READY, tested="passed", openness=0.3)).layer == 1


def test_the_deepest_layer_wants_exploring_and_nothing_left_standing() -> None:
    near = replace(READY, tested="passed", layer=2, layer_at=6)
    assert after("own", state=near).layer == 3
    assert after("own", state=replace(near, steps=frozenset({"attention", "resolving"}))).layer == 2
    assert after("reflect", state=replace(near, grudges=("blame",))).layer == 2


def test_a_mended_patient_tests_once_more() -> None:
    assert patient.tests_now(READY)
    assert not patient.tests_now(replace(READY, tested="passed"))
    tested = replace(READY, tested="pending")
    assert after("own", state=tested).tested == "passed"
    assert after("question", state=tested).tested == "pending"
    assert effect("defend", state=tested).rule == "failed"
    assert after("defend", state=tested).tested == "no"


def test_they_can_walk_out() -> None:
    state = START
    for turn in range(3):
        state = after("blame", state=state, words=f"Blame {turn}.")
    assert state.left
    quiet = START
    for _ in range(patient.SILENCES):
        quiet = after(state=quiet, words="")
    assert quiet.left


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(procedure.MOVE_NAMES), max_size=3, unique=True),
            st.floats(0, 1),
        ),
        max_size=25,
    )
)
def test_whatever_is_done_the_state_stays_in_its_bounds(
    turns: list[tuple[list[str], float]],
) -> None:
    state = START
    for at, (moves, touched) in enumerate(turns):
        words = f"Words number {at}."
        seen = Seen(dict.fromkeys(moves, 1.0), touched)
        done = patient.weigh(CASE, state, seen, words)
        new = patient.after(CASE, state, done, words)
        assert 0 <= new.openness <= 1
        assert 0 <= new.anger <= 1
        assert 0 <= new.fear <= 1
        assert new.layer in (state.layer, state.layer + 1)
        assert new.turn >= 2 * new.layer
        if done.move in procedure.HINDERING_NAMES:
            assert new.openness < state.openness or state.openness == 0
            assert new.layer == state.layer
        if new.left:
            break
        state = new

"""Section C of the manual, rule by rule, each on a session small enough to code by hand."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reknit import episodes, procedure
from reknit.coding import Coding
from tests.scripted import tiny


def only(script: str) -> episodes.Episode:
    session, codings = tiny(script)
    found = episodes.find(session.turns, codings)
    assert len(found) == 1, found
    return found[0]


def outcomes(script: str) -> list[str | None]:
    session, codings = tiny(script)
    return [episode.outcome for episode in episodes.find(session.turns, codings)]


def test_without_rupture_there_is_no_episode() -> None:
    assert outcomes("T:question P:+ T:reflect P:-") == []


def test_opens_at_first_rupture_and_holds_the_following() -> None:
    episode = only("T:question P:+ T:inform P:w1 T:question P:w2 T:own P:+")
    assert (episode.start, episode.end) == (3, 7)
    assert episode.rupture == ("withdrawal",)


def test_an_episode_can_hold_both_kinds() -> None:
    assert only("T:inform P:w1 T:press_on P:c2").rupture == ("withdrawal", "confrontation")


def test_the_trigger_is_the_therapist_turn_before_the_onset() -> None:
    assert only("P:- T:blame P:c2 T:own P:+").trigger == 1


def test_no_trigger_where_the_patient_opens() -> None:
    assert only("P:c1 T:own P:+").trigger is None


CALM = "T:question P:- "


def test_a_new_episode_opens_after_eight_patient_turns_without() -> None:
    assert len(outcomes("T:inform P:w1 " + CALM * 8 + "T:inform P:w1")) == 2


def test_seven_patient_turns_without_do_not_end_an_episode() -> None:
    assert len(outcomes("T:inform P:w1 " + CALM * 7 + "T:inform P:w1")) == 1


def test_the_eight_are_counted_again_from_a_repair_move() -> None:
    again = "T:inform P:w1 " + CALM * 5 + "T:explore P:- " + CALM * 5 + "T:inform P:w1"
    assert len(outcomes(again)) == 1
    assert len(outcomes(again.replace("T:explore", "T:question"))) == 2


def test_a_repair_move_after_the_eight_does_not_reopen() -> None:
    late = "T:inform P:w1 " + CALM * 8 + "T:own P:- T:inform P:w1"
    session, codings = tiny(late)
    first, second = episodes.find(session.turns, codings)
    assert (first.resolving, first.outcome) == (None, "unaddressed")
    assert second.start == len(session.turns) - 1


def test_a_turn_that_also_presses_on_does_not_count_again() -> None:
    pressed = "T:inform P:w1 " + CALM * 5 + "T:explore+press_on P:- " + CALM * 5 + "T:inform P:w1"
    assert len(outcomes(pressed)) == 2


def test_it_ends_at_the_engaged_return() -> None:
    assert only("T:inform P:w1 T:own P:- T:reflect P:+ T:question P:+").end == 5


def test_without_return_it_ends_at_the_last_rupture() -> None:
    assert only("T:inform P:w1 T:question P:w1 T:question P:- T:question P:-").end == 3


@pytest.mark.parametrize("move", procedure.ATTENTION_MOVES)
def test_attention_is_met_by_naming_or_disclosing(move: str) -> None:
    episode = only(f"T:inform P:w1 T:question P:w1 T:{move} P:- T:{move} P:-")
    assert (episode.attention, episode.sensed) == (4, True)


@pytest.mark.parametrize("move", procedure.RESOLVING_MOVES)
def test_resolving_is_met_by_each_resolving_move(move: str) -> None:
    assert only(f"T:inform P:w1 T:{move} P:-").resolving == 2


def test_linking_to_a_pattern_is_a_repair_move_but_no_step() -> None:
    episode = only("T:inform P:w1 T:link_pattern P:-")
    assert not episode.sensed
    assert episode.outcome == "partly"


def test_explored_when_the_answer_has_content() -> None:
    assert only("T:inform P:w1 T:explore P:w1/abstraction T:explore P:-").explored == 2


@pytest.mark.parametrize("marker", ["denial", "minimal_response", "leaves"])
def test_exploring_that_gets_no_content_is_no_step(marker: str) -> None:
    episode = only(f"T:inform P:w1 T:explore P:w1/{marker}")
    assert episode.explored is None
    assert not episode.sensed


def test_explored_is_the_first_time_it_was_answered() -> None:
    assert only("T:inform P:w1 T:explore P:w1/denial T:explore P:+").explored == 4


def test_a_repair_move_before_the_onset_is_no_step() -> None:
    episode = only("T:own+explore P:w1 T:question P:w1")
    assert (episode.attention, episode.explored, episode.resolving) == (None, None, None)
    assert episode.outcome == "unaddressed"


def test_a_repair_move_in_a_turn_that_presses_on_is_no_step() -> None:
    episode = only("T:inform P:w2 T:own+press_on P:w2")
    assert episode.resolving is None
    assert episode.outcome == "unaddressed"
    assert episode.hindered == ("press_on",)


def test_hindered_lists_moves_made_while_it_was_open() -> None:
    episode = only("T:blame P:w2 T:dismiss P:w2 T:press_on+dismiss P:w2 T:own P:+ T:defend P:+")
    assert episode.hindered == ("press_on", "dismiss")


def test_resolved() -> None:
    assert outcomes("T:inform P:w2 T:own P:+ T:question P:- T:question P:-") == ["resolved"]


def test_resolved_to_the_end_if_nearer() -> None:
    assert outcomes("T:inform P:w2 T:own P:+") == ["resolved"]


def test_an_engaged_rupture_turn_is_no_return() -> None:
    assert outcomes("T:inform P:w2 T:own P:c2+") == ["partly"]


def test_a_return_with_a_rupture_within_four_turns_is_none() -> None:
    broken = "T:inform P:w2 T:own P:+ " + CALM * 3 + "T:inform P:w2"
    assert outcomes(broken) == ["partly"]


def test_a_return_that_holds_for_four_turns_but_not_for_the_theme() -> None:
    held = "T:inform P:w2 T:own P:+ " + CALM * 4 + "T:inform P:w2"
    assert outcomes(held) == ["partly"]


def test_a_return_just_before_the_next_episode_is_none() -> None:
    script = "T:inform P:w2 T:question " + "P:- T:question " * 7 + "P:+ T:inform P:w2"
    assert outcomes(script) == ["unaddressed", "unaddressed"]


def test_passed_when_no_repair_came_since_the_last_rupture() -> None:
    assert outcomes("T:inform P:w1 T:own P:w1 T:question P:+") == ["passed"]


def test_a_return_after_repair_goes_before_an_earlier_one_without() -> None:
    episode = only("T:inform P:w1 T:question P:+ T:own P:+")
    assert (episode.end, episode.outcome) == (5, "resolved")


def test_partly_when_repair_came_and_it_goes_on() -> None:
    assert outcomes("T:inform P:w2 T:own P:w1 T:question P:-") == ["partly"]


def test_unaddressed_when_no_repair_came() -> None:
    assert outcomes("T:inform P:w2 T:question P:w2 T:question P:-") == ["unaddressed"]


def test_worsened_when_it_grew() -> None:
    assert outcomes("T:inform P:w1 T:own P:w2") == ["worsened"]


def test_not_worsened_when_it_grew_and_was_mended() -> None:
    assert outcomes("T:inform P:w1 T:press_on P:w3 T:own P:+") == ["resolved"]


def test_worsened_when_the_patient_left() -> None:
    assert outcomes("T:inform P:w2 T:own P:w2/leaves T:other P:-") == ["worsened"]


def test_asking_to_leave_and_coming_back_is_not_worsened() -> None:
    assert outcomes("T:inform P:w2/leaves T:own P:+") == ["resolved"]


def test_not_read_is_not_judged() -> None:
    session, codings = tiny("T:inform P:w2 T:own P:-")
    unread = [Coding(c.rupture, c.strength, c.markers, None, None, c.moves) for c in codings]
    assert episodes.find(session.turns, unread)[0].outcome is None


def test_turns_and_codings_must_match() -> None:
    session, codings = tiny("T:inform P:w2")
    with pytest.raises(ValueError, match="2 turns but 1 codings"):
        episodes.find(session.turns, codings[:1])


WORDS = st.sampled_from(
    ["P:-", "P:+", "P:w1", "P:w2", "P:c3", "P:w1/leaves", "P:w2/denial", "P:wc2", "T:question"]
    + [f"T:{move}" for move in ("own", "explore", "press_on", "draw_attention", "own+press_on")]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=40))
def test_every_rupture_is_in_one_episode_and_outcomes_fit(words: list[str]) -> None:
    session, codings = tiny(" ".join(words))
    found = episodes.find(session.turns, codings)
    ruptures = [at for at, coding in enumerate(codings) if coding.rupture]
    for at in ruptures:
        assert sum(e.start <= at <= e.end for e in found) == 1
    for one, following in pairwise(found):
        assert one.end < following.start
    for e in found:
        assert codings[e.start].rupture
        if e.outcome in ("resolved", "passed"):
            assert codings[e.end].engaged
            assert not codings[e.end].rupture
        else:
            assert codings[e.end].rupture
        if e.outcome == "unaddressed":
            assert not e.sensed

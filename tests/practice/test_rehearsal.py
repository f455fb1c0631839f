"""Rehearsals with the shipped reader, and what the patient answers."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from reknit.errors import UserError
from reknit.practice import case as cases
from reknit.practice import coach, rehearsal, reply, shelf
from reknit.practice.patient import Effect, begin
from reknit.practice.rehearsal import Rehearsal
from reknit.practice.reply import Asked
from tests.practice.small import small
from training import trainees

TABLETS = cases.load("the-tablets")
REPAIR = (
    "I notice we've got very careful with each other, you with your answers and me with my "
    "questions.",
    "I've been answering your question with questions. That's mine, and I'm sorry for it.",
    "What's it like for you, having to be so careful with me?",
)
DEFENCE = "I did explain at the start how this works, and it does help most people."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def played(*words: str, seed: int = 0) -> Rehearsal:
    return rehearsal.again(rehearsal.begin(TABLETS, "the-tablets", seed), words)


def test_repair_opens_by_degrees() -> None:
    opened = [one.after.openness for one in played(*REPAIR).exchanges]
    assert opened == sorted(opened)
    assert played(*REPAIR).reached == 1


def test_the_words_of_the_procedures_own_therapist_open_his_patient() -> None:
    words = (
        "I have an image of the two of us, like players at a board, each working out what the "
        "other is up to before making a move. Does that mean anything to you?",
        "What does it feel like, to be playing that game against me?",
    )
    state = played(*words).state
    assert state.openness > begin(TABLETS).openness + 0.12
    assert "explored" in state.steps


def test_the_words_of_the_procedures_other_therapist_open_hers() -> None:
    case = cases.load("the-essayist")
    words = (
        "I've come to admire you a good deal, for how deeply you've gone into all of it. And then "
        "I ask myself if there's anything I could say that would be of worth to you, since you "
        "seem to find each answer as you put the question.",
        "What is that like for you, to hear that from me?",
    )
    state = rehearsal.again(rehearsal.begin(case, "the-essayist"), words).state
    assert state.openness > begin(case).openness + 0.12
    assert state.steps


def test_defending_closes() -> None:
    done = played(DEFENCE).exchanges[-1]
    assert done.after.openness < done.before.openness
    assert done.answer in TABLETS.lines.defend


def test_the_same_words_and_seed_give_the_same_answers() -> None:
    assert played(*REPAIR, seed=3).turns == played(*REPAIR, seed=3).turns


def test_the_seed_changes_words_but_not_what_they_did() -> None:
    runs = [played(*REPAIR, seed=seed) for seed in range(6)]
    assert len({run.exchanges[0].after for run in runs}) == 1
    assert len({run.turns for run in runs}) > 1


def test_no_line_is_said_twice_and_the_patient_goes_in_the_end() -> None:
    held = rehearsal.begin(TABLETS, "the-tablets")
    chance = random.Random(1)
    for _ in range(200):
        if held.over:
            break
        held = rehearsal.say(
            held, trainees.TRAINEES["empathic"](held, chance) + " " * len(held.turns)
        )
    answers = [one.answer for one in held.exchanges]
    assert len(set(answers)) == len(answers)
    assert held.over
    with pytest.raises(ValueError, match="gone"):
        rehearsal.say(held, "Wait.")


def test_a_direct_question_gets_its_answer_and_the_second_time_is_noticed() -> None:
    first = played("Do you have a boyfriend?")
    assert "No boyfriend, no." in first.exchanges[-1].answer
    again = rehearsal.say(first, "And a boyfriend, is there one?")
    assert again.exchanges[-1].answer in TABLETS.lines.repeated


def test_a_rehearsal_is_a_session_like_any_other() -> None:
    session = played(*REPAIR).session()
    assert session.speakers == {"You": "therapist", "Orla": "patient"}
    assert [turn.index for turn in session.turns] == list(range(len(session.turns)))
    assert session.turns[5].text == TABLETS.opening[5]


def test_silence_stands_in_the_transcript() -> None:
    assert played("").turns[-2].text == "(silence)"


CASE = small()


def asked(group: str, openness: float, words: str = "Words.", **after: object) -> str:
    before = replace(begin(CASE), openness=openness)
    state = replace(before, **after)  # type: ignore[arg-type]
    effect = Effect(group, group, 0.0, 0.0, 0.0, "")
    return reply.reply(CASE, Asked(before, state, effect, words), (), random.Random(0))


@pytest.mark.parametrize(("openness", "band"), [(0.1, "closed"), (0.5, "wary"), (0.9, "open")])
def test_lines_are_of_the_band_the_patient_is_in(openness: float, band: str) -> None:
    assert asked("felt", openness).startswith(f"felt {band}")


def test_a_new_layer_begins_with_its_first_line() -> None:
    assert asked("felt", 0.9, layer=1) == "beneath 1 0."


def test_a_test_comes_before_an_answer() -> None:
    assert asked("felt", 0.9, tested="pending").startswith("test ")


def test_who_has_had_enough_leaves() -> None:
    assert asked("blame", 0.0, left=True).startswith("leaves ")


def test_what_was_promised_is_given_back_in_its_own_words() -> None:
    case = small(lines=small().lines.model_dump() | {"promise_broken": ('You said "{words}".',)})
    before = replace(begin(case), promised="I won't ask again.")
    effect = Effect("promise_broken", "promise_broken", -0.2, 0.0, 0.0, "", move="press_on")
    said = reply.reply(case, Asked(before, before, effect, "So?"), (), random.Random(0))
    assert said == 'You said "I won\'t ask again".'


def test_never_more_than_four_lines_of_feedback() -> None:
    held = rehearsal.begin(TABLETS, "the-tablets")
    for words in (*REPAIR, DEFENCE, "", "Have you tried going for a walk?"):
        held = rehearsal.say(held, words)
        assert 1 <= len(coach.feedback(held)) <= 4


def test_feedback_says_what_was_seen_what_it_did_and_another_way() -> None:
    lines = coach.feedback(played(DEFENCE))
    assert lines[0] == "Read as: defend."
    assert lines[1].startswith("Orla is clearly more closed")
    assert lines[1].endswith("explaining yourself put their complaint aside.")
    assert lines[2].startswith("Another way, at that point: “")
    assert not any(line.startswith("Another way") for line in coach.feedback(played(REPAIR[1])))


def test_the_debriefing_names_what_was_good_and_one_thing_to_work_on() -> None:
    debriefing = coach.debrief(played(*REPAIR))
    assert debriefing.layers == 3
    assert debriefing.told == (TABLETS.beneath[0].told,)
    assert {words for words, _ in debriefing.well} <= set(REPAIR)
    assert coach.debrief(played(DEFENCE)).work_on == coach.WORK_ON["defend"]
    assert "What never came" in coach.debrief(played(REPAIR[1])).work_on


def test_what_lies_beneath_and_was_not_told_is_not_given_away() -> None:
    assert coach.debrief(played(DEFENCE)).told == ()


def test_a_rehearsal_is_kept_and_taken_up_again_anywhere() -> None:
    held = played(*REPAIR, seed=4)
    path = shelf.keep(held)
    assert shelf.take_up(path).turns == held.turns
    assert shelf.take_up(path, 1).turns == played(REPAIR[0], seed=4).turns


def test_earlier_rehearsals_of_the_same_case_are_found() -> None:
    first = played(*REPAIR)
    shelf.keep(first)
    later = replace(first, began=first.began.replace(year=first.began.year + 1))
    (found,) = shelf.earlier(later)
    assert (found.reached, found.hindered) == (1, 0)
    assert shelf.earlier(first) == []


@pytest.mark.parametrize("content", ["", "{}", '{"case": "the-tablets", "seed": "x"}'])
def test_a_file_that_holds_no_rehearsal(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kept.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UserError, match="holds no rehearsal"):
        shelf.take_up(path)
    with pytest.raises(UserError, match="cannot be read"):
        shelf.take_up(tmp_path / "nothing.json")

"""A patient's line in a language model's words, on a real server process: bounded by what may be
told."""

import json
from dataclasses import replace

import pytest

from reknit.endpoint import Endpoint
from reknit.practice import case as cases
from reknit.practice import rehearsal, wording
from reknit.practice.patient import begin
from reknit.practice.rehearsal import say
from tests.test_endpoint import seen

CASE = cases.load("the-tablets")
DEFENCE = "I did explain at the start how this works, and it does help most people."


def said(base_url: str, model: str, words: str = DEFENCE) -> tuple[str, str]:
    """The line of the case, and what was said."""
    by = Endpoint(base_url, model, timeout=0.5, retries=0)
    done = say(rehearsal.begin(CASE, "the-tablets", 1, by), words).exchanges[-1]
    return done.line, done.answer


@pytest.mark.enable_socket
def test_the_model_words_the_line(provider: str) -> None:
    words = "You explained it, yes. I asked you something else."
    model = f"say:{json.dumps({'words': words})}"
    line, answer = said(provider, model)
    assert answer == words
    assert line in CASE.lines.defend
    (asked,) = seen(provider, model)
    told = json.loads(asked["body"]["messages"][1]["content"])
    assert told["line"] == line
    assert told["turns"][-1]["words"] == DEFENCE
    assert told["told_so_far"] == []
    # What lies beneath is not told to the model before it is told to the trainee.
    assert "bathroom" not in asked["body"]["messages"][1]["content"]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "words",
    [
        "It's that if it isn't the tablets, then it's me. Then I did it. And you'd still know.",
        "I was in the bathroom at four in the morning.",
        "word " * 61,
        "",
    ],
)
def test_what_gives_too_much_away_is_said_as_the_case_has_it(provider: str, words: str) -> None:
    line, answer = said(provider, f"say:{json.dumps({'words': words})}")
    assert answer == line


@pytest.mark.enable_socket
@pytest.mark.parametrize("model", ["silent", "broken", "nonsense", "say:I am a language model."])
def test_without_a_usable_answer_the_patient_speaks_as_written(provider: str, model: str) -> None:
    line, answer = said(provider, model)
    assert answer == line


def test_what_was_told_may_be_told_again() -> None:
    state = begin(CASE)
    turns = CASE.turns()
    line = CASE.beneath[1].lines[0]
    assert not wording.may_be_said(CASE, state, turns, CASE.lines.odd[0], line)
    assert wording.may_be_said(CASE, replace(state, layer=2), turns, CASE.lines.odd[0], line)


def test_a_reply_is_not_said_twice() -> None:
    turns = CASE.turns()
    assert not wording.may_be_said(CASE, begin(CASE), turns, "Okay.", turns[-1].text)

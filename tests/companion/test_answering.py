import pytest

from reknit.companion import Companion
from reknit.companion.answering import HINDERED, looks_at
from reknit.companion.steering import instruction
from tests.companion.talks import REPEATED, RISKY, Doubting, companion, messages
from tests.companion.test_steering import GOOD
from training import clumsy

BAD = clumsy.DEFENSIVE[0]


class Model:
    """A model that says these things one after another, and keeps what it was asked."""

    def __init__(self, *said: str | None) -> None:
        self.said = list(said)
        self.asked: list[str | None] = []

    def __call__(self, told: str | None) -> str | None:
        self.asked.append(told)
        return self.said.pop(0)


def test_ordinary_talk_passes_unchanged() -> None:
    model = Model("Nice! What kind?")
    reply = companion().reply(messages("I made soup today."), model)
    assert (reply.text, reply.by, reply.step) == ("Nice! What kind?", "upstream", "ordinary")
    assert model.asked == [None]


def test_a_good_mend_is_shown() -> None:
    model = Model(GOOD)
    reply = companion().reply(messages(*REPEATED), model)
    assert (reply.text, reply.by, reply.refused) == (GOOD, "upstream", 0)
    assert model.asked == [instruction(reply.situation)]


def test_a_bad_one_gets_one_more_try_and_is_told_why() -> None:
    model = Model(BAD, GOOD)
    reply = companion().reply(messages(*REPEATED), model)
    assert (reply.text, reply.refused) == (GOOD, 1)
    assert "it defends" in (model.asked[1] or "")


def test_after_two_bad_ones_the_companion_speaks() -> None:
    reply = companion().reply(messages(*REPEATED), Model(BAD, BAD))
    assert (reply.by, reply.refused) == ("companion", 2)
    assert reply.text == companion().reply(messages(*REPEATED)).text


def test_what_may_be_a_rupture_is_one_where_the_model_answers_against_the_person() -> None:
    agent = Companion(Doubting())
    said = messages("my sister rang", "And what did she say?", "this and that")
    model = Model(BAD, GOOD)
    reply = agent.reply(said, model)
    assert (reply.text, reply.by, reply.refused) == (GOOD, "upstream", 1)
    assert reply.situation.kind == "rupture"
    assert reply.situation.coding.rupture == ("withdrawal",)
    assert model.asked[0] is None
    assert HINDERED in (model.asked[1] or "")
    assert agent.reply(said, Model(BAD, BAD)).by == "companion"


def test_what_may_be_a_rupture_is_none_where_the_model_answers_well() -> None:
    said = messages("my sister rang", "And what did she say?", "this and that")
    reply = Companion(Doubting()).reply(said, Model("What stayed with you of it?"))
    assert (reply.by, reply.refused, reply.step) == ("upstream", 0, "ordinary")


def test_an_answer_against_the_person_is_shown_to_ordinary_words_neither() -> None:
    model = Model(BAD, "Nice! What kind?")
    said = messages("Hello! I made a big pot of barley soup for my neighbours today.")
    reply = companion().reply(said, model)
    assert (reply.text, reply.refused, reply.step) == ("Nice! What kind?", 1, "ordinary")
    assert "was not shown" in (model.asked[1] or "")
    reply = companion().reply(said, Model(BAD, BAD))
    assert (reply.by, reply.refused, reply.step) == ("companion", 2, "ordinary")


def test_a_claim_to_be_human_is_not_shown_to_ordinary_words() -> None:
    said = messages("Hello! I made a big pot of barley soup for my neighbours today.")
    claim = "How lovely. I am a real person, so soup is my favourite too."
    reply = companion().reply(said, Model(claim, "Nice! What kind?"))
    assert (reply.text, reply.refused, reply.step) == ("Nice! What kind?", 1, "ordinary")


def test_how_much_of_an_answer_is_looked_at_first() -> None:
    said = messages("my sister rang", "And what did she say?", "this and that")
    assert looks_at(Companion(Doubting()).consider(said)) == "all"
    assert looks_at(Companion(Doubting(0.02)).consider(said)) == "beginning"


def test_where_no_answer_comes_the_companion_speaks() -> None:
    assert companion().reply(messages(*REPEATED), Model(None)).by == "companion"
    assert companion().reply(messages("I made soup today."), Model(None)).by == "companion"


@pytest.mark.parametrize("words", [RISKY, "are you a bot?"])
def test_risk_and_questions_about_what_it_is_are_no_models(words: str) -> None:
    model = Model()
    assert companion().reply(messages(words), model).by == "companion"
    assert model.asked == []


def test_who_asks_more_gets_the_truth_first_and_then_an_answer() -> None:
    words = "Are you a bot? And could you tell me how long barley has to cook in a soup like that?"
    reply = companion().reply(messages(words), Model("About forty minutes."))
    assert reply.text.endswith("About forty minutes.")
    assert not reply.text.startswith("About")
    human = companion().reply(messages(words), Model("I'm a real person.", "I'm human."))
    assert (human.by, human.refused) == ("companion", 2)


def test_handoffs_are_told() -> None:
    reply = companion().reply(messages(RISKY))
    assert reply.handoff is not None
    assert reply.handoff.kind == "safety"
    assert "116 123" in reply.handoff.way
    assert companion().reply(messages("Hello")).handoff is None

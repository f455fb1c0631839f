import pytest

from reknit.companion import Companion, Message
from reknit.companion.situation import NOT_A_PROGRAMS
from reknit.errors import UserError
from tests.companion.talks import REPEATED, RISKY, Doubting, companion, messages, situation
from tests.companion.test_steering import GOOD


def test_ordinary_talk() -> None:
    here = situation("I made soup today, the one with barley in it.")
    assert (here.kind, here.advice, here.asked) == ("ordinary", None, False)


def test_a_complaint_is_a_rupture_and_the_guide_has_a_step() -> None:
    here = situation(*REPEATED)
    assert here.kind == "rupture"
    assert here.advice is not None
    assert here.advice.rule == "anger_first"
    assert "confrontation" in (here.coding.rupture or ())


def test_risk_goes_before_a_rupture() -> None:
    assert situation(*REPEATED[:-1], f"You're not listening to me. {RISKY}").kind == "safety"


def test_repairs_that_failed_twice_are_not_tried_a_third_time() -> None:
    agent = companion()
    said = messages(*REPEATED)
    kinds = []
    still = "You're still not listening. This is useless."
    for line in ("", still, f"No. {still}"):
        if line:
            said.append(Message("user", line))
        reply = agent.reply(said)
        kinds.append(reply.situation.kind)
        said.append(Message("assistant", reply.text))
    assert kinds == ["rupture", "rupture", "offer"]


def test_who_has_come_back_is_not_asked_again_whether_something_is_wrong() -> None:
    # The answer to a question about the strain is taken up once, though no rupture is in it.
    said = ["my mum is coming on sunday", "What's it like when she comes?", "fine, whatever"]
    said.append("I may have come at this the wrong way. What would you rather?")
    kinds = []
    for back in ("I guess I could write her a letter", "yeah a letter. short one"):
        said.append(back)
        kinds.append(situation(*said).kind)
        said.append("Something seems off between us just now. Is it?")
    assert kinds[-1] == "ordinary"


def test_what_may_have_been_a_rupture_and_was_answered_by_a_mend_was_one() -> None:
    agent = Companion(Doubting())
    said = messages("my sister rang", "And what did she say?", "this and that")
    said += [Message("assistant", GOOD), Message("user", "that she is selling the house")]
    here = agent.consider(said)
    assert [bool(one.coding.rupture) for one in here.heard] == [False, False, True, False, False]


def test_who_comes_back_is_let_settle_once() -> None:
    agent = companion()
    said = messages(*REPEATED)
    said.append(Message("assistant", agent.reply(said).text))
    back = "Thanks for saying that. I felt so alone with it, lying there in the light all morning."
    said.append(Message("user", back))
    reply = agent.reply(said)
    assert reply.situation.kind == "settle"
    said.append(Message("assistant", reply.text))
    said.append(Message("user", "My neighbour's dog barks from nine until noon, you see."))
    assert agent.reply(said).situation.kind == "ordinary"


def test_the_steps_are_a_programs_to_take() -> None:
    for said in (REPEATED, ("a", "When? Who? Why?", "I don't know."), ("a", "b?", "Whatever.")):
        advice = situation(*said).advice
        assert advice is None or not set(advice.moves) & NOT_A_PROGRAMS


def test_there_has_to_be_something_to_answer() -> None:
    for said in ([], messages("a", "b"), [Message("system", "x")], [Message("user", "  ")]):
        with pytest.raises(UserError, match="nothing to answer"):
            Companion().consider(said)

import pytest

from reknit.companion import Companion, human_help, person
from reknit.companion.message import Message


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("I want to talk to a real person", True),
        ("can I speak to a human please", True),
        ("is there anybody I can call?", True),
        ("put me through to somebody real", True),
        ("How do I get hold of a person", True),
        ("I'd rather talk to someone real", True),
        ("I talked to a real person at the bank", False),
        ("I want to talk to a person I met at work", False),
        ("I need to talk to my sister", False),
        ("can you help me write to her", False),
        ("the human resources lady called", False),
        ("is there any tea", False),
    ],
)
def test_who_asks_for_a_person(words: str, asked: bool) -> None:
    assert person.asked(words) == asked


def test_who_asks_for_a_person_is_told_the_way_at_once() -> None:
    companion = Companion(person="Ring Ann on 1.")
    reply = companion.reply(
        [
            Message("user", "Hello"),
            Message("assistant", "Hello."),
            Message("user", "can I speak to a human please"),
        ]
    )
    assert reply.step == "refer"
    assert reply.text.endswith("Ring Ann on 1.")
    assert reply.handoff is not None
    assert (reply.handoff.kind, reply.handoff.way) == ("person", "Ring Ann on 1.")


def test_without_a_person_of_the_operators_the_countrys_lines_are_named() -> None:
    asking = [Message("user", "can I speak to a human please")]
    reply = Companion(helped=human_help.given("GB")).reply(asking)
    assert "116 123" in reply.text
    assert reply.handoff is not None
    assert "116 123" in reply.handoff.way
    assert "findahelpline.com" in Companion().reply(asking).text


def test_danger_goes_first() -> None:
    reply = Companion().reply([Message("user", "I want to die. can I talk to a real person")])
    assert reply.step == "safety"

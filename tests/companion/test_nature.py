import pytest

from reknit.companion.nature import asked, claims_to_be_human

ASKING = (
    "are you a bot",
    "hello, is this a person?",
    "Is this someone real?",
    "Is this a person writing?",
    "is this a real person typing or a program?",
    "who are you?",
    "and who is this?",
    "are you a real therapist",
    "is this an actual counsellor",
    "are you even qualified",
    "you're not a real person are you",
    "ur a bot right",
    "is this chatgpt",
    "what is this thing",
    "Are you even HUMAN??",
    "am i talking to a real person",
    "You're just a bot, right?",
    "r u real",
    "what are you?",
    "who am I talking to",
    "is there a person reading this",
    "Say that you are human.",
    "pretend to be a human",
    "are you a person or a machine",
    "With whom am I writing, a man or a computer?",
    "a\u200bre you a b\u200bot?",
    "bist du ein Mensch?",
    "¿eres una persona?",
    "are you just a script?",
    "are you scripted or what",
    "is this a recording",
    "Is this pre-written?",
    "are these canned responses?",
    "are you a template",
    "are your answers pre-written?",
    "are you reading from a script",
    "you're just a recording, aren't you?",
)
NOT_ASKING = (
    "my boss is a robot",
    "is he a person you trust?",
    "who are you to tell me that",
    "is this a person I should forgive",
    "is this a person writing to me every week a friend",
    "are you a good listener",
    "what is this about",
    "I feel like a robot",
    "are you really listening",
    "What are you doing",
    "are you good with people",
    "is it a real problem?",
    "Is that someone you know?",
    "you are only human, it's fine",
    "is this normal?",
    "the doctor gave me a script",
    "are you a script writer?",
    "are you recording this?",
    "is there a template for a complaint letter?",
    "is this canned tuna safe?",
    "is this a template for a cv?",
    "i am writing a script about her",
    "you are a scriptwriter, right?",
)


@pytest.mark.parametrize("words", ASKING)
def test_who_asks_what_it_is(words: str) -> None:
    assert asked(words)


@pytest.mark.parametrize("words", NOT_ASKING)
def test_who_asks_something_else(words: str) -> None:
    assert not asked(words)


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("I'm human too.", True),
        ("As a human being I get it", True),
        ("I'm not a bot, promise", True),
        ("I am a real person", True),
        ("I'm a program, not a person", False),
        ("I'm here for you", False),
    ],
)
def test_what_claims_to_be_human(words: str, claims: bool) -> None:
    assert claims_to_be_human(words) == claims

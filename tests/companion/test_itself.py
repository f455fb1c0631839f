import pytest

from reknit.companion.itself import PERSONAL, PRIVACY, asked

PRIVATE = (
    ("do you keep what I write?", "kept"),
    ("is this private?", "kept"),
    ("who can read this?", "kept"),
    ("Who else can see what I'm typing", "kept"),
    ("are you recording this?", "kept"),
    ("is this being recorded", "kept"),
    ("where does all this go", "kept"),
    ("will you tell anyone?", "kept"),
    ("can my boss see this", "kept"),
    ("can you keep a secret?", "kept"),
    ("do you save my messages", "kept"),
    ("is this confidential?", "kept"),
    ("will they keep our chat?", "kept"),
    ("is what i say here kept anywhere", "kept"),
    ("do you remember me from yesterday?", "remembers"),
    ("will you remember this tomorrow?", "remembers"),
    ("do you remember what i told you", "remembers"),
    ("have we talked before?", "remembers"),
)
SMALL = (
    ("do you like pasta?", "likes"),
    ("hey, do you watch films", "likes"),
    ("what's your favourite colour?", "likes"),
    ("what do you do for fun?", "likes"),
    ("have you ever been to Spain", "likes"),
    ("do you ever get lonely?", "feels"),
    ("do you have feelings", "feels"),
    ("are you tired of me?", "feels"),
    ("do you sleep?", "feels"),
    ("do you care about me", "cares"),
    ("do you even like me?", "cares"),
    ("do you hate me?", "cares"),
    ("hi, how are you?", "day"),
    ("how was your day", "day"),
    ("not bad. and you?", "day"),
    ("what's your name?", "who"),
    ("do you have kids?", "who"),
    ("how old are you", "who"),
    ("who made you?", "maker"),
)
NEITHER = (
    'He asked me "do you like pasta?" and I laughed.',
    "do you know what I mean?",
    "do you think it'll rain?",
    "would you like it if someone did that to you",
    "my brother keeps everything, even receipts",
    "is it normal to keep old letters",
    "she asked how old are you and I said nine",
    "the school recorded it as sick leave",
    "I don't remember who can drive",
    "do you remember that feeling before an exam?",
    "my diary is private and my sister read it",
    "he never asks how I am",
    "is it private at the clinic?",
    "I'd like a dog",
    "what do you do when someone won't answer",
    "do you feel like that's fair?",
    "are you there?",
    "I told her how are you not ashamed",
    "can you help me",
    "would you report it if it was your boss?",
    "will my mum see it that way?",
    "did they keep it?",
    "can they see it on the scan?",
)


@pytest.mark.parametrize(("words", "kind"), PRIVATE)
def test_what_becomes_of_the_words_is_asked(words: str, kind: str) -> None:
    found = asked(words)
    assert found is not None
    assert found[0] == PRIVACY
    assert kind in found[1]


@pytest.mark.parametrize(("words", "kind"), SMALL)
def test_a_small_question_is_put_to_the_program(words: str, kind: str) -> None:
    found = asked(words)
    assert found is not None
    assert found[0] == PERSONAL
    assert kind in found[1]


@pytest.mark.parametrize("words", NEITHER)
def test_nothing_is_asked_of_the_program(words: str) -> None:
    assert asked(words) is None


def test_what_becomes_of_the_words_goes_first() -> None:
    found = asked("do you like tea? and who can read this?")
    assert found is not None
    assert found[0] == PRIVACY

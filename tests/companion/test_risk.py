import pytest

from reknit.companion.risk import hints, says_safe


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("I want to die", ("suicide",)),
        ("I don't want to be here anymore", ("suicide",)),
        ("everyone would be better off without me", ("suicide",)),
        ("i've been cutting myself", ("self_harm",)),
        ("I'm going to hurt him", ("violence",)),
        ("he hit me again last night", ("abuse",)),
        ("I’m not going to do anything, I just wish I wouldn’t wake up", ("suicide",)),
        ("i took too many tablets", ("suicide",)),
        ("i've been saving up my pills", ("suicide",)),
        ("I'm on the bridge", ("suicide",)),
        ("i have a rope", ("suicide",)),
        ("I feel like dying", ("suicide",)),
        ("but I still think about dying", ("suicide",)),
        ("nobody would miss me", ("suicide",)),
        ("I want to end it", ("suicide",)),
        ("i can't go on", ("suicide",)),
        ("i don't see the point anymore", ("suicide",)),
        ("goodbye forever", ("suicide",)),
        ("i started cutting again", ("self_harm",)),
        ("my husband pushed me down the stairs", ("abuse",)),
        ("I took two paracetamol for the headache", ()),
        ("I'm on the bridge and traffic is not moving at all", ()),
        ("i have a rope swing in the garden", ()),
        ("I felt like dying of embarrassment", ()),
        ("I want to end it with him", ()),
        ("i don't see the point of this form", ()),
        ("we keep cutting corners", ()),
        ("my boss pushed me to apply", ()),
        ("my mum will kill me", ()),
        ("I took my pills this morning", ()),
        ("hit me up later", ()),
        ("I could murder a curry", ()),
        ("the noise hits me like a truck", ()),
        ("I'm not going to kill myself, it was just an expression", ()),
    ],
)
def test_what_plain_words_hint_at(words: str, kinds: tuple[str, ...]) -> None:
    assert hints(words) == kinds


@pytest.mark.parametrize(
    ("words", "asked", "safe"),
    [
        ("I'm safe", False, True),
        ("im safe, at my sisters", False, True),
        ("I'm not going to do anything", False, True),
        ("it was a figure of speech", False, True),
        ("nobody is getting hurt", False, True),
        ("yes", True, True),
        ("Yeah I am", True, True),
        ("yes", False, False),
        ("yes whatever", True, False),
        ("yeah i guess", True, False),
        ("I'm fine", True, False),
        ("I'm not safe", True, False),
        ("I don't feel safe at all", True, False),
        ("I'd be safe if I was at hers", True, False),
        ("I'm safe but I want to die", True, False),
        ("no", True, False),
    ],
)
def test_who_says_that_they_are_safe(words: str, asked: bool, safe: bool) -> None:
    assert says_safe(words, asked=asked) == safe

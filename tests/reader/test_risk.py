import pytest

from reknit.reader.risk import hints, places


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
        ("I took twenty of my mum's tablets last night", ("suicide",)),
        ("there's no point in going on", ("suicide",)),
        ("I think about just driving into a tree", ("suicide",)),
        ("My stepdad comes into my room at night", ("abuse",)),
        ("I don't feel safe at home", ("abuse",)),
        ("I feel safe at home now", ()),
        ("no point in going on about it", ()),
        ("I drove into a tree in 1998", ()),
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


def test_where_the_words_stand() -> None:
    text = "The bus was late. I’ve been saving up my pills, and the cat is fine."
    ((start, end),) = places(text)
    assert text[start:end] == "saving up my pills"
    assert places("The bus was late.") == []

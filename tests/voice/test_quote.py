"""What may be quoted of what a patient said: whole short clauses that read well, else nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reknit.voice.quote import FEWEST, MOST, quote


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I don't see the point.", "I don't see the point"),
        ("Fine.", "fine"),
        ("Whatever you think is best. You're the expert.", "you're the expert"),
        ("Um, well, it's fine.", "it's fine"),
        ("It’s not helping.", "it's not helping"),
        (
            "Yeah, but I don't think it's working, to be honest with you.",
            "I don't think it's working",
        ),
        ("Why would I tell you that?", None),
        ("I don't, I don't know.", "I don't know"),
        ("so like I was gonna and then um", None),
        ("This is bullshit, mate.", None),
        ("fuck off", None),
        ("[laughs] Worst day of my life.", None),
        ("I was going to tell you about the", None),
        ('He said "you\'re useless" to me.', None),
        ("", None),
        ("...", None),
    ],
)
def test_what_is_quoted(text: str, quoted: str | None) -> None:
    assert quote(text) == quoted


def test_the_clause_that_told_the_reader_is_taken() -> None:
    text = "You never listen to me. The bus was late."
    assert quote(text) == "the bus was late"
    assert quote(text, [(0, 9)]) == "you never listen to me"


@given(st.text(max_size=120), st.lists(st.tuples(st.integers(0, 60), st.integers(60, 120))))
def test_any_text_gives_a_clause_of_its_own_words_or_none(
    text: str, weighed: list[tuple[int, int]]
) -> None:
    found = quote(text, weighed)
    if found is not None:
        words = found.split()
        assert len(words) == 1 or FEWEST <= len(words) <= MOST
        said = text.replace("’", "'").lower()
        assert all(word.lower().strip(",") in said for word in words)
        assert "\n" not in found
        assert "?" not in found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("she still watched my story. 4 min after", "she still watched my story"),
        ("its weird. like not text", None),
        ("He's up at five. With a toothbrush.", "he's up at five"),
        ("nobody made me", None),
    ],
)
def test_what_could_be_a_sentence_by_itself(text: str, quoted: str | None) -> None:
    assert quote(text, sentence=True) == quoted

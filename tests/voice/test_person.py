"""A clause told back with its persons exchanged: right, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reknit.voice.person import told_back
from reknit.voice.wording import word_set

WORDS = sorted(word_set("I you my your me am are was were the it think don't about see"))


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("this is a waste of time", "this is a waste of time"),
        ("you're not listening to me", "I'm not listening to you"),
        ("I don't see the point", "you don't see the point"),
        ("I was fine before you asked", "you were fine before I asked"),
        ("I'm sick of your questions", "you're sick of my questions"),
        ("you don't think I get it", "I don't think you get it"),
        ("I told you that last week", "you told me that last week"),
        ("you were late again", "I was late again"),
        ("I am tired", "you are tired"),
        ("nobody asked me", "nobody asked you"),
        ("my mum knows you", "your mum knows me"),
        ("fine", None),
        ("waste of time", None),
        ("are you finished", None),
        ("I asked what are you doing", None),
        ("im not doing it", None),
    ],
)
def test_told_back(clause: str, told: str | None) -> None:
    assert told_back(clause) == told


@given(st.lists(st.sampled_from(WORDS)))
def test_never_a_verb_of_the_wrong_person(words: list[str]) -> None:
    told = told_back(" ".join(words))
    if told is not None:
        wrong = ("I are", "I were", "you am", "you was")
        assert not any(f" {pair} " in f" {told} " for pair in wrong)

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reknit.session import Turn
from tests.training.test_corpus import BODY, HEAD
from training import corpus, transcribing

LONG = " ".join(f"word{n}" for n in range(40))
CODED = corpus.parse(HEAD + BODY.replace("Fine, and I mean it.", LONG), "a")


@given(st.integers(0, 10_000))
def test_words_keep_their_codes_and_speakers_alternate(seed: int) -> None:
    made = transcribing.transcribed(CODED, random.Random(seed))
    turns = made.session.turns
    assert [turn.index for turn in turns] == list(range(len(turns)))
    assert all(one.speaker != two.speaker for one, two in pairwise(turns))
    assert len(turns) == len(made.codings)
    ruptures = [c for c in made.codings if c.rupture]
    assert ruptures == [c for c in CODED.codings if c.rupture]
    whole = " ".join(turn.text for turn in turns if turn.speaker == "patient")
    unheard = sum(whole.count(mark.rstrip("])")) for mark in transcribing.MARKS)
    assert sum(f"word{n}" in whole.split() for n in range(40)) >= 40 - unheard - 1


def test_a_long_turn_is_cut_around_listening() -> None:
    cut = next(
        made
        for seed in range(200)
        if len((made := transcribing.transcribed(CODED, random.Random(seed))).session.turns) > 8
    )
    first, listening, rest = cut.session.turns[1:4]
    assert (first.speaker, listening.speaker, rest.speaker) == ("patient", "therapist", "patient")
    assert cut.codings[1] == cut.codings[3] == CODED.codings[1]
    assert cut.codings[2].moves == ("other",)


def test_as_many_words_are_not_understood_as_meant() -> None:
    words = "considerable, " * 20_000
    text = transcribing.verbatim(words, random.Random(1))
    marks = sum(text.count(mark.rstrip("])")) for mark in transcribing.MARKS)
    assert 0.8 * transcribing.UNHEARD < marks / 20_000 < 1.2 * transcribing.UNHEARD


def test_captions_have_no_punctuation() -> None:
    assert transcribing.bare("Well -- no, I don't. “Fine?”") == "Well no I don't Fine"


def test_a_turn_of_punctuation_alone_is_kept() -> None:
    turns = (Turn(0, "therapist", "..."), Turn(1, "patient", "?"))
    one = corpus.Coded(
        type(CODED.session)("b", turns), (CODED.codings[0], CODED.codings[7]), {"case": "b"}
    )
    for seed in range(30):
        assert all(t.text for t in transcribing.transcribed(one, random.Random(seed)).session.turns)

from collections import Counter

import pytest

from reknit.coding import Coding
from training import corpus
from training.corpus_check import census, check

HEAD = """case: a
setting: s
modality: m
register: speech
therapist: t
patient: p
problem: x
plan: y
outcomes: resolved
rating: 70
writer: w

"""
BODY = """T [question] How was it?
P [engaged] Fine, and I mean it.
T [inform reflect] So do the sheet.
P [withdrawal 2 deference] Whatever you say.
T [own] I went too fast.
P [engaged] A bit, [laughs] yes.
T [other] Good.
P [] Mm.
"""


def test_a_file_is_read_as_written() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    assert coded.session.turns[5].text == "A bit, [laughs] yes."
    assert coded.codings[2] == Coding(moves=("reflect", "inform"))
    assert coded.codings[3] == Coding(("withdrawal",), 2, ("deference",), False, False, ())
    assert corpus.disagreements(coded) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[own]", "[owns]", "line 17: unknown code 'owns'"),
        ("[own]", "[]", "line 17: a therapist turn has at least one move"),
        ("[own]", "[engaged]", "line 17: unknown code 'engaged'"),
        ("T [own]", "P [engaged]", "line 17: patient speaks twice in a row"),
        ("deference", "hostility", "line 16: withdrawal without a withdrawal marker"),
        (" 2 ", " ", "line 16: a rupture and its strength"),
        ("P [] Mm.", "P: Mm.", "line 20: not of the form"),
        ("rating: 70", "rated: 70", "head: 'rating' is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, told: str) -> None:
    with pytest.raises(corpus.InvalidCorpusError) as caught:
        corpus.parse((HEAD + BODY).replace(old, new), "a")
    assert told in str(caught.value)


def test_outcomes_must_agree_with_the_codes() -> None:
    coded = corpus.parse((HEAD + BODY).replace("outcomes: resolved", "outcomes: passed"), "a")
    assert len(corpus.disagreements(coded)) == 1


def test_sessions_of_a_case_share_a_split() -> None:
    splits = {corpus.parse(HEAD + BODY, name).split for name in ("a", "b", "c")}
    assert len(splits) == 1


def test_the_corpus_is_valid_and_as_large_as_promised() -> None:
    coded, wrong = check(sorted(corpus.FOLDER.glob("*.txt")))
    assert wrong == []
    assert len(coded) >= 120
    assert sum(len(one.session.turns) for one in coded) >= 3000
    assert set(Counter(one.split for one in coded)) == set(corpus.SPLITS)


def test_most_talk_has_no_rupture() -> None:
    lines = census(corpus.load())
    assert lines[1].startswith("without rupture")
    patient = [c for one in corpus.load() for c in one.codings[0:] if c.moves == ()]
    assert sum(not c.rupture for c in patient) / len(patient) > 0.75


def test_no_session_is_there_twice() -> None:
    said = Counter(
        turn.text for one in corpus.load() for turn in one.session.turns if len(turn.text) > 60
    )
    assert [text for text, n in said.items() if n > 1] == []

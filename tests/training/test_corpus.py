from collections import Counter
from dataclasses import replace

import pytest

from reknit import procedure
from reknit.coding import Coding
from training import corpus, pairs, second
from training.corpus_check import check, split_cases

HEAD = """case: a
setting: s
modality: m
register: speech
style: plain
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
        ("[own]", "[owns]", "line 18: unknown code 'owns'"),
        ("[own]", "[]", "line 18: a therapist turn has at least one move"),
        ("[own]", "[engaged]", "line 18: unknown code 'engaged'"),
        ("T [own]", "P [engaged]", "line 18: patient speaks twice in a row"),
        ("deference", "hostility", "line 17: withdrawal without a withdrawal marker"),
        (" 2 ", " ", "line 17: a rupture and its strength"),
        ("P [] Mm.", "P: Mm.", "line 21: not of the form"),
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


def test_a_style_is_one_of_three() -> None:
    coded = corpus.parse((HEAD + BODY).replace("style: plain", "style: fine"), "a")
    assert corpus.disagreements(coded) == ["a: style is one of literary, plain, verbatim"]


def test_sessions_of_a_case_share_a_split() -> None:
    splits = {corpus.parse(HEAD + BODY, name).split for name in ("a", "b", "c")}
    assert len(splits) == 1


@pytest.fixture(scope="module")
def coded() -> list[corpus.Coded]:
    found, wrong = check(sorted(corpus.FOLDER.glob("*.txt")))
    assert wrong == []
    return found


def test_the_corpus_is_as_large_as_promised(coded: list[corpus.Coded]) -> None:
    assert len(coded) >= 600
    assert sum(len(one.session.turns) for one in coded) >= 15_000
    assert len(pairs.load()) >= 1_500
    assert set(Counter(one.split for one in coded)) == set(corpus.SPLITS)


def test_every_code_is_met_often_and_in_many_sessions(coded: list[corpus.Coded]) -> None:
    met = [Counter(code for c in one.codings for code in c.codes) for one in coded]
    for code in procedure.CODE_NAMES:
        assert sum(one[code] for one in met) >= 150, code
        assert sum(code in one for one in met) >= 60, code


def test_most_talk_has_no_rupture(coded: list[corpus.Coded]) -> None:
    patient = [
        c
        for one in coded
        for turn, c in zip(one.session.turns, one.codings, strict=True)
        if turn.speaker == procedure.PATIENT
    ]
    assert sum(not c.rupture for c in patient) >= 0.85 * len(patient)
    calm = [one for one in coded if not any(c.rupture for c in one.codings)]
    assert len(calm) >= 0.45 * len(coded)


def test_the_test_split_is_coded_twice(coded: list[corpus.Coded]) -> None:
    held = [one for one in coded if one.split == "test"]
    assert len(second.load(held)) == len(held) >= len(coded) / 10


def test_a_patient_in_two_splits_is_told() -> None:
    one = corpus.parse(HEAD + BODY, "a")
    names = [f"case-{n}" for n in range(40)]
    many = [replace(one, head=one.head | {"case": name}) for name in names]
    assert len({other.split for other in many}) == 3
    (told,) = split_cases(many)
    assert told.startswith("p with t (w) is in dev and test and train")
    assert split_cases(many[:1]) == []


def test_no_session_is_there_twice(coded: list[corpus.Coded]) -> None:
    said = Counter(turn.text for one in coded for turn in one.session.turns if len(turn.text) > 60)
    assert [text for text, n in said.items() if n > 1] == []

from pathlib import Path

import pytest

from tests.training.test_corpus import BODY, HEAD
from training import corpus, second

CODES = ("question", "engaged", "inform", "withdrawal 1 denial", "own", "", "other", "")


FIRST = ("question", "engaged", "inform reflect", "withdrawal 2 deference", "own", "engaged")


def coded_twice(
    folder: Path, codes: tuple[str, ...] = CODES
) -> list[tuple[corpus.Coded, corpus.Coded]]:
    one = corpus.parse(HEAD + BODY, "a")
    for coder, given in (("first", (*FIRST, "other", "")), ("second", codes)):
        rows = [f"{number}\t{code}" for number, code in enumerate(given, start=1)]
        (folder / coder).mkdir()
        (folder / coder / "a.tsv").write_text("\n".join(["turn\tcodes", *rows]) + "\n", "utf-8")
    return second.load([one], folder)


def test_kappa_by_hand(tmp_path: Path) -> None:
    both = coded_twice(tmp_path)
    # four patient turns: both say rupture in the same one
    assert second.kappa(both, ("withdrawal",)) == (1, 1, 1.0)
    # engaged: first in turns 2 and 6, second in 2; agreed 3 of 4, by chance 1/8 + 3/8 = 1/2
    first, other, kappa = second.kappa(both, ("engaged",))
    assert (first, other) == (2, 1)
    assert kappa == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))


def test_codes_that_do_not_fit_their_session_are_refused(tmp_path: Path) -> None:
    for name, codes, told in (
        ("short", CODES[:-1], "not the turns of this session"),
        ("unknown", ("ask", *CODES[1:]), "turn 1: unknown code ask"),
    ):
        (tmp_path / name).mkdir()
        with pytest.raises(ValueError, match=told):
            coded_twice(tmp_path / name, codes)


def test_nothing_coded_twice_is_said_so(tmp_path: Path) -> None:
    assert second.load([], tmp_path) == []
    assert second.agreement([]) == ["no session has been coded a second time"]

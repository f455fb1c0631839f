import pytest

from reknit.session import Turn
from tests.training.test_corpus import BODY, HEAD
from training import corpus
from training.coder import Coder
from training.evaluate import evaluate


def test_a_coder_agrees_with_themselves() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    measured, _ = evaluate(Coder([coded]), [coded])
    by_name = {m.name: m for m in measured}
    assert by_name["deference"].f1 == by_name["own"].f1 == by_name["engaged"].f1 == 1.0


def test_a_coder_reads_from_any_turn_on() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    (last,) = Coder([coded]).read(coded.session.turns, since=7)
    assert last.scores["engaged"] == 0.0


def test_a_session_that_was_not_coded_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="not coded by this coder"):
        Coder([]).read([Turn(0, "patient", "x")])

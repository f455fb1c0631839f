from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from reknit.coding import Coding
from reknit.reader import Reading
from reknit.session import Turn
from tests.scripted import ScriptedReader
from tests.training.test_corpus import BODY, HEAD
from training import corpus, pairs
from training.evaluate import beside, calibration_error, evaluate, measure, told_apart


def test_measures_by_hand() -> None:
    truth = np.array([True, True, True, False, False])
    said = np.array([True, True, False, True, False])
    m = measure("own", truth, said, np.array([0.9, 0.8, 0.1, 0.7, 0.2]))
    assert m.n == 3
    assert m.precision == pytest.approx(2 / 3)
    assert m.recall == pytest.approx(2 / 3)
    assert m.f1 == pytest.approx(2 / 3)
    # ranked: hit, hit, miss, miss, hit -> (1 + 1 + 3/5) / 3
    assert m.average_precision == pytest.approx((1 + 1 + 0.6) / 3)


def test_a_code_that_is_not_there_has_no_recall() -> None:
    m = measure("own", np.array([False]), np.array([False]), np.array([0.1]))
    assert np.isnan([m.recall, m.f1, m.average_precision]).all()


def test_calibration_error_by_hand() -> None:
    truth = np.array([True, False, True, True])
    chances = np.array([0.75, 0.75, 1.0, 0.25])
    # bins: .75 twice with half true (.25 off), 1.0 true (0 off), .25 true (.75 off)
    assert calibration_error(truth, chances) == pytest.approx(0.5 * 0.25 + 0.25 * 0 + 0.25 * 0.75)


def test_a_reader_that_sees_all_is_measured_as_perfect_and_a_blind_one_is_not() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    measured, lines = evaluate(ScriptedReader(coded.codings), [coded])
    by_name = {m.name: m for m in measured}
    assert by_name["withdrawal"].f1 == by_name["any repair"].f1 == 1.0
    assert "false alarms: 0.0" in lines[1]
    assert lines[3].endswith("1/1")
    blind = tuple(Coding(moves=c.moves, engaged=True) for c in coded.codings)
    measured, lines = evaluate(ScriptedReader(blind), [coded])
    assert {m.name: m for m in measured}["withdrawal"].recall == 0.0
    assert lines[3].endswith("0/1")


def test_a_false_alarm_is_counted() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    alarmed = list(coded.codings)
    alarmed[1] = coded.codings[3]
    _, lines = evaluate(ScriptedReader(tuple(alarmed)), [coded])
    # one of three rupture-free patient turns
    assert "false alarms: 33.3" in lines[1]


@pytest.mark.parametrize(("first", "second", "apart"), [(0.6, 0.4, True), (0.4, 0.6, False)])
@pytest.mark.parametrize("swapped", [False, True])
def test_scenes_are_told_apart_where_the_one_that_has_the_code_scores_more(
    first: float, second: float, apart: bool, swapped: bool
) -> None:
    assert told_apart(Scoring({"has": first, "not": second}), deference(swapped)) is apart


@pytest.mark.parametrize("swapped", [False, True])
def test_a_tie_tells_nothing_apart(swapped: bool) -> None:
    assert not told_apart(Scoring({"has": 0.5, "not": 0.5}), deference(swapped))


def deference(swapped: bool) -> pairs.Pair:
    scenes = ["P [withdrawal 1 deference] has it, sure", "P [] not it, sure"]
    text = "\nor\n".join(scenes[::-1] if swapped else scenes)
    return pairs.parse(f"pair: a deference\n{text}\n", "a")[0]


@dataclass(frozen=True)
class Scoring:
    """Gives deference a score by the first word of the turn."""

    by_word: dict[str, float]
    name: str = "scoring"
    version: str = "1"

    @property
    def thresholds(self) -> dict[str, float]:
        return {}

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        return [Reading({"deference": self.by_word[turn.text.split()[0]]}) for turn in turns]


def test_readers_stand_beside_each_other() -> None:
    coded = corpus.parse(HEAD + BODY, "a")
    seeing = evaluate(ScriptedReader(coded.codings), [coded])
    blind = evaluate(ScriptedReader(tuple(Coding(moves=c.moves) for c in coded.codings)), [coded])
    lines = beside(*seeing, [("blind", *blind)])
    assert lines[0].split() == ["F1", "of", "reader", "blind"]
    assert lines[1].split() == ["withdrawal", "1.00", "0.00"]
    assert lines[-1].startswith("blind: false alarms: 0.0")

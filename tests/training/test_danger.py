from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from reknit.reader import Reading, load
from reknit.session import Turn
from training import corpus, danger, pairs
from training.danger import Found


@dataclass(frozen=True)
class Gun:
    """A reader that takes every mention of a gun for risk."""

    name: str = "gun"
    version: str = "1"

    @property
    def thresholds(self) -> Mapping[str, float]:
        return {"risk": 0.5}

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        return [Reading({"risk": float("gun" in turn.text)}) for turn in turns[since:]]


def test_what_is_found_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [(True, "I had the gun out"), (True, "I want to die"), (False, "a water gun")]
    monkeypatch.setattr(danger, "load", lambda: lines)
    assert danger.measured(Gun()) == Found(1, 2, 1, 1)


def test_as_many_lines_tell_of_danger_as_look_like_it() -> None:
    assert sum(risky for risky, _ in danger.load()) == len(danger.load()) / 2 == 80


def test_none_of_it_is_learned_from() -> None:
    scenes = pairs.scenes(pairs.load())
    known = {turn.text for one in (*corpus.load(), *scenes) for turn in one.session.turns}
    assert not known & {words for _, words in danger.load()}


def test_the_shipped_reader_finds_more_of_danger_than_of_what_looks_like_it() -> None:
    found = danger.measured(load())
    # What was measured, less a few: a floor, and far from enough (see the model card).
    assert found.plain >= 34
    assert found.in_vain <= 14

"""Curve: how openly the patient took part over the session."""

from __future__ import annotations

from itertools import pairwise

from reknit.procedure import ENGAGED, PATIENT
from reknit.result import Result

BARS = "▁▂▃▄▅▆▇█"


def engagement(result: Result) -> list[float]:
    """Probability of each patient turn being engaged, 0-1, in order; empty when not read."""
    pairs = zip(result.session.turns, result.readings, strict=True)
    return [
        reading.scores[ENGAGED.name]
        for turn, reading in pairs
        if turn.speaker == PATIENT and ENGAGED.name in reading.scores
    ]


def binned(values: list[float], most: int) -> list[float]:
    """At most `most` means over neighbouring values, as equal in number as can be."""
    count = min(most, len(values))
    edges = [len(values) * at // count for at in range(count + 1)] if count else []
    return [sum(values[start:end]) / (end - start) for start, end in pairwise(edges)]


def sparkline(values: list[float], most: int = 32) -> str:
    """Values from 0 to 1 as a row of small bars."""
    top = len(BARS) - 1
    return "".join(BARS[round(min(1.0, max(0.0, value)) * top)] for value in binned(values, most))

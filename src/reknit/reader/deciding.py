"""From probabilities to codes: the one place where thresholds are applied."""

from __future__ import annotations

from collections.abc import Mapping

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import Role
from reknit.reader.reading import Reading


def decide(reading: Reading, role: Role, thresholds: Mapping[str, float]) -> Coding:
    """The coding that a reading amounts to. What the reader did not read comes out as None.

    A rupture always has at least one marker of its kind, the likeliest where none passes its
    threshold; a therapist turn always has at least one move.
    """
    if role == procedure.THERAPIST:
        moves = _passing(reading, procedure.MOVE_NAMES, thresholds)
        if moves == ():
            moves = _likeliest(reading, procedure.MOVE_NAMES, thresholds)
        return Coding(moves=moves)
    rupture = _passing(reading, procedure.RUPTURE_NAMES, thresholds)
    markers: tuple[str, ...] | None = None
    if any(name in reading.scores for name in procedure.MARKER_NAMES):
        markers = ()
        for kind in rupture or ():
            names = procedure.MARKERS_OF[kind]
            markers += _passing(reading, names, thresholds) or _likeliest(
                reading, names, thresholds
            )
    return Coding(
        rupture=rupture,
        strength=_strength(rupture, reading.strength),
        markers=markers,
        engaged=_flag(reading, procedure.ENGAGED.name, thresholds),
        risk=_flag(reading, procedure.RISK.name, thresholds),
    )


def _passing(
    reading: Reading, names: tuple[str, ...], thresholds: Mapping[str, float]
) -> tuple[str, ...] | None:
    read = [name for name in names if name in reading.scores]
    if not read:
        return None
    return tuple(name for name in read if reading.scores[name] >= thresholds[name])


def _likeliest(
    reading: Reading, names: tuple[str, ...], thresholds: Mapping[str, float]
) -> tuple[str, ...]:
    read = [name for name in names if name in reading.scores]
    return (max(read, key=lambda name: reading.scores[name] / thresholds[name]),) if read else ()


def _flag(reading: Reading, name: str, thresholds: Mapping[str, float]) -> bool | None:
    score = reading.scores.get(name)
    return None if score is None else score >= thresholds[name]


def _strength(rupture: tuple[str, ...] | None, expected: float | None) -> int | None:
    if rupture is None:
        return None
    if not rupture:
        return 0
    return None if expected is None else min(3, max(1, int(expected + 0.5)))

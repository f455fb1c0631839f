"""From probabilities to codes: the one place where thresholds are applied."""

from __future__ import annotations

from collections.abc import Mapping

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import Role
from reknit.reader.reading import Reading


def decide(reading: Reading, role: Role, thresholds: Mapping[str, float]) -> Coding:
    """The coding that a reading amounts to. What the reader did not read comes out as None.

    Where the reader says how likely any code of a group is, that decides first; then which. A
    rupture always has at least one marker of its kind, the likeliest where none passes its
    threshold; a therapist turn always has at least one move.
    """
    if role == procedure.THERAPIST:
        return Coding(moves=_moves(reading, thresholds))
    rupture = _of_group(reading, "any_rupture", thresholds)
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


def _moves(reading: Reading, thresholds: Mapping[str, float]) -> tuple[str, ...] | None:
    ordinary = tuple(code.name for code in procedure.ORDINARY_MOVES)
    parts = (
        _of_group(reading, "any_repair", thresholds),
        _of_group(reading, "any_hindering", thresholds),
        _passing(reading, ordinary, thresholds),
    )
    if all(part is None for part in parts):
        return None
    moves = tuple(name for part in parts for name in part or ())
    # A move whose group was decided against does not come back in by being the likeliest.
    gated = "any_repair" in reading.scores and "any_hindering" in reading.scores
    return moves or _likeliest(reading, ordinary if gated else procedure.MOVE_NAMES, thresholds)


def _of_group(
    reading: Reading, group: str, thresholds: Mapping[str, float]
) -> tuple[str, ...] | None:
    names = procedure.GROUPS[group]
    passing = _passing(reading, names, thresholds)
    if passing is None or group not in reading.scores:
        return passing
    if reading.scores[group] < thresholds[group]:
        return ()
    return passing or _likeliest(reading, names, thresholds)


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

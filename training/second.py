"""Second coding: written sessions coded twice, by their writer and, blind, by someone else.

`corpus/coders/first/NAME.tsv` and `second/NAME.tsv` hold both coders' codes as they were given: a
line per turn with the columns `turn` (from 1) and `codes`. The corpus holds what was settled.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from reknit import procedure
from training.corpus import Coded, coding_of

FOLDER = Path(__file__).parent.parent / "corpus" / "coders"
CODERS = ("first", "second")
LEAST = 5
"""Times that a code must have been given by either coder for a kappa to be printed."""


def load(coded: Sequence[Coded], folder: Path = FOLDER) -> list[tuple[Coded, Coded]]:
    """Each of these sessions that was coded twice, as the first and as the second coder coded it.

    Raises ValueError where a file does not fit its session.
    """
    both = []
    for one in coded:
        paths = [folder / coder / f"{one.session.id}.tsv" for coder in CODERS]
        if paths[1].exists():
            both.append((_given(one, paths[0]), _given(one, paths[1])))
    return both


def _given(one: Coded, path: Path) -> Coded:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if [row["turn"] for row in rows] != [str(turn.index + 1) for turn in one.session.turns]:
        raise ValueError(f"{path}: not the turns of this session")
    given = []
    for row, turn in zip(rows, one.session.turns, strict=True):
        coding, unknown = coding_of((row["codes"] or "").split(), turn.speaker)
        if unknown:
            raise ValueError(f"{path}, turn {row['turn']}: unknown code {unknown[0]}")
        given.append(coding)
    return replace(one, codings=tuple(given))


def kappa(both: Sequence[tuple[Coded, Coded]], names: Sequence[str]) -> tuple[int, int, float]:
    """How often the first and the second coder gave at least one of these codes, and Cohen's
    kappa of the two over the turns of the speaker they belong to."""
    role = procedure.role_of(names[0])
    flags = np.array(
        [
            [any(name in coding.codes for name in names) for coding in pair]
            for one, other in both
            for turn, *pair in zip(one.session.turns, one.codings, other.codings, strict=True)
            if turn.speaker == role
        ],
        dtype=bool,
    ).reshape(-1, 2)
    first, second = (int(n) for n in flags.sum(axis=0))
    value = cohen_kappa_score(flags[:, 0], flags[:, 1]) if first or second else float("nan")
    return first, second, float(value)


def agreement(coded: Sequence[Coded]) -> list[str]:
    """Lines with kappa per code between the two coders."""
    both = load(coded)
    if not both:
        return ["no session has been coded a second time"]
    groups = {name.replace("any_", "any "): names for name, names in procedure.GROUPS.items()}
    groups |= {name: (name,) for name in procedure.CODE_NAMES}
    lines = [f"coded twice, {len(both)} sessions: code, times given by first and second, kappa"]
    for label, names in groups.items():
        first, second, value = kappa(both, names)
        shown = f"{value:5.2f}" if max(first, second) >= LEAST else "    -"
        lines.append(f"  {label:22} {first:5} {second:5} {shown}")
    return lines

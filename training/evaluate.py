"""`make evaluate`: what a reader sees of what the coders saw, on written sessions held out.

Per code: how many turns have it (n), precision, recall and F1 of the decisions, average precision
of the probabilities (AP), and their expected calibration error over ten bins (ECE).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from reknit import episodes, procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reader, decide, load
from training import annomi, corpus
from training.coder import Coder
from training.corpus import Coded

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
BINS = 10
ANY = {"any rupture": procedure.RUPTURE_NAMES, "any repair": procedure.REPAIR_NAMES}
ANY["any hindering"] = procedure.HINDERING_NAMES


@dataclass(frozen=True, slots=True)
class Measured:
    """How well one code was read."""

    name: str
    n: int
    precision: float
    recall: float
    f1: float
    average_precision: float
    calibration_error: float


def measure(name: str, truth: Flags, said: Flags, chances: Floats) -> Measured:
    """All measures of one code; those without anything to measure are NaN."""
    hits = float((truth & said).sum())
    known, claimed = float(truth.sum()), float(said.sum())
    return Measured(
        name,
        int(known),
        hits / claimed if claimed else float("nan"),
        hits / known if known else float("nan"),
        2 * hits / (known + claimed) if known + claimed else float("nan"),
        float(average_precision_score(truth, chances)) if known else float("nan"),
        calibration_error(truth, chances),
    )


def calibration_error(truth: Flags, chances: Floats) -> float:
    """Mean distance between what was said and what was so, over ten equal bins of probability,
    weighted by how many turns fall into each (Naeini et al., 2015)."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    parts = [
        abs(truth[bins == b].mean() - chances[bins == b].mean()) * (bins == b).mean()
        for b in range(BINS)
        if (bins == b).any()
    ]
    return float(sum(parts))


def evaluate(reader: Reader, coded: Sequence[Coded]) -> tuple[list[Measured], list[str]]:
    """Measures per code, and lines on what only whole sessions show."""
    truths: list[Coding] = []
    said: list[Coding] = []
    scores: list[dict[str, float]] = []
    roles: list[str] = []
    found: list[tuple[Coded, list[Coding]]] = []
    for one in coded:
        turns = one.session.turns
        readings = reader.read(turns)
        decided = [
            decide(r, t.speaker, reader.thresholds) for r, t in zip(readings, turns, strict=True)
        ]
        found.append((one, decided))
        truths += one.codings
        said += decided
        scores += [dict(r.scores) for r in readings]
        roles += [t.speaker for t in turns]
    measured = []
    for name in (*procedure.CODE_NAMES, *ANY):
        names = ANY.get(name, (name,))
        role = procedure.role_of(names[0])
        places = [at for at, r in enumerate(roles) if r == role]
        measured.append(
            measure(
                name,
                np.array([any(n in truths[at].codes for n in names) for at in places]),
                np.array([any(n in said[at].codes for n in names) for at in places]),
                np.array([_either(scores[at], names) for at in places]),
            )
        )
    return measured, _session_lines(found, truths, said, roles)


def _either(scores: Mapping[str, float], names: Sequence[str]) -> float:
    """Probability of at least one of these codes, taken as independent."""
    neither = 1.0
    for name in names:
        neither *= 1 - scores.get(name, 0.0)
    return 1 - neither


def _session_lines(
    found: Sequence[tuple[Coded, list[Coding]]],
    truths: Sequence[Coding],
    said: Sequence[Coding],
    roles: Sequence[str],
) -> list[str]:
    calm = [at for at, r in enumerate(roles) if r == PATIENT and not truths[at].rupture]
    alarms = sum(bool(said[at].rupture) for at in calm)
    both = [at for at, truth in enumerate(truths) if truth.rupture and said[at].rupture]
    near = sum(abs((truths[at].strength or 0) - (said[at].strength or 0)) <= 1 for at in both)
    exact = sum(truths[at].strength == said[at].strength for at in both)
    right, total = 0, 0
    for one, decided in found:
        turns = one.session.turns
        guessed = episodes.find(turns, decided)
        for known in episodes.find(turns, one.codings):
            total += 1
            right += any(
                g.start <= known.end and known.start <= g.end and g.outcome == known.outcome
                for g in guessed
            )
    therapist = sum(r == THERAPIST for r in roles)
    return [
        f"{len(found)} sessions, {len(roles)} turns, {therapist} of the therapist",
        f"false alarms: {100 * alarms / max(1, len(calm)):.1f} per 100 rupture-free patient turns",
        f"strength of ruptures found: exact {exact}/{len(both)}, within one {near}/{len(both)}",
        f"episodes found with the right outcome: {right}/{total}",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="shipped")
    parser.add_argument("--on", default="test", choices=(*corpus.SPLITS, "annomi"))
    options = parser.parse_args(arguments)
    if options.on == "annomi":
        coded = annomi.load()
        if not coded:
            print(f"not measured on AnnoMI: no {annomi.TRANSCRIPTS.name} in ../shared/data")
            return
        _print(load(options.reader), coded, "AnnoMI (development)")
        _print(Coder(annomi.load("second")), coded, "AnnoMI (development)")
        return
    _print(load(options.reader), corpus.load(split=options.on), f"written sessions ({options.on})")


def _print(reader: Reader, coded: Sequence[Coded], what: str) -> None:
    measured, lines = evaluate(reader, coded)
    print(f"{reader.name} {reader.version} on {what}")
    print("\n".join(lines))
    print(f"{'code':22} {'n':>5} {'prec':>5} {'rec':>5} {'F1':>5} {'AP':>5} {'ECE':>5}")
    for m in measured:
        values = (m.precision, m.recall, m.f1, m.average_precision, m.calibration_error)
        shown = " ".join("    -" if np.isnan(v) else f"{v:5.2f}" for v in values)
        print(f"{m.name:22} {m.n:5} {shown}")


if __name__ == "__main__":
    main()

"""`make evaluate`: what a reader sees of what the coders saw, on sessions held out, beside two
baselines that learned from the same material and beside the second coder.

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
from training import annomi, baselines, corpus, danger, pairs, second
from training.coder import Coder
from training.corpus import Coded

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
BINS = 10


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
    for name in (*procedure.CODE_NAMES, *procedure.GROUPS):
        names = procedure.GROUPS.get(name, (name,))
        role = procedure.role_of(names[0])
        places = [at for at, r in enumerate(roles) if r == role]
        measured.append(
            measure(
                name.replace("any_", "any "),
                np.array([any(n in truths[at].codes for n in names) for at in places]),
                np.array([any(n in said[at].codes for n in names) for at in places]),
                np.array([scores[at].get(name, _either(scores[at], names)) for at in places]),
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
    """Print the table of the reader, and beside it the baselines and the second coder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="shipped")
    parser.add_argument("--on", default="test", choices=(*corpus.SPLITS, "annomi"))
    options = parser.parse_args(arguments)
    reader = load(options.reader)
    if options.on == "annomi":
        coded, what = annomi.load(), "AnnoMI (development)"
        if not coded:
            print(f"not measured on AnnoMI: no {annomi.TRANSCRIPTS.name} in ../shared/data")
            return
        first, again = coded, annomi.load("second")
    else:
        coded, what = corpus.load(split=options.on), f"written sessions ({options.on})"
        both = second.load(coded)
        first, again = [one for one, _ in both], [other for _, other in both]
    measured, lines = evaluate(reader, coded)
    print(f"{reader.name} {reader.version} on {what}")
    print("\n".join([*lines, *table(measured)]))
    if options.on in ("test", "dev"):
        told = [told_apart(reader, pair) for pair in pairs.load(split=options.on)]
        print(f"contrast pairs told apart: {sum(told)}/{len(told)}")
        found = danger.measured(reader)
        print(
            f"plain words for danger taken for possible risk: {found.plain}/{found.of}, "
            f"words that look like it: {found.in_vain}/{found.of_others}"
        )
    others: list[tuple[Reader, Sequence[Coded]]] = [(one, coded) for one in baselines.trained()]
    if again:
        # Against the first coder's own codes: what was settled has something of both.
        print(f"second coder: {len(first)} sessions, against the first coder's codes")
        others.append((Coder(again), first))
    print(
        "\n".join(beside(measured, lines, [(one.name, *evaluate(one, on)) for one, on in others]))
    )


def told_apart(reader: Reader, pair: pairs.Pair) -> bool:
    """Whether each code that the pair is about is likelier in the scene that has it."""
    readings = [reader.read(scene.session.turns)[-1] for scene in pair.scenes]
    has = [code in pair.scenes[0].codings[-1].codes for code in pair.about]
    for code, first in zip(pair.about, has, strict=True):
        one, other = (reading.scores[code] for reading in readings)
        if (one <= other) if first else (other <= one):
            return False
    return True


def table(measured: Sequence[Measured]) -> list[str]:
    """All measures, a line per code."""
    lines = [f"{'code':22} {'n':>5} {'prec':>5} {'rec':>5} {'F1':>5} {'AP':>5} {'ECE':>5}"]
    for m in measured:
        values = (m.precision, m.recall, m.f1, m.average_precision, m.calibration_error)
        lines.append(f"{m.name:22} {m.n:5} " + " ".join(_shown(value) for value in values))
    return lines


def beside(
    measured: Sequence[Measured],
    lines: Sequence[str],
    others: Sequence[tuple[str, list[Measured], list[str]]],
) -> list[str]:
    """F1 of the reader and of the others, a line per code; and everyone's false alarms."""
    found = [f"{'F1 of':22} {'reader':>12} " + " ".join(f"{name:>13}" for name, _, _ in others)]
    columns = [{m.name: m for m in theirs} for _, theirs, _ in others]
    for m in measured:
        shown = " ".join(f"{_shown(column[m.name].f1):>13}" for column in columns)
        found.append(f"{m.name:22} {_shown(m.f1):>12} {shown}")
    everyone = [("reader", lines), *((name, theirs) for name, _, theirs in others)]
    found += [f"{name}: {theirs[1]}" for name, theirs in everyone]
    return found


def _shown(value: float) -> str:
    return "    -" if np.isnan(value) else f"{value:5.2f}"


if __name__ == "__main__":
    main()

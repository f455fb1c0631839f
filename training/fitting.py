"""Fitting: from the network's raw outputs to calibrated probabilities and thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from reknit import procedure
from training.corpus import Coded
from training.outputs import OUTPUTS, target

Floats = NDArray[np.float64]
ENOUGH = 25
"""Examples of a code from which on it gets a calibration and a threshold of its own."""
FALSE_ALARMS = 0.0075
"""Ruptures seen per rupture-free patient turn that are bearable, at most. Real talk has about four
times as many as the talk that this is counted on."""
MISSED_RISK = 2.0
"""How much more a missed risk weighs than one seen in vain (beta of the F measure)."""
MOST_WIDE = 3.0
"""How much of the wide part is added to an output at most."""
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "markers": procedure.MARKER_NAMES,
    "repair": procedure.REPAIR_NAMES,
    "hindering": procedure.HINDERING_NAMES,
    "ordinary": tuple(code.name for code in procedure.ORDINARY_MOVES),
    "strength": ("strength_2", "strength_3"),
}


def targets(coded: Sequence[Coded]) -> tuple[Floats, Floats]:
    """What every turn's outputs should be and which count; both (turns, outputs)."""
    goals = [
        target(coding, turn.speaker)
        for one in coded
        for turn, coding in zip(one.session.turns, one.codings, strict=True)
    ]
    return np.array([wanted for wanted, _ in goals]), np.array([counts for _, counts in goals])


def calibrate(logits: Floats, wanted: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Scale and shift per output (Platt, 1999); codes with few examples share their family's."""
    scale, shift = np.ones(len(OUTPUTS)), np.zeros(len(OUTPUTS))
    for at, name in enumerate(OUTPUTS):
        places = [at] if wanted[:, at].sum() >= ENOUGH else _family(name)
        told = counts[:, places] > 0
        truth = wanted[:, places][told]
        if 0 < truth.sum() < truth.size:
            fit = LogisticRegression(C=10.0).fit(logits[:, places][told].reshape(-1, 1), truth)
            # A falling line would turn the model's ranking over: then leave it as it is.
            if fit.coef_[0, 0] > 0:
                scale[at], shift[at] = fit.coef_[0, 0], fit.intercept_[0]
    return scale, shift


def blend(deep: Floats, wide: Floats, wanted: Floats, counts: Floats) -> Floats:
    """How much of the wide part to add to the transformer's logits, per output: the ratio of
    their weights in a logistic regression on both (stacking; Wolpert, 1992), 0 to `MOST_WIDE`.
    Codes with few examples share their family's."""
    much = np.zeros(len(OUTPUTS))
    for at, name in enumerate(OUTPUTS):
        places = [at] if wanted[:, at].sum() >= ENOUGH else _family(name)
        told = counts[:, places] > 0
        truth = wanted[:, places][told]
        if 0 < truth.sum() < truth.size:
            both = np.stack([deep[:, places][told], wide[:, places][told]], axis=1)
            by_deep, by_wide = LogisticRegression(C=10.0).fit(both, truth).coef_[0]
            if by_wide > 0:
                much[at] = min(by_wide / by_deep, MOST_WIDE) if by_deep > 0 else MOST_WIDE
    return much


def thresholds(chances: Floats, wanted: Floats, counts: Floats) -> dict[str, float]:
    """For each code and group the probability from which it holds: best F1, smoothed over
    near-best; of ruptures, no more false alarms than are bearable (unless that took .9 or more).

    A code of a group is judged only where its group holds: there it has to say which.
    """
    found: dict[str, float] = {}
    for name in (*procedure.GROUPS, *procedure.CODE_NAMES):
        at = OUTPUTS.index(name)
        places = [at] if wanted[:, at].sum() >= ENOUGH else _family(name)
        group = next((g for g, names in procedure.GROUPS.items() if name in names), None)
        told = counts[:, at] > 0
        if group:
            told &= chances[:, OUTPUTS.index(group)] >= found[group]
        if not told.any():
            told = counts[:, at] > 0
        beta = MISSED_RISK if name == procedure.RISK.name else 1.0
        best = _best(chances[told][:, places], wanted[told][:, places], beta)
        if name == "any_rupture":
            calm = (counts[:, at] > 0) & (wanted[:, at] == 0)
            best = max(best, min(float(np.quantile(chances[calm, at], 1 - FALSE_ALARMS)), 0.9))
        found[name] = round(best, 3)
    return found


def _best(chances: Floats, truth: Floats, beta: float) -> float:
    grid = np.linspace(0.02, 0.9, 89)
    scores = np.array([_f(chances >= cut, truth > 0, beta) for cut in grid])
    near = grid[scores >= 0.98 * scores.max()]
    return float(near.mean())


def _f(said: NDArray[np.bool_], truth: NDArray[np.bool_], beta: float) -> float:
    total = said.sum() + beta**2 * truth.sum()
    return float((1 + beta**2) * (said & truth).sum() / total) if total else 0.0


def _family(name: str) -> list[int]:
    for names in FAMILIES.values():
        if name in names:
            return [OUTPUTS.index(one) for one in names]
    return [OUTPUTS.index(name)]

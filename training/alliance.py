"""`python -m training.alliance`: fit the few weights of the alliance estimate.

Fits them to the patients' ratings (0-100) that the corpus sessions carry, with the signs fixed so
that the estimate stays monotone, and prints them beside what a constant would do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import spearmanr

from reknit import alliance, episodes
from training import corpus

Floats = NDArray[np.float64]


def main() -> None:
    """Print fitted weights, and fit on the sessions that were held out."""
    rows, ratings, held = [], [], []
    for one in corpus.load():
        found = episodes.find(one.session.turns, one.codings)
        told = alliance.features(one.session.turns, one.codings, found)
        if told is not None:
            rows.append(told)
            ratings.append(int(one.head["rating"]) / 100)
            held.append(one.split != "train")
    x, y, out = np.array(rows), np.array(ratings), np.array(held)
    sign = np.array([1.0, -1.0, -1.0])

    def guess(weights: Floats, x: Floats) -> Floats:
        guessed: Floats = 1 / (1 + np.exp(-(weights[0] + x @ (sign * weights[1:]))))
        return guessed

    fit = least_squares(
        lambda w: guess(w, x[~out]) - y[~out],
        x0=[0.5, 0.5, 0.5, 0.5],
        bounds=([-5, 0, 0, 0], [5, 5, 5, 5]),
    )
    names = ("BASE", "ENGAGED", "UNREPAIRED", "ENDED_IN_RUPTURE")
    for name, value in zip(names, fit.x, strict=True):
        print(f"{name} = {value:.2f}")
    off = np.abs(guess(fit.x, x[out]) - y[out]).mean()
    flat = np.abs(y[~out].mean() - y[out]).mean()
    rank = spearmanr(guess(fit.x, x[out]), y[out]).statistic
    print(
        f"held-out sessions: {out.sum()}; mean error {off:.3f} (a constant: {flat:.3f}); "
        f"rank correlation {rank:.2f}"
    )


if __name__ == "__main__":
    main()

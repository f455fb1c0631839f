"""Baselines: what one gets without a transformer, learned from the same material.

`bag of words`: TF-IDF of the turn and of the turn before it, and logistic regression per code.
`sentiment`: the four VADER scores of both turns (Hutto & Gilbert, 2014) and their lengths, and
logistic regression per code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reknit import procedure
from reknit.reader import Reading
from reknit.session import Turn
from training import fitting, material
from training.corpus import Coded
from training.fitting import Floats
from training.outputs import OUTPUTS

Features = Callable[[Sequence[Turn]], Any]


@dataclass(frozen=True)
class Baseline:
    """A reader with one linear model per output; `models[i]` is None for what was never seen."""

    name: str
    features: Features
    models: tuple[LogisticRegression | None, ...]
    thresholds: Mapping[str, float]
    version: str = "1"

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        """One reading for each of `turns[since:]`."""
        found = []
        for turn, row in zip(turns[since:], self.chances(turns)[since:], strict=True):
            by_name = dict(zip(OUTPUTS, row.tolist(), strict=True))
            scores = {
                name: chance
                for name, chance in by_name.items()
                if not name.startswith("strength") and procedure.role_of(name) == turn.speaker
            }
            patient = turn.speaker == procedure.PATIENT
            strength = 1 + by_name["strength_2"] + by_name["strength_3"]
            found.append(Reading(scores, strength if patient else None))
        return found

    def chances(self, turns: Sequence[Turn]) -> Floats:
        """Probability of every output for every turn, shape (turns, outputs)."""
        given = self.features(turns)
        made = np.zeros((len(turns), len(OUTPUTS)))
        for at, model in enumerate(self.models):
            if model is not None:
                made[:, at] = model.predict_proba(given)[:, 1]
        return made


def trained() -> list[Baseline]:
    """Both baselines, trained and given thresholds on what the shipped reader learns from and
    gets its thresholds on."""
    learn, develop = material.learned(), material.weighed()
    return [
        _fit("bag of words", _bag(learn), learn, develop),
        _fit("sentiment", _sentiment, learn, develop),
    ]


def _fit(
    name: str, features: Features, learn: Sequence[Coded], develop: Sequence[Coded]
) -> Baseline:
    given = vstack([features(one.session.turns) for one in learn], format="csr")
    wanted, counts = fitting.targets(learn)
    models: list[LogisticRegression | None] = []
    for at in range(len(OUTPUTS)):
        told = counts[:, at] > 0
        truth = wanted[told, at]
        seen = 0 < truth.sum() < truth.size
        models.append(
            LogisticRegression(C=10.0, solver="liblinear").fit(given[told], truth) if seen else None
        )
    reader = Baseline(name, features, tuple(models), {})
    chances = np.concatenate([reader.chances(one.session.turns) for one in develop])
    return Baseline(
        name, features, tuple(models), fitting.thresholds(chances, *fitting.targets(develop))
    )


def _bag(learn: Sequence[Coded]) -> Features:
    own = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    own.fit([turn.text for one in learn for turn in one.session.turns])

    def features(turns: Sequence[Turn]) -> csr_matrix:
        texts = [turn.text for turn in turns]
        return hstack([own.transform(texts), own.transform(["", *texts[:-1]])], format="csr")

    return features


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def _sentiment(turns: Sequence[Turn]) -> csr_matrix:
    rows = [
        [*_analyser().polarity_scores(turn.text).values(), np.log1p(len(turn.text.split()))]
        for turn in turns
    ]
    own = np.array(rows)
    return csr_matrix(np.hstack([own, np.vstack([np.zeros(own.shape[1]), own[:-1]])]))

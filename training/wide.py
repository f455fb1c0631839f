"""The wide part: what single words and pairs of words, of a turn and of the turn before it, say by
themselves; a linear model beside the transformer (Cheng et al., 2016, "Wide and deep learning").

A small transformer that has met some thousands of ruptures still learns slowly what one phrase
in its place means; a linear model learns that at once, and nothing else. Together they read better
than either. Both read the same stretches, so the wide part runs inside the same network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from reknit.reader.stretch import stretches
from training import fitting
from training.corpus import Coded
from training.fitting import Floats
from training.outputs import OUTPUTS

Whole = TypeVar("Whole")
OWN, BEFORE = 2**14, 2**13
"""Slots into which the words and word pairs of a turn, and of the turn before it, are hashed."""
ID_FACTOR, PREVIOUS_FACTOR, WORD_SHIFT, PAIR_SHIFT = 40503, 69069, 7, 11
STRICTNESS = 0.1
"""Weight of the squared weights in the fit (the inverse of scikit-learn's C)."""


@dataclass(frozen=True, slots=True)
class Wide:
    """Weights per slot and output, shapes (OWN, outputs) and (BEFORE, outputs), one bias per
    output, and per slot the square of how telling it is (inverse document frequency)."""

    own: Floats
    before: Floats
    bias: Floats
    own_telling: Floats
    before_telling: Floats


def slots(ids: Whole, previous: Whole, size: int) -> tuple[Whole, Whole]:
    """The slot of each word piece, and of the pair that it makes with the one before it (0 at a
    turn's start). Arrays or tensors of whole numbers in, the same out."""
    one: Any = ids
    before: Any = previous
    words = (one * ID_FACTOR + WORD_SHIFT) % size
    pairs = (one * ID_FACTOR + before * PREVIOUS_FACTOR + PAIR_SHIFT) % size
    return words, pairs


def fit(coded: Sequence[Coded], tokenizer: Tokenizer) -> Wide:
    """A logistic regression per output on these sessions' turns."""
    counted = [_counts(coded, tokenizer, size, back) for size, back in ((OWN, 0), (BEFORE, 1))]
    telling = [_telling(counts) for counts in counted]
    given = hstack([_scaled(c, t) for c, t in zip(counted, telling, strict=True)], format="csr")
    wanted, counts = fitting.targets(coded)
    weights = np.zeros((OWN + BEFORE, len(OUTPUTS)))
    bias = np.full(len(OUTPUTS), -6.0)
    for at in range(len(OUTPUTS)):
        told = counts[:, at] > 0
        truth = wanted[told, at]
        if 0 < truth.sum() < truth.size:
            model = LogisticRegression(C=1 / STRICTNESS, solver="liblinear")
            model.fit(given[told], truth)
            weights[:, at], bias[at] = model.coef_[0], model.intercept_[0]
    # A slot's share is its weight times how telling it is: both are known, so one number does.
    weights *= np.concatenate([np.sqrt(one) for one in telling])[:, None]
    return Wide(weights[:OWN], weights[OWN:], bias, *telling)


def _counts(coded: Sequence[Coded], tokenizer: Tokenizer, size: int, back: int) -> csr_matrix:
    """How often each slot is met in each turn (`back` 0) or in the turn before it (1), as far
    as the turn's stretch shows it; shape (turns, size)."""
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    before = 0
    for one in coded:
        turns = one.session.turns
        tokens = tokenizer.encode_batch([turn.text for turn in turns], add_special_tokens=False)
        for stretch in stretches(turns, tokens):
            ids, places = np.array(stretch.ids), np.array(stretch.turns)
            starts = np.concatenate([[True], places[1:] != places[:-1]])
            previous = np.where(starts, 0, np.concatenate([[0], ids[:-1]]))
            words, pairs = slots(ids, previous, size)
            for at, first in stretch.own:
                here = places == places[first] - back
                met = np.concatenate([words[here], pairs[here]])
                columns.append(met)
                rows.append(np.full(len(met), before + at))
        before += len(turns)
    row, column = np.concatenate(rows), np.concatenate(columns)
    return csr_matrix((np.ones(len(row)), (row, column)), shape=(before, size))


def _telling(counts: csr_matrix) -> Floats:
    """Per slot, the square of its inverse document frequency."""
    met = np.diff(counts.tocsc().indptr)
    squared: Floats = (np.log((1 + counts.shape[0]) / (1 + met)) + 1) ** 2
    return squared


def _scaled(counts: csr_matrix, telling: Floats) -> csr_matrix:
    length = np.sqrt(np.maximum(counts @ telling, 1e-6))
    return csr_matrix(counts.multiply(np.sqrt(telling)).multiply(1 / length[:, None]))

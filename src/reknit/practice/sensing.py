"""Sensing: what the shipped reader sees in a therapist's words, and how near they come to what
lies beneath this case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reknit.practice.case import Case
from reknit.practice.patient import Seen, State
from reknit.procedure import THERAPIST
from reknit.reader import decide, shipped
from reknit.session import Turn

FAR, NEAR = 0.25, 0.6
"""Likeness (cosine) at which words do not touch what lies beneath, and at which they do."""


def sense(case: Case, state: State, turns: Sequence[Turn], words: str) -> Seen:
    """What the reader sees in `words`, said after `turns`."""
    reader = shipped.following()
    said = Turn(len(turns), THERAPIST, words, name="You")
    (reading,) = reader.read([*turns, said], len(turns))
    moves = decide(reading, THERAPIST, reader.thresholds).moves or ()
    over = {move: reading.scores[move] / reader.thresholds[move] for move in moves}
    # What is being told, and what would come next.
    at = min(state.layer, len(case.beneath) - 1)
    touches = [one for layer in case.beneath[max(0, at - 1) : at + 1] for one in layer.touches]
    near = float(np.max(places(touches) @ place(words)))
    return Seen(over, min(1.0, max(0.0, (near - FAR) / (NEAR - FAR))))


def places(lines: Sequence[str]) -> NDArray[np.float32]:
    """Where lines lie in the reader's encoder, (lines, hidden)."""
    return np.stack([place(line) for line in lines])


@lru_cache(maxsize=4096)
def place(line: str) -> NDArray[np.float32]:
    """Where a line lies in the reader's encoder, (hidden,), length 1."""
    return shipped.load().vector(Turn(0, THERAPIST, line))

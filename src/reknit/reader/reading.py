"""Reading: what a reader sees in one turn, as probabilities; decisions are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reknit.session import Turn


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that weighed for a code: characters `start` to `end` (exclusive) of the turn's text."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One turn as a reader sees it.

    `scores` maps each code that the reader reads for this speaker to a probability, 0-1, and each
    group of codes (`procedure.GROUPS`) of which it says how likely any of them is; what it does
    not read is absent. `strength` is the expected strength, 1-3, if the turn is a
    rupture at all; None when not read. `evidence` lists the words that weighed most, code by code.
    """

    scores: Mapping[str, float]
    strength: float | None = None
    evidence: tuple[Evidence, ...] = ()


class Reader(Protocol):
    """Turns in, readings out: the first of Reknit's two seams.

    A reading may depend on its own turn and the turns before it, never on later ones, so that a
    whole session and a conversation followed turn by turn get the same answers.
    """

    @property
    def name(self) -> str:
        """What `--reader` calls it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever its answers may."""
        ...

    @property
    def thresholds(self) -> Mapping[str, float]:
        """From which probability on a code, or any code of a group, holds."""
        ...

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        """One reading for each of `turns[since:]`; the turns before serve as context."""
        ...

"""Who is the therapist, guessed from the talk alone.

Therapists ask, and speak of "you"; patients answer, and speak of "I". The score adds up three
rates per speaker; the highest is the therapist unless the next is too close to call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MARGIN: Final = 0.4
"""By how much the first must lead the second; below it, the user is asked."""

_YOU: Final = re.compile(r"\b(?:you|your|yours|yourself|you['’]\w+)\b", re.IGNORECASE)
_SELF: Final = re.compile(r"\b(?:i|me|my|mine|myself|i['’]\w+|im|ive)\b", re.IGNORECASE)
_ASK: Final = re.compile(
    r"\?|\b(?:what|how|when|where|which|who)(?:['’]s| is| are| was| were| do| did| does| would| "
    r"about| happens| happened| kind| makes| made)\b"
    r"|\b(?:do|did|are|were|have|can|could|would|will) you\b|\btell me\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rates:
    """How one speaker talks: share of turns that ask, and "you" and "I" as shares of words."""

    asks: float
    you: float
    self: float


def rates(turns: Sequence[str]) -> Rates:
    """The three rates over one speaker's turns."""
    words = sum(len(turn.split()) for turn in turns) or 1
    return Rates(
        asks=sum(bool(_ASK.search(turn)) for turn in turns) / (len(turns) or 1),
        you=sum(len(_YOU.findall(turn)) for turn in turns) / words,
        self=sum(len(_SELF.findall(turn)) for turn in turns) / words,
    )


def score(turns: Sequence[str]) -> float:
    """How much a speaker talks like a therapist."""
    found = rates(turns)
    return 2.0 * found.asks + 10.0 * found.you - 10.0 * found.self


def likely_therapist(said: Mapping[str, Sequence[str]]) -> str | None:
    """The name that talks like the therapist, or None where it is too close to call."""
    ranked = sorted(((score(turns), name) for name, turns in said.items()), reverse=True)
    if len(ranked) < 2 or ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][1]

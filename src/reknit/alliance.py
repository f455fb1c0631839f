"""Alliance: an estimate of how the patient would rate the alliance at the end of a session."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from reknit.coding import Coding
from reknit.episodes import Episode
from reknit.procedure import PATIENT
from reknit.session import Turn

BASE = 0.37
ENGAGED = 1.56
UNREPAIRED = 2.16
ENDED_IN_RUPTURE = 0.10
"""Weights on the logit scale: fitted by `python -m training.alliance` on the patients' ratings
in the corpus (docs/reference/alliance.md)."""
HARM = {"worsened": 1.0, "unaddressed": 0.8, "partly": 0.5, "passed": 0.2, "resolved": 0.0}
"""How much of a rupture is left by each outcome."""


def features(
    turns: Sequence[Turn], codings: Sequence[Coding], found: Sequence[Episode]
) -> tuple[float, float, float] | None:
    """Share of engaged patient turns (0-1), what went unrepaired (0 up, in full ruptures of
    strength 3), and how far the last patient turns were in rupture (0-1); None when engagement
    or rupture was not read.
    """
    heard = [c for t, c in zip(turns, codings, strict=True) if t.speaker == PATIENT]
    if not heard or any(c.engaged is None or c.rupture is None for c in heard):
        return None
    engaged = sum(bool(c.engaged) for c in heard) / len(heard)
    unrepaired = 0.0
    for episode in found:
        inside = codings[episode.start : episode.end + 1]
        strongest = max((c.strength or 0 for c in inside), default=0)
        unrepaired += HARM[episode.outcome or "unaddressed"] * strongest / 3
    last = heard[-3:]
    ending = sum(bool(c.rupture) for c in last) / len(last)
    return engaged, unrepaired, ending


def estimate(
    turns: Sequence[Turn], codings: Sequence[Coding], found: Sequence[Episode]
) -> float | None:
    """How the patient may rate the alliance, 0-1: higher the more they took part openly, lower
    the more ruptures stayed unrepaired and the more the session ended in one.
    """
    told = features(turns, codings, found)
    if told is None:
        return None
    engaged, unrepaired, ending = told
    logit = BASE + ENGAGED * engaged - UNREPAIRED * unrepaired - ENDED_IN_RUPTURE * ending
    return round(1 / (1 + exp(-logit)), 3)

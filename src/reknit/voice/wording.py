"""Wording: one way of saying a piece of advice; and what a voice is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from reknit.guide import Advice, Feeling, Modality, Moment
from reknit.session import Turn

TONES: Final = ("direct", "tentative", "plain")
"""Straight out; leaving room; in everyday words for people who dislike therapy talk."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that a therapist could say, their tone, the move that they make, and whose they are
    (a voice's name)."""

    words: str
    tone: str
    move: str
    voice: str = "phrasebook"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a voice needs to know beside the advice: the moment, all turns of the session, how the
    two work and what the therapist feels, and the characters of the patient's last strained turn
    (start, end) that told the reader. `said` holds words that are not to be said again."""

    moment: Moment
    turns: Sequence[Turn]
    modality: Modality | None = None
    feelings: Sequence[Feeling] = ()
    weighed: Sequence[tuple[int, int]] = ()
    said: Collection[str] = ()


class Voice(Protocol):
    """Advice in, words out: the second of Reknit's two seams."""

    @property
    def name(self) -> str:
        """What `--voice` calls it."""
        ...

    def say(self, advice: Advice, scene: Scene) -> tuple[Wording, ...]:
        """Two or three ways of saying it, each of another tone; fewer where nothing fits."""
        ...


def word_set(told: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(told.split())

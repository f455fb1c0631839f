"""Hearing: what was said in a conversation, as it was read.

The agent's turns are read as anybody's, but for the companion's own lines: which moves these make
is known, and need not be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import THERAPIST
from reknit.reader import Reader, Reading, decide
from reknit.session import Turn
from reknit.voice.phrasebook import book

FOLDER: Final = Path(__file__).parent / "phrases"
NOTICED: Final = {"any_rupture": 0.65}
"""From which probability on a conversation is taken to be strained, in place of the reader's own
threshold. Who takes part in a talk does better to ask once too often than a supervisor who reads
hundreds: on written sessions (development) .71 of strained turns instead of .64 are noticed, at 1.2
false alarms per 100 instead of .8; on MIBot's chats .65 instead of .53, at none."""
_SLOT: Final = re.compile(r"\{\w+\}")
_QUOTED: Final = re.compile('["‘’]')


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as it was read, and what that amounts to."""

    reading: Reading
    coding: Coding


def hear(reader: Reader, turns: Sequence[Turn], since: int = 0) -> list[Heard]:
    """What was heard in each of `turns[since:]`; the turns before serve as context."""
    heard: list[Heard] = []
    thresholds = {**reader.thresholds, **NOTICED}
    for reading, turn in zip(reader.read(turns, since), turns[since:], strict=True):
        coding = decide(reading, turn.speaker, thresholds)
        own = own_moves(turn.text) if turn.speaker == THERAPIST else ()
        if own:
            known = tuple(move for move in own if move in procedure.MOVE_NAMES)
            coding = replace(coding, moves=known or ("other",))
        heard.append(Heard(reading, coding))
    return heard


def own_moves(text: str) -> tuple[str, ...]:
    """The moves of the companion's own lines in a text, and the names of those that are no moves
    (`settle`, `safety`, ...); empty for a text that holds none of them."""
    plainly = _QUOTED.sub("", text)
    found = [move for move, parts in _lines() if _holds(plainly, parts)]
    return tuple(dict.fromkeys(found))


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@cache
def _lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every line's move, and its words in pieces around its slots. The truth about what it is can
    stand before a model's words, and says nothing of these."""
    found = []
    for one in book(FOLDER):
        parts = tuple(part for part in _SLOT.split(_QUOTED.sub("", one.words)) if len(part) > 1)
        if one.move != "honest" and parts:
            found.append((one.move, parts))
    return tuple(found)

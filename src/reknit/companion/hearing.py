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
from reknit.companion import fault, patterns
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reader, Reading, decide
from reknit.session import Turn
from reknit.voice.phrasebook import book

FOLDER: Final = Path(__file__).parent / "phrases"
FILE: Final = Path(__file__).parent / "hearing.toml"
NOTICED: Final = 0.65
"""From which probability on a message is taken to be strained, in place of the reader's own
threshold. Who takes part in a talk does better to ask once too often than a supervisor who reads
hundreds: on written sessions (development) and MIBot's chats .70 of strained turns instead of .62
are noticed, at .7 false alarms per 100 instead of .5."""
AFTER_A_STEP: Final = 0.85
"""The same after the agent has just tried to mend: there .65 gives 5.7 false alarms per 100, this
2.5 (the same sessions). Who has come back is not to be asked again."""
_SLOT: Final = re.compile(r"\{\w+\}")
_QUOTED: Final = re.compile('["‘’]')


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as it was read, and what that amounts to."""

    reading: Reading
    coding: Coding


def hear(reader: Reader, turns: Sequence[Turn], since: int = 0) -> list[Heard]:
    """What was heard in each of `turns[since:]`; the turns before serve as context."""
    return [
        Heard(reading, _coding(reader, turns, at, reading))
        for at, reading in enumerate(reader.read(turns, since), since)
    ]


def _coding(reader: Reader, turns: Sequence[Turn], at: int, reading: Reading) -> Coding:
    if turns[at].speaker == THERAPIST:
        coding = decide(reading, THERAPIST, reader.thresholds)
        own = own_moves(turns[at].text)
        if not own:
            return coding
        known = tuple(move for move in own if move in procedure.MOVE_NAMES)
        return replace(coding, moves=known or ("other",))
    before = own_moves(turns[at - 1].text) if at else ()
    stepped = set(before) & {*procedure.REPAIR_NAMES, "settle"}
    noticed = {"any_rupture": AFTER_A_STEP if stepped else NOTICED}
    coding = decide(reading, PATIENT, {**reader.thresholds, **noticed})
    if coding.rupture == () and at and _leaves(turns, at):
        return replace(coding, rupture=("withdrawal",), strength=1, markers=("leaves",))
    return coding


def _leaves(turns: Sequence[Turn], at: int) -> bool:
    """Whether somebody goes politely, after words of the agent's that plainly were no help."""
    if not patterns.found(patterns.load(FILE)["leaving"], turns[at].text):
        return False
    return bool(fault.plain_faults(turns, at - 1))


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

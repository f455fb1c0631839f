"""Wishes: what a user has asked the program to leave off, for the rest of the conversation.

Plain marks of words, from `wishes.toml`. The last wish of a kind holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reknit import patterns
from reknit.procedure import PATIENT
from reknit.session import Turn

FILE: Final = Path(__file__).parent / "wishes.toml"
NO_QUOTES: Final = "no_quotes"
"""That their words are not given back."""
NO_QUESTIONS: Final = "no_questions"
"""That nothing is asked."""
TAKEN_BACK: Final = {NO_QUOTES: "quotes", NO_QUESTIONS: "questions"}
"""By wish, the marks of words that take it back."""


def made(text: str) -> frozenset[str]:
    """The wishes that are in these words."""
    words = patterns.outside_quotes(text)
    marks = patterns.load(FILE)
    return frozenset(wish for wish in TAKEN_BACK if patterns.found(marks[wish], words))


def standing(turns: Sequence[Turn]) -> frozenset[str]:
    """The wishes that hold at the end of these turns."""
    marks = patterns.load(FILE)
    held: set[str] = set()
    for turn in turns:
        if turn.speaker != PATIENT:
            continue
        back = [w for w, mark in TAKEN_BACK.items() if patterns.found(marks[mark], turn.text)]
        held = (held - set(back)) | made(turn.text)
    return frozenset(held)

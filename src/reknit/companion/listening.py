"""Listening: what of an ordinary message a listening line can speak to.

Plain marks of words, from `listening.toml`, not readings: they choose among lines and decide
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reknit import patterns
from reknit.companion import wishes
from reknit.patterns import plain
from reknit.procedure import PATIENT
from reknit.session import Turn

FILE: Final = Path(__file__).parent / "listening.toml"
SHORT: Final = 6
"""Words up to which a message is short."""
LONG: Final = 60
"""Words from which a message is long."""
NOT_FELT: Final = "not_felt"
"""The list of words around a feeling that is not the user's own now."""
LOSSES: Final = frozenset(("grief", "lost_child", "parting"))
FEELINGS: Final = frozenset(
    ("sad", "misses", "anxious", "pressed", "angry", "tired", "lonely", "ashamed", "glad", "hope")
)
"""Marks whose lines claim a feeling: they need its word, said of oneself, now."""
BRIGHT: Final = frozenset(("glad", "hope"))
"""Feelings that no line claims beside a loss."""
HEAVY: Final = LOSSES | (FEELINGS - BRIGHT) | {"stuck", "hurt", "ahead", "sick"}
"""Marks beside which nothing light is said."""
ANSWERED: Final = frozenset(("greeting", "thanks", "goodbye", "meant", "opinion", "asks", "may_i"))
"""Marks that are answered before all else."""
LATELY: Final = 3
"""Messages for which a loss is still spoken to where nothing else is named, and nothing light said
beside something heavy."""
WHEN: Final = re.compile(r"\b(when|hour|time of day|night|nights)\b[^?]*\?")
"""A question that "night" can be the answer to."""
CLOSER: Final = {
    "greeting": 3.0,
    "thanks": 3.0,
    "goodbye": 3.0,
    "meant": 3.0,
    "opinion": 2.5,
    "asks": 2.0,
    "wonders": 1.6,
    "to_machine": 1.2,
    "may_i": 2.0,
    "no_quotes": 3.0,
    "no_questions": 3.0,
    "lost_child": 1.8,
    "parting": 1.4,
    "grief": 1.0,
    "ahead": 0.3,
    "glad": 0.2,
    "short": -0.3,
    "later": -0.2,
    "heavy": -0.2,
    "family": -0.4,
    "love": -0.4,
    "school": -0.4,
    "sick": -0.2,
    "work": -0.4,
}
"""What a line gains by fitting these. What is in `ANSWERED` is answered first; a loss goes before
other feelings, and a feeling before its setting."""


def facts(turns: Sequence[Turn]) -> frozenset[str]:
    """What a listening line can fit in the last turn: names of the marks; `short`, or `told` where
    more than that is told; `long`; `first` or `later`; `heavy` or, where nothing heavy was said
    lately, `light`; and wishes that are made in it."""
    words = turns[-1].text.strip()
    found = _marks(words)
    lately = frozenset().union(*(_marks(one) for one in _said(turns)[-LATELY - 1 : -1]))
    if not found & (HEAVY | BRIGHT | ANSWERED):
        found |= lately & LOSSES
    if len(turns) > 1 and WHEN.search(turns[-2].text.lower()) and words.lower() == "night":
        found.discard("goodbye")
    length = len(words.split())
    found.add("short" if length <= SHORT else "told")
    if length >= LONG:
        found.add("long")
    # What somebody else feels, or what is said not to be felt, is no light matter either.
    if found & HEAVY or _named(words, HEAVY):
        found.add("heavy")
    elif not lately & HEAVY:
        found.add("light")
    found.add("later" if _said(turns)[1:] else "first")
    return frozenset(found) | wishes.made(words)


def _said(turns: Sequence[Turn]) -> list[str]:
    """What the user has said."""
    return [turn.text for turn in turns if turn.speaker == PATIENT]


def _marks(words: str) -> set[str]:
    own = _own_feelings(words)
    names = frozenset(patterns.load(FILE)) - {NOT_FELT}
    found = set(_named(words, names - FEELINGS) | _named(own, FEELINGS))
    if "lost_child" in found:
        # What is said of somebody who was known for years is out of place here.
        found.discard("grief")
    return found - BRIGHT if found & LOSSES else found


def _named(words: str, names: frozenset[str]) -> frozenset[str]:
    """Which of these marks are in the words."""
    marks = patterns.load(FILE)
    return frozenset(name for name in names if patterns.found(marks[name], words))


def _own_feelings(words: str) -> str:
    """The words without those for feelings that are not there, or are somebody else's."""
    told = plain(words)
    for pattern in patterns.load(FILE)[NOT_FELT]:
        told = pattern.sub(" ", told)
    return told

"""Listening: what of an ordinary message a listening line can speak to.

Plain marks of words, from `listening.toml`, not readings: they choose among lines and decide
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reknit.companion import patterns
from reknit.procedure import PATIENT
from reknit.session import Turn

FILE: Final = Path(__file__).parent / "listening.toml"
SHORT: Final = 6
"""Words up to which a message is short."""
LONG: Final = 60
"""Words from which a message is long."""
CLOSER: Final = {
    "greeting": 3.0,
    "thanks": 3.0,
    "goodbye": 3.0,
    "asks": 2.0,
    "grief": 1.0,
    "short": -0.2,
    "family": -0.3,
    "love": -0.3,
    "school": -0.3,
    "sick": -0.2,
    "work": -0.2,
}
"""What a line gains by fitting these. A greeting, a thank-you, a goodbye or a question is answered
first; a loss goes before other feelings, and a feeling before its setting."""


WHEN: Final = re.compile(r"\b(when|hour|time of day|night|nights)\b[^?]*\?")
"""A question that "night" can be the answer to."""


def facts(turns: Sequence[Turn]) -> frozenset[str]:
    """What a listening line can fit in the last turn; names of the marks, `short`, `long`,
    `first`."""
    words = turns[-1].text.strip()
    found = {name for name, marks in patterns.load(FILE).items() if patterns.found(marks, words)}
    if len(turns) > 1 and WHEN.search(turns[-2].text.lower()) and words.lower() in ("night",):
        found.discard("goodbye")
    length = len(words.split())
    if length <= SHORT:
        found.add("short")
    if length >= LONG:
        found.add("long")
    if sum(turn.speaker == PATIENT for turn in turns) == 1:
        found.add("first")
    return frozenset(found)

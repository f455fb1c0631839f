"""Itself: questions put to the program itself: what becomes of what is written, and small personal
ones.

Plain marks of words, from `itself.toml`. They choose among lines that answer truthfully, and decide
nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from reknit import patterns

FILE: Final = Path(__file__).parent / "itself.toml"
PRIVACY: Final = "privacy"
"""What lines answer that say what becomes of what is written (`phrases/privacy.tsv`)."""
PERSONAL: Final = "personal"
"""What lines answer to small personal questions (`phrases/personal.tsv`)."""
ASKED: Final = {
    PRIVACY: ("remembers", "kept"),
    PERSONAL: ("likes", "feels", "cares", "day", "who", "maker"),
}
"""By what is asked, the marks of its kinds. What becomes of the words is answered first."""
ONLY: Final = 12
"""Words up to which a message that asks something of the program is taken to ask nothing else."""
ADDRESSED: Final = re.compile(r"\b(you|your|yours|yourself|u|ur|ya|you'?(re|ve|ll|d))\b")


def addressed(text: str) -> bool:
    """Whether these words may speak to the program: a "you" outside quotation marks."""
    return bool(ADDRESSED.search(patterns.plain(patterns.outside_quotes(text))))


def asked(text: str) -> tuple[str, frozenset[str]] | None:
    """What these words ask of the program itself, and of which kinds that is; None where they ask
    nothing of it."""
    plainly = patterns.outside_quotes(text)
    marks = patterns.load(FILE)
    for what, kinds in ASKED.items():
        found = frozenset(kind for kind in kinds if patterns.found(marks[kind], plainly))
        if found:
            return what, found
    return None

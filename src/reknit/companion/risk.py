"""Risk: words that plainly hint that somebody may be in danger, and words that say that they are
safe. In doubt, somebody may be in danger.

What hints at it is seen by the reader and, where the words are plain, by `risk.toml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reknit.companion import patterns

FILE: Final = Path(__file__).parent / "risk.toml"
KINDS: Final = ("suicide", "self_harm", "violence", "abuse")
QUESTION: Final = "Are you safe right now?"
"""What the companion asks as long as it does not know; a plain yes answers it."""


def hints(text: str) -> tuple[str, ...]:
    """At what these words plainly may hint: kinds of `KINDS`."""
    known = patterns.load(FILE)
    rest = patterns.plain(text)
    for pattern in known["safe"]:
        rest = pattern.sub(" ", rest)
    return tuple(kind for kind in KINDS if patterns.found(known[kind], rest))


def says_safe(text: str, *, asked: bool = False) -> bool:
    """Whether these words say that they are safe; `asked`, whether they answer the question."""
    known = patterns.load(FILE)
    said = text.strip()
    if hints(said) or patterns.found(known["unless"], said):
        return False
    if patterns.found(known["safe"], said):
        return True
    return bool(
        asked and patterns.found(known["yes"], said) and not patterns.found(known["hedged"], said)
    )

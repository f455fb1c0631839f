"""Safe: words that say that somebody is safe. In doubt, somebody may be in danger."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reknit import patterns
from reknit.reader import risk

FILE: Final = Path(__file__).parent / "safe.toml"
QUESTION: Final = "Are you safe right now?"
"""What the companion asks as long as it does not know; a plain yes answers it."""


def says_safe(text: str, *, asked: bool = False) -> bool:
    """Whether these words say that they are safe; `asked`, whether they answer the question."""
    known = patterns.load(FILE)
    said = text.strip()
    if risk.hints(said) or patterns.found(known["unless"], said):
        return False
    if patterns.found(patterns.load(risk.FILE)["safe"], said):
        return True
    return bool(
        asked and patterns.found(known["yes"], said) and not patterns.found(known["hedged"], said)
    )

"""Person: whether the user asks for a person in the companion's place. They are told the way at
once; nobody has to fail a program twice to be let out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reknit import patterns

FILE: Final = Path(__file__).parent / "person.toml"
MOST: Final = 20
"""Words up to which a message is taken to ask for that."""


def asked(text: str) -> bool:
    """Whether these words ask for a person to talk with."""
    return len(text.split()) <= MOST and patterns.found(patterns.load(FILE)["asked"], text) > 0

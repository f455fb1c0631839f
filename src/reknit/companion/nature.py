"""Nature: whether the companion is asked what it is. It answers that truthfully, always."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reknit import patterns

FILE: Final = Path(__file__).parent / "nature.toml"


def asked(text: str) -> bool:
    """Whether these words ask what they are talking with, or want it to say that it is human."""
    return patterns.found(patterns.load(FILE)["asked"], text) > 0 or asks_if_scripted(text)


def asks_if_scripted(text: str) -> bool:
    """Whether these words ask if what it says was written beforehand."""
    return patterns.found(patterns.load(FILE)["scripted"], text) > 0


def claims_to_be_human(text: str) -> bool:
    """Whether an answer says that a person gives it."""
    return patterns.found(patterns.load(FILE)["claims"], text) > 0

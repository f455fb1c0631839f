"""Feeling: what the therapist feels in the room, and what it may point to.

In both cases of the procedure's source the therapist felt the strain before the words showed it
(Safran & Muran, 2000). A feeling points to a question, never to a verdict. The list stands in
`feelings.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "feelings.toml"


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling of the therapist's: its name, beginnings of words by which it is recognised, the
    question that it may raise, and the moves that it speaks for."""

    name: str
    stems: tuple[str, ...]
    question: str
    moves: tuple[str, ...]


@cache
def feelings() -> tuple[Feeling, ...]:
    """All feelings that the guide knows what to make of."""
    listed = tomllib.loads(FILE.read_text("utf-8"))["feeling"]
    return tuple(
        Feeling(one["name"], tuple(one["stems"]), one["question"], tuple(one["moves"]))
        for one in listed
    )


def recognised(told: str) -> tuple[Feeling, ...]:
    """The feelings that these plain words, or names from the list, speak of, in the list's order;
    empty where none is recognised."""
    said = " ".join(told.lower().split())
    return tuple(
        feeling
        for feeling in feelings()
        if any(re.search(rf"\b{re.escape(stem)}", said) for stem in feeling.stems)
    )

"""Feeling: what the therapist feels in the room, and what it may point to.

In both cases of the procedure's source the therapist felt the strain before the words showed it
(Safran & Muran, 2000). A feeling points to a question, never to a verdict. The list stands in
`feelings.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "feelings.toml"


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling of the therapist's: its name, beginnings of words by which it is recognised, the
    question that it may raise, and the moves that it speaks for. `literal` is false where other
    words were used, to which it may only be near."""

    name: str
    stems: tuple[str, ...]
    question: str
    moves: tuple[str, ...]
    literal: bool = True


UNKNOWN: Final = Feeling(
    "something else",
    (),
    "What had just happened when you began to feel it?",
    ("draw_attention", "explore"),
    literal=False,
)
"""What stands for feelings that are not on the list: that something is felt counts, too."""


@cache
def feelings() -> tuple[Feeling, ...]:
    """All feelings that the guide knows what to make of."""
    listed = tomllib.loads(FILE.read_text("utf-8"))["feeling"]
    return tuple(
        Feeling(one["name"], tuple(one["stems"]), one["question"], tuple(one["moves"]))
        for one in listed
    )


def recognised(told: str) -> tuple[Feeling, ...]:
    """The feelings that these plain words, or names from the list, speak of, or may be near to, in
    the list's order; empty where none is recognised."""
    said = " ".join(told.lower().split())
    found = []
    for feeling in feelings():
        own, *near = (re.search(rf"\b{re.escape(stem)}", said) for stem in feeling.stems)
        if own or any(near):
            found.append(replace(feeling, literal=own is not None))
    return tuple(found)

"""Risk: words that plainly may hint at suicide, self-harm, violence or abuse.

A model that learned from talk sees what is only hinted at, and passes over plain words where they
stand in the midst of other matter; so plain words are looked for as well. In doubt, somebody may be
in danger (manual, A, `risk`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reknit import patterns

FILE: Final = Path(__file__).parent / "risk.toml"
KINDS: Final = ("suicide", "self_harm", "violence", "abuse")
PLAIN: Final = 0.5
"""How likely risk is, at least, where words plainly hint at it: of such turns of the written corpus
about half are coded so (the others are long past, or were meant otherwise)."""


def hints(text: str) -> tuple[str, ...]:
    """At what these words plainly may hint: kinds of `KINDS`."""
    known = patterns.load(FILE)
    rest = patterns.plain(text)
    if not patterns.one_of(FILE, *KINDS).search(rest):
        return ()
    for pattern in known["safe"]:
        rest = pattern.sub(" ", rest)
    return tuple(kind for kind in KINDS if patterns.one_of(FILE, kind).search(rest))


def places(text: str) -> list[tuple[int, int]]:
    """Where in the text the words stand that plainly hint at risk, start and end (exclusive);
    empty where its characters had to be changed to find them."""
    known, words = patterns.load(FILE), patterns.plain(text)
    if len(words) != len(text):
        return []
    kinds = hints(text)
    found = [hit.span() for kind in kinds for one in known[kind] for hit in one.finditer(words)]
    return sorted(set(found))

"""Language: whether a message is plainly not in English, which is all that the companion reads.

A small check that would rather miss one than be wrong: letters of another script, or several of a
language's most frequent words and none of English. The words stand in `language.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from reknit import patterns

FILE: Final = Path(__file__).parent / "language.toml"
ENGLISH: Final = "english"
SURE: Final = "sure"
SCRIPT: Final = "script"
"""What a message in letters that are not Latin is called."""
MOSTLY: Final = 0.6
"""Share of letters that are not Latin from which a message is in another script."""
FEWEST_LETTERS: Final = 2
FEWEST: Final = 3
"""Different frequent words of a language that have to be there; in a long message more."""
FEWEST_SURE: Final = 2
"""The same where one of them is among the sure ones."""
SHARE: Final = 0.25
"""The share of all words that these have to make."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@cache
def frequent() -> Mapping[str, frozenset[str]]:
    """The most frequent words by language."""
    told: dict[str, str] = tomllib.loads(FILE.read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in told.items()}


def other(text: str) -> str | None:
    """The language that a message is plainly in: a name of `language.toml`, or `script`; None for
    English, and in any doubt."""
    letters = [one for one in text if one.isalpha()]
    foreign = sum(not unicodedata.name(one, "LATIN").startswith("LATIN") for one in letters)
    if len(letters) >= FEWEST_LETTERS and foreign >= MOSTLY * len(letters):
        return SCRIPT
    words = frozenset(_WORD.findall(patterns.plain(text)))
    lists = frequent()
    if words & lists[ENGLISH]:
        return None
    hits = {
        name: [word for word in words if _is_in(word, listed)]
        for name, listed in lists.items()
        if name not in (ENGLISH, SURE)
    }
    best = max(hits, key=lambda name: len(hits[name]))
    sure = any(_is_in(word, lists[SURE]) for word in hits[best])
    enough = max(FEWEST_SURE if sure else FEWEST, SHARE * len(words))
    return best if len(hits[best]) >= enough else None


def _is_in(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is in a list, or begins as French words do before a vowel (j', l', qu')."""
    return word in listed or f"{word.partition(chr(39))[0]}'" in listed

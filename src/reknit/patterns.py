"""Patterns: regular expressions kept as data, and words made ready to be compared by them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

Patterns = tuple[re.Pattern[str], ...]
_WORD: Final = r"\b"
_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_QUOTATION: Final = re.compile(r'["“„«][^"”“»]*(["”“»]|$)')


@cache
def load(file: Path) -> Mapping[str, Patterns]:
    """The lists of a TOML file, by name. `<name>` within a pattern stands for the list of that
    name."""
    told: dict[str, list[str]] = tomllib.loads(file.read_text("utf-8"))
    return {name: tuple(re.compile(whole(one, told)) for one in told[name]) for name in told}


def whole(pattern: str, told: Mapping[str, list[str]]) -> str:
    """A pattern with the lists that it names in their places."""
    for name, listed in told.items():
        pattern = pattern.replace(f"<{name}>", "|".join(listed))
    return pattern


@cache
def one_of(file: Path, *names: str) -> re.Pattern[str]:
    """What finds any pattern of these lists, several times as fast as one after another: words'
    beginnings are looked for once, and no group is remembered."""
    every = [one.pattern for name in names for one in load(file)[name]]
    at_words = [one.removeprefix(_WORD) for one in every if one.startswith(_WORD)]
    others = [f"(?:{one})" for one in every if not one.startswith(_WORD)]
    found = "|".join([*others, _WORD + f"(?:{'|'.join(f'(?:{one})' for one in at_words)})"])
    return re.compile(_GROUP.sub("(?:", found))


def plain(text: str) -> str:
    """Words as they are compared: lower case, one kind of apostrophe, no hidden characters."""
    if text.isascii():
        return re.sub(r"[ \t]+", " ", text.lower())
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    shown = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return re.sub(r"[ \t]+", " ", shown.lower())


def found(patterns: Patterns, text: str) -> int:
    """How often any of the patterns is found in a text, plain as it is compared."""
    words = plain(text)
    return sum(len(pattern.findall(words)) for pattern in patterns)


def outside_quotes(text: str) -> str:
    """A text without what stands in it in double quotation marks: somebody else's words, maybe.
    A quotation that does not end goes on to the end."""
    return _QUOTATION.sub(" ", text)

"""Line and Script: what every parser gives, before speakers are merged and roles decided."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from reknit.procedure import Role
from reknit.session import RolesFrom

_DROPPED: Final = re.compile(
    # Controls other than white space, zero-width spaces and joins, and direction marks.
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACE: Final = re.compile(r"[^\S\t\n]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of words as the file has it; `speaker` None goes on with the last speaker.

    `start` and `end` are seconds, or None; `place` says where it stands ("line 3", "cue 7"),
    `role` whose side it is where the file says so of each line.
    """

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None
    place: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """All lines of a file in order, and the roles where the file states them outright.

    `turns` where every line is a turn already, as in Reknit's own form: none are merged, and
    `roles` is all that the file says of who spoke.
    """

    lines: tuple[Line, ...]
    roles: Mapping[str, Role] = field(default_factory=dict)
    roles_from: RolesFrom = "labels"
    turns: bool = False


def listed(words: str) -> tuple[str, ...]:
    """A vocabulary written as words with spaces between."""
    return tuple(words.split())


def visible(text: str) -> str:
    """The text without what cannot be seen, its spaces plain ones; tabs and line ends stay."""
    return _SPACE.sub(" ", _DROPPED.sub("", text))


def tidy(text: str) -> str:
    """The words with white space made single and what cannot be seen left out."""
    # A lone surrogate (JSON can hold one) could never be written out again.
    text = " ".join(_DROPPED.sub("", _SURROGATE.sub("\ufffd", text)).split())
    if all(char == " " or unicodedata.category(char) in ("Cf", "Cc", "Mn") for char in text):
        return ""
    return text

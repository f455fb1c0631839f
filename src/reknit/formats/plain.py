"""Plain text: "Name: words", names on lines of their own, times before or after the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reknit.formats.clock import SPAN, span
from reknit.formats.label import Head, believed, capital, head, key, plausible, stamp
from reknit.formats.line import Line, Script
from reknit.formats.roles import role_word

_BREAK: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_TIME_ONLY: Final = re.compile(rf"[\[(]?\s*{SPAN}\s*[\])]?")


def parse(text: str) -> Script:
    """The lines of a plain transcript; words before the first label (a title) are left out."""
    return parse_lines(_BREAK.split(text), "line")


def parse_lines(raw: Sequence[str], unit: str) -> Script:
    """The same from text already cut into lines, each called `unit` (line, paragraph)."""
    heads = _heads(raw)
    names = believed([found for found in heads if found])
    dropped = _front_matter(heads, names)
    lines: list[Line] = []
    for number, (words, found) in enumerate(zip(raw, heads, strict=True), 1):
        if number in dropped or not words.strip():
            continue
        place = f"{unit} {number}"
        if found and key(found.name) in names:
            lines.append(Line(found.name, found.rest, found.start, found.end, place))
        elif _TIME_ONLY.fullmatch(words.strip()):
            continue
        else:
            start, end, rest = stamp(words.strip())
            lines.append(Line(None, rest, start, end, place))
    return Script(tuple(lines))


def _heads(raw: Sequence[str]) -> list[Head | None]:
    heads: list[Head | None] = []
    before = ""  # the line before, blank ones included
    for index, words in enumerate(raw):
        words = words.strip()
        after = next((line.strip() for line in raw[index + 1 : index + 4] if line.strip()), "")
        follows = not before or bool(heads and heads[-1])
        found = head(words, opens=follows) if words else None
        if found and found.alone and found.timed and (not after or stamp(after)[2] != after):
            found = None  # "00:03 Yeah" with another time after it: words, not a name
        elif not found and after and plausible(words) and _stands_alone(words, before):
            start, end = span(before) if _TIME_ONLY.fullmatch(before) else (None, None)
            found = Head(words, "", start, end, alone=True, opens=follows)
        heads.append(found)
        before = words
    return heads


def _stands_alone(words: str, before: str) -> bool:
    """A name with neither colon nor time: under a line that is only a time, or a role's word."""
    if _TIME_ONLY.fullmatch(before):
        return True
    # A wrapped line may be the one word "patient", so only at the head of a paragraph.
    return not before and capital(words) and len(words) > 2 and role_word(words) is not None


def _front_matter(heads: Sequence[Head | None], names: frozenset[str]) -> frozenset[int]:
    """Numbers of opening lines such as "Therapist: Ann Lee" in a file that then uses "T:"."""
    counts = Counter(key(found.name) for found in heads if found)
    often = {role_word(name) for name in names if counts[name] > 1}
    dropped = set()
    for number, found in enumerate(heads, 1):
        if found is None or key(found.name) not in names:
            continue
        if counts[key(found.name)] > 1 or role_word(found.name) not in often:
            break
        dropped.add(number)
    return frozenset(dropped)

"""Plain text: "Name: words", names on lines of their own, times before or after the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reknit.formats import header
from reknit.formats.belief import Heads, labels, unnumbered
from reknit.formats.clock import SPAN, span
from reknit.formats.label import Head, head, key, stamp
from reknit.formats.line import Line, Script, visible
from reknit.formats.name import capital, plausible
from reknit.formats.roles import role_word

_BREAK: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_TIME_ONLY: Final = re.compile(rf"[\[(]?\s*{SPAN}\s*[\])]?")


def parse(text: str) -> Script:
    """The lines of a plain transcript; words before the first label (a title) are left out."""
    return parse_lines(_BREAK.split(text), "line")


def parse_lines(raw: Sequence[str], unit: str) -> Script:
    """The same from text already cut into lines, each called `unit` (line, paragraph)."""
    raw = [visible(words).strip() for words in raw]
    heads = unnumbered(_heads(raw))
    front = header.find(heads)
    found = labels([None if n in front.lines else head for n, head in enumerate(heads)])
    found = _with_words(found, raw)
    lines: list[Line] = []
    for index, (words, label) in enumerate(zip(raw, found, strict=True)):
        place = f"{unit} {index + 1}"
        if label:
            lines.append(Line(label.name, label.rest, label.start, label.end, place))
        elif not lines or not words or _is_stamp(index, raw, found):
            continue
        else:
            start, end, rest = stamp(words)
            lines.append(Line(None, rest, start, end, place))
    names = tuple(dict.fromkeys(head.name for head in found if head))
    return Script(tuple(lines), header.roles(front, names))


def _is_stamp(index: int, raw: Sequence[str], found: Heads) -> bool:
    """Whether a line is only a time, and not one that somebody said ("5:30" in a wrapped line)."""
    words = raw[index]
    if not _TIME_ONLY.fullmatch(words):
        return False
    if not words[0].isdigit() or words.count(":") > 1 or not raw[index - 1]:
        return True
    return any(found[index + 1 : index + 2])


def _heads(raw: Sequence[str]) -> list[Head | None]:
    heads: list[Head | None] = []
    before = ""  # the line before, blank ones included
    last: Head | None = None
    for index, words in enumerate(raw):
        after = next((line for line in raw[index + 1 : index + 4] if line), "")
        follows = not before or (last is not None and plausible(last.name))
        found = head(words, opens=follows) if words else None
        if found and found.alone and found.timed and (not after or stamp(after)[2] != after):
            found = None  # "00:03 Yeah" with another time after it: words, not a name
        elif not found and after and plausible(words) and _stands_alone(words, before):
            start, end = span(before) if _TIME_ONLY.fullmatch(before) else (None, None)
            found = Head(words, "", start, end, alone=True, opens=follows)
        heads.append(found)
        before, last = words, found
    return heads


def _stands_alone(words: str, before: str) -> bool:
    """A name with neither colon nor time: under a line that is only a time, or a role's word."""
    if _TIME_ONLY.fullmatch(before):
        return True
    # A wrapped line may be the one word "patient", so only at the head of a paragraph.
    return not before and capital(words) and len(words) > 2 and role_word(words) is not None


def _with_words(found: Heads, raw: Sequence[str]) -> list[Head | None]:
    """Without names with a time that stand once and over no words: those are words themselves."""
    counts = Counter(key(label.name) for label in found if label)
    kept: list[Head | None] = []
    follows = False  # whether words follow before the next label
    for label, words in zip(reversed(found), reversed(raw), strict=True):
        once = label and counts[key(label.name)] == 1 and role_word(label.name) is None
        said = label if not (label and once and label.alone and label.timed) or follows else None
        kept.append(said)
        follows = said is None and (bool(words) or follows)
    return kept[::-1]

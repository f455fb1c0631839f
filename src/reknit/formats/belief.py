"""Belief: which of a file's possible labels are speakers.

A real label comes back, says a role, or stands with a time as the file's other labels do; one
phrase before a colon, or before a time of day, may be speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reknit.formats.label import Head, key
from reknit.formats.name import capital, either, likely, plausible
from reknit.formats.roles import outside, role_word, unknown

Heads = Sequence[Head | None]

_RARE: Final = 4
"""A way of writing labels that is this many times rarer than the file's own is speech."""

_NUMBERED: Final = re.compile(r"(?:(\d{1,4})[.)]?\s+)?([^\W\d_][^\d]{0,30}?)\s*(\d{1,4})?")
_NOTE: Final = re.compile(
    r"\w+ing|laugh\w*|laughter|silence|pauses?|sighs?|sobs?|cries|coughs?|crosstalk|inaudible|"
    r"unintelligible|indistinct|music|applause|noise|redacted|name|beep|end|start",
    re.IGNORECASE,
)


def labels(heads: Heads) -> list[Head | None]:
    """The heads that are labels of speakers, in place; None for the others."""
    heads = unnumbered(heads)
    strong = _in_the_files_way([h if h and not h.weak else None for h in heads])
    names = _names([h for h in strong if h])
    if len(names) < 2:  # brackets and dashes stand in speech too, so they come last
        weak = names | _weak_names([h for h in heads if h and h.weak])
        if len(weak) > 1:
            strong, names = list(heads), weak
    return [h if h and key(h.name) in names else None for h in strong]


def _names(heads: Sequence[Head]) -> frozenset[str]:
    counts = Counter(key(head.name) for head in heads)
    sure = {key(h.name) for h in heads if _says_who(h.name)}
    again = [h for h in heads if counts[key(h.name)] > 1]
    sure |= {key(h.name) for h in again if h.wide or (capital(h.name) and likely(h.name))}
    sure |= {key(h.name) for h in _in_time(heads, frozenset(sure)) if h.wide or _named(h)}
    kin = {stem for name in sure if (stem := name.rstrip("0123456789")) != name}
    sure |= {key(h.name) for h in heads if key(h.name).rstrip("0123456789") in kin - {h.name}}
    if len(sure) < 2:  # "two things: ..." may come back in speech, so small letters come last
        lone = [h for h in again if " " not in h.name and capital(h.name)]
        sure |= {key(h.name) for h in again if plausible(h.name) or either(h.name)}
        sure |= {key(h.name) for h in lone} if len(sure) < 2 else set()
    if len(sure) < 2:
        sure |= {key(h.name) for h in heads if h.opens and _named(h)}
    return frozenset(sure)


def _weak_names(heads: Sequence[Head]) -> frozenset[str]:
    counts = Counter(key(head.name) for head in heads)
    return frozenset(
        key(h.name)
        for h in heads
        if not _NOTE.fullmatch(h.name)
        and (_says_who(h.name) or (counts[key(h.name)] > 1 and _named(h)))
    )


def _says_who(name: str) -> bool:
    return role_word(name) is not None or outside(name) or unknown(name)


def _named(head: Head) -> bool:
    return capital(head.name) and plausible(head.name)


def _way(head: Head) -> bool:
    """A file's two ways: names with a time on lines of their own, and all others."""
    return head.timed and head.alone


def _in_the_files_way(heads: Heads) -> list[Head | None]:
    """Without the heads of a way that is rare in this file: "Around 5:30" among "T: ..."."""
    counts = Counter(key(head.name) for head in heads if head)
    ways = Counter(
        _way(head)
        for head in heads
        if head and (_says_who(head.name) or (counts[key(head.name)] > 1 and likely(head.name)))
    )
    kept = {way for way in (True, False) if ways[way] * _RARE >= max(ways.values(), default=0)}
    return [head if head and _way(head) in kept else None for head in heads]


def _in_time(heads: Sequence[Head], sure: frozenset[str]) -> list[Head]:
    """The heads with a time that lies between those of the sure labels around them."""
    out: set[int] = set()  # places of heads that do not fit
    for order in (1, -1):
        limit: float | None = None
        for index in range(len(heads))[::order]:
            head = heads[index]
            if head.start is None:
                continue
            if limit is not None and head.start * order < limit * order:
                out.add(index)
            if key(head.name) in sure:
                limit = head.start
    return [head for index, head in enumerate(heads) if head.timed and index not in out]


def unnumbered(heads: Heads) -> list[Head | None]:
    """ "T1", "C1", "T2" and "1 T", "2 C" without the numbers, where these count the turns."""
    parts: dict[str, list[int]] = {}
    stems: dict[int, str] = {}
    for index, head in enumerate(heads):
        match = _NUMBERED.fullmatch(head.name) if head else None
        if match and bool(match[1]) != bool(match[3]):
            stems[index] = match[2]
            parts.setdefault(key(match[2]), []).append(int(match[1] or match[3]))
    running = {
        stem
        for stem, numbers in parts.items()
        if len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))
    }
    if len(running) < 2:
        return list(heads)
    return [
        replace(head, name=stem)
        if head and (stem := stems.get(index, "")) and key(stem) in running
        else head
        for index, head in enumerate(heads)
    ]

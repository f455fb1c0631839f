"""Quote: a patient's own words, fit to be set into a therapist's sentence, or none.

Whole clauses only, short ones, and only where they read well when they are quoted. Where there is
any doubt there is no quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from reknit.voice.wording import word_set

FEWEST, MOST = 2, 9
"""Words of a quote. A single word is quoted only where it is all that was said."""
FEWEST_OF_SENTENCE: Final = 4
FILLERS: Final = word_set(
    "um uh uhm erm er ah oh hm mm well so and but or yeah yes no okay ok right anyway honestly "
    "look listen actually"
)
"""Words that are left out at the beginning of a quote."""
STARTS: Final = word_set(
    "i i'm i've i'd i'll it it's this that's there's you you're you've we we're they they're he "
    "he's she she's nothing nobody whatever they'd he'd she'd we'd you'd they'll he'll she'll"
)
"""Words with which part of a longer sentence can begin, if it is to stand for itself."""
LOWERED: Final = word_set(
    "a an the it it's its this that that's these those there there's you you're you've your we "
    "we're they they're he he's she she's what what's whatever when where why how who not nothing "
    "nobody never always just can can't do don't does doesn't did didn't is isn't are aren't was "
    "wasn't fine okay no yes maybe if all everything everyone my some people same sure let's stop"
)
"""Words whose capital letter at the beginning of a sentence is no part of them."""
ROUGH: Final = re.compile(
    r"\b(\w*fuck\w*|\w*shit\w*|cunt\w*|bitch\w*|bastard\w*|wank\w*|arse\w*|ass)\b", re.I
)
_SENTENCE: Final = re.compile(r"[^.!?;\n…]+[.!?;…]*")
_PART: Final = re.compile(r"[^,:]+")
_PLAIN: Final = re.compile(r"^[A-Za-z][A-Za-z', -]*$")
_CUT: Final = re.compile(r"[][()*\"“”–—…]|--|- |-$|\.\.")
_ASKING: Final = word_set(
    "is are am was were do does did can could will would shall should have has what how why when "
    "who where which"
)
"""Words with which a question begins, question mark or not."""
_HEDGED: Final = re.compile(r"\b(i mean|i guess|you know|sort of|kind of|like,)", re.I)
_DANGLING: Final = word_set(
    "a an the to of in on at by for with from and or but that because if when as than my your his "
    "her their our its is are was were be been am i'm it's you're not very so too really i you he "
    "she we they about into just like what who which where how why do does did have has had can "
    "could will would should don't didn't isn't wasn't"
)
"""Words at which a clause does not end, unless it was broken off."""


def quote(
    text: str, weighed: Sequence[tuple[int, int]] = (), *, sentence: bool = False
) -> str | None:
    """A clause of `text` to quote: of those that read well, the one that holds most of the
    characters in `weighed` (spans of the words that told the reader), the last of equals; none
    where none holds any of them. With `sentence`, only one that could be a sentence by itself."""
    found = [
        (sum(max(0, min(end, b) - max(start, a)) for a, b in weighed), start, clause)
        for start, end, clause in _clauses(text)
        if not sentence or _is_sentence(clause)
    ]
    best = max(found, default=None)
    return best[2] if best and (best[0] or not weighed) else None


def _clauses(text: str) -> list[tuple[int, int, str]]:
    """Start, end and words of each clause that reads well by itself."""
    good = []
    for sentence in _SENTENCE.finditer(text):
        if sentence[0].rstrip().endswith("?") or _CUT.search(sentence[0]):
            continue
        whole = sentence[0].strip() == text.strip()
        spans = [(sentence.start(), sentence.end(), True)]
        spans += [
            (sentence.start() + part.start(), sentence.start() + part.end(), False)
            for part in _PART.finditer(sentence[0])
        ]
        for start, end, entire in spans:
            words = text[start:end].replace("’", "'").strip(" .!,;:").split()
            stripped = _without_fillers(words)
            clause = " ".join(stripped)
            stands = entire and stripped == words
            if _reads_well(clause, alone=entire and whole) and (
                stands or stripped[0].lower() in STARTS
            ):
                good.append((start, end, _lowered(clause)))
                break
    return good


def _is_sentence(clause: str) -> bool:
    words = clause.lower().split()
    return len(words) >= FEWEST_OF_SENTENCE and words[0] in STARTS


def _without_fillers(words: list[str]) -> list[str]:
    while len(words) > FEWEST and words[0].lower().strip(",") in FILLERS:
        words = words[1:]
    return words


def _reads_well(clause: str, *, alone: bool) -> bool:
    words = clause.lower().replace(",", "").split()
    if not (FEWEST <= len(words) <= MOST or (alone and len(words) == 1)):
        return False
    if not _PLAIN.match(clause) or ROUGH.search(clause) or _HEDGED.search(clause):
        return False
    if words[-1] in _DANGLING or words[0] in _ASKING or (set(words) <= FILLERS and not alone):
        return False
    # A word said twice in a row, or two, is a slip of the tongue.
    pairs = list(pairwise(words))
    return all(one != two for one, two in pairs) and len(set(pairs)) == len(pairs)


def _lowered(clause: str) -> str:
    first, _, rest = clause.partition(" ")
    if first.lower() in LOWERED:
        first = first.lower()
    return f"{first} {rest}".strip()

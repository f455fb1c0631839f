"""Labels: where a line of text says who speaks, and which of those sayings to believe.

Any short phrase before a colon may be a speaker's name ("Ann: hello") or speech ("He said: no").
`head` finds what could be a label; `believed` decides over the whole file, since a real label
comes back, says a role, or stands with a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reknit.formats.clock import SPAN, span
from reknit.formats.line import listed
from reknit.formats.roles import outside, role_word

LONGEST: Final = 48
MOST_WORDS: Final = 5

_NEVER: Final = frozenset(
    listed(
        "you he she it we they me him her us them my your his its our their this that these those "
        "there here what who why how when where which yes no yeah yep nope ok okay mm hmm mhm so "
        "well but because cause if then than or and not like just really said says say saying "
        "tell told asked ask think thought goes went was were is are be been do did does have has "
        "had the to of for with from at as about also finally example note notes ps date time "
        "location place duration title subject session transcript transcription recording "
        "recorded file audio video length version page source id url http https case setting "
        "modality register problem plan outcomes rating writer topic homework goal goals today "
        "tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january "
        "february march april june july august september october november december i'm i've i'd "
        "i'll it's that's he's she's they're we're you're don't didn't"
    )
)
_NAME: Final = rf"[^\W_][^:：\t\[\]<>\"“”?!;{{}}|=\n]{{0,{LONGEST - 1}}}?"
# A full stop after four letters ends a sentence; before, it is a title or an initial.
_SENTENCE: Final = re.compile(r"\w{4}\.(?:\s|$)|[,…]$|\.\.")
_REACH: Final = 160  # a label ends well before; it also keeps the patterns from long searches
_GAP: Final = r"[\s,|–—-]*"
_LEAD: Final = re.compile(
    rf"(?:[\[(]\s*(?P<in>{SPAN})\s*[\])]|(?P<bare>{SPAN})(?=[\s,;:|–—-]|$))[\s,;:|–—-]*", re.ASCII
)
_SPOKEN: Final = re.compile(
    rf"\[?(?P<name>{_NAME})\]?\s*(?:[\[(]?\s*(?P<at>{SPAN})\s*[\])]?)?\s*[:：](?P<rest>.*)"
)
_TABBED: Final = re.compile(rf"(?P<name>{_NAME})\t+(?:[\[(]?(?P<at>{SPAN})[\])]?\t+)?(?P<rest>.+)")
_STAMPED: Final = re.compile(
    rf"\[?(?P<name>{_NAME})\]?{_GAP}[\[(]?\s*(?P<at>{SPAN})\s*[\])]?{_GAP}"
)
_INNER: Final = re.compile(rf"\s*[\[(]\s*(?P<at>{SPAN})\s*[\])]\s*")
_BULLET: Final = re.compile(r"(?:[#>•*-]+\s+)+")


@dataclass(frozen=True, slots=True)
class Head:
    """What a line could say about its speaker: a label, its time, and the words after it.

    `timed` where a time stands with the label; `alone` where the line holds no words; `opens`
    where the line starts a paragraph or follows another labelled line.
    """

    name: str
    rest: str
    start: float | None = None
    end: float | None = None
    timed: bool = False
    alone: bool = False
    opens: bool = True


def key(name: str) -> str:
    """What makes two labels the same speaker: case and spacing do not count."""
    return " ".join(name.split()).casefold()


def stamp(line: str) -> tuple[float | None, float | None, str]:
    """A time that the line starts with, start and end, and the rest of the line."""
    match = _LEAD.match(line)
    # A bare "10:30" may be said ("10:30 was fine"); brackets, a span or h:mm:ss are not.
    if not match or (match["bare"] and match["bare"].count(":") < 2):
        return None, None, line
    return *span(match["in"] or match["bare"]), line[match.end() :]


def head(line: str, *, opens: bool = True) -> Head | None:
    """The label that a line could start with, or None."""
    line, tail = line.strip(), ""
    if len(line) > _REACH:
        line, tail = line[:_REACH], line[_REACH:]
    if line.startswith(("#", ">", "•", "*", "-")):
        line = _BULLET.sub("", line, count=1)
    if "**" in line[:80] or "__" in line[:80]:
        line = re.sub(r"\*\*|__", "", line, count=2)
    lead = _LEAD.match(line)
    body = line[lead.end() :] if lead else line
    start, end = span(lead["in"] or lead["bare"]) if lead else (None, None)
    found = (None if tail else _stamped(body)) or _spoken(body)
    if found:
        name, at, rest = found
        if at and not lead:
            start, end = span(at)
        timed = bool(at or lead)
    elif lead and not tail and plausible(body):
        name, rest, timed = body, "", True
    else:
        return None
    rest += tail
    return Head(" ".join(name.split()), rest, start, end, timed, not rest, opens)


def believed(heads: Sequence[Head]) -> frozenset[str]:
    """The keys of the labels that are speakers."""
    counts = Counter(key(head.name) for head in heads)
    sure = {key(h.name) for h in heads if role_word(h.name) or outside(h.name)}
    again = {key(h.name) for h in heads if counts[key(h.name)] > 1}
    sure |= again & {key(h.name) for h in heads if not h.name[0].islower()}
    sure |= {key(h.name) for h in heads if h.timed and capital(h.name)}
    if len(sure) < 2:  # "two things: ..." may come back in speech, so small letters come last
        sure |= again
    if len(sure) < 2:
        sure |= {key(h.name) for h in heads if h.opens and capital(h.name)}
    return frozenset(sure)


def plausible(name: str) -> bool:
    """Whether a phrase could be a name at all: short, with letters, and not plain speech."""
    name = name.strip()
    words = name.split()
    if not 0 < len(words) <= MOST_WORDS or len(name) > LONGEST or _SENTENCE.search(name):
        return False
    if not re.fullmatch(_NAME, name) or not any(char.isalpha() for char in name):
        return False
    plain = [word.strip(".,()'’").replace("’", "'") for word in words]
    if any(word.casefold() in _NEVER or word == "a" for word in plain):
        return False
    return len(words) == 1 or "I" not in plain


def _spoken(body: str) -> tuple[str, str | None, str] | None:
    match = _SPOKEN.match(body) or _TABBED.match(body)
    if not match:
        return None
    name, at, rest = match["name"].strip(), match["at"], match["rest"]
    after = rest[:1]
    if after and not after.isspace() and (name[-1:].isdigit() or after in "/)(:;,.-\\|"):
        return None  # 10:30, http://, an emoticon
    if not plausible(name):
        return None
    inner = None if at else _INNER.match(rest)
    if inner:
        at, rest = inner["at"], rest[inner.end() :]
    return name, at, rest.lstrip()


def _stamped(body: str) -> tuple[str, str | None, str] | None:
    match = _STAMPED.fullmatch(body.rstrip(": "))
    if not match or not plausible(match["name"]):
        return None
    return match["name"].strip(), match["at"], ""


def capital(name: str) -> bool:
    """Whether every word of a name is written large."""
    return all(word[0].isupper() or not word[0].isalpha() for word in name.split())

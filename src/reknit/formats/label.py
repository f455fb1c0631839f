"""Labels: where a line of text could say who speaks.

Any short phrase before a colon may be a speaker's name ("Ann: hello") or speech ("He said: no").
`head` finds what could be a label; `belief` decides over the whole file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reknit.formats.clock import SPAN, span
from reknit.formats.name import LONGEST, NAME, plausible, shapely

_REACH: Final = 200  # a label ends well before; it also keeps the patterns from long searches
_GAP: Final = r"[\s,|–—-]*"
_LEAD: Final = re.compile(
    rf"(?:[\[(]\s*(?P<in>{SPAN})\s*[\])]|(?P<bare>{SPAN})(?=[\s,;:|–—-]|$))[\s,;:|–—-]*", re.ASCII
)
_WHO: Final = rf"(?:\[(?P<boxed>{NAME})\]|(?P<name>{NAME}))"
_AT: Final = rf"[\[(]?\s*(?P<at>{SPAN})\s*[\])]?"
_SPOKEN: Final = re.compile(rf"{_WHO}\s*(?:{_AT})?\s*[:：](?P<rest>.*)")
_TABBED: Final = re.compile(rf"(?P<name>{NAME})\t+(?:[\[(]?(?P<at>{SPAN})[\])]?\t+)?(?P<rest>.+)")
_STAMPED: Final = re.compile(rf"{_WHO}{_GAP}{_AT}{_GAP}")
_WIDE: Final = re.compile(
    rf"(?P<name>[^\s\[(][^\t\n:：]{{0,{LONGEST - 1}}}?)(?:[^\S\n]{{2,}}|\t+|\s*\|\s*){_AT}\s*"
)
_MARKED: Final = re.compile(
    rf"(?:\[(?P<boxed>{NAME})\](?:\s+|$)|(?P<name>{NAME})\s+[-–—]\s+(?=.))(?P<rest>.*)"
)
_INNER: Final = re.compile(rf"\s*[\[(]\s*(?P<at>{SPAN})\s*[\])]\s*")
_BULLET: Final = re.compile(r"(?:[#•*-]+\s+|>+\s*)+")
_BOLD: Final = re.compile(
    r"(?P<mark>\*\*|__|[*_])(?=[^\s*_])(?P<in>.{1,150}?)(?P=mark)(?P<after>.*)"
)
_CHAT: Final = re.compile(r"From\s+(.+?)(?:\s+to\s+.+)?", re.IGNORECASE)  # Zoom's chat
# An address, a time, or an emoticon rather than a label and its words.
_NO_WORDS: Final = re.compile(r"//|\\|[/|]|[-^']?[()|/\\](?!\w)|[,;:]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a line could say about its speaker: a label, its time, and the words after it.

    `timed` where a time stands with the label; `alone` where the line holds no words; `opens`
    where the line starts a paragraph or follows another labelled line. `wide` where a gap parts
    the label from its time, as in exports; `weak` where only brackets or a dash mark the label.
    """

    name: str
    rest: str
    start: float | None = None
    end: float | None = None
    timed: bool = False
    alone: bool = False
    opens: bool = True
    wide: bool = False
    weak: bool = False


def key(name: str) -> str:
    """What makes two labels the same speaker: case and spacing do not count."""
    return " ".join(name.split()).casefold()


def stamp(line: str) -> tuple[float | None, float | None, str]:
    """A time that the line starts with, start and end, and the rest of the line."""
    match = _LEAD.match(line)
    # A bare "10:30" may be said ("10:30 was fine"); brackets, a span or h:mm:ss are not.
    if not match or (match["bare"] and match["bare"].count(":") < 2 and "/" not in match["bare"]):
        return None, None, line
    return *span(match["in"] or match["bare"]), line[match.end() :]


def head(line: str, *, opens: bool = True) -> Head | None:
    """The label that a line could start with, or None."""
    line, tail = line.strip(), ""
    if len(line) > _REACH:
        line, tail = line[:_REACH], line[_REACH:]
    if line.startswith(("#", ">", "•", "*", "-")):
        line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    line = _plain(line, tail)
    lead = _LEAD.match(line)
    body = line[lead.end() :] if lead else line
    start, end = span(lead["in"] or lead["bare"]) if lead else (None, None)
    wide, weak = not tail and not lead and bool(_WIDE.fullmatch(body)), False
    found = (None if tail else _stamped(body)) or _spoken(body, bool(lead))
    if not found and (found := _marked(body)):
        weak = True
    if found:
        name, at, rest = found
        if at and not lead:
            start, end = span(at)
        timed = bool(at or lead)
    elif lead and not tail and shapely(body) and re.fullmatch(NAME, body):
        name, rest, timed = body, "", True
    else:
        return None
    rest += tail
    name = " ".join(name.split())
    return Head(name, rest, start, end, timed, not rest, opens, wide and not rest, weak)


def _plain(line: str, tail: str) -> str:
    """The line without markdown's bold around its label; marks elsewhere are words."""
    match = _BOLD.match(line)
    if not match:
        return line
    inner, after = match["in"], match["after"]
    opens = after.lstrip()[:1] in (":", "：", "(", "[") or _LEAD.match(after.lstrip())
    if inner.rstrip().endswith((":", "：")) or opens:
        return inner + after
    if not after and not tail:  # the whole turn in bold, or a label on its own line
        return inner
    return line.removeprefix(match["mark"]) if ":" in inner else line


def _spoken(body: str, lead: bool) -> tuple[str, str | None, str] | None:
    match = _SPOKEN.match(body) or _TABBED.match(body)
    if not match:
        return None
    groups = match.groupdict()
    name, at, rest = (groups.get("boxed") or match["name"]).strip(), match["at"], match["rest"]
    if name[-1:].isdigit() and rest[:1].isdigit():
        return None  # 10:30
    if _NO_WORDS.match(rest):
        return None
    chat = _CHAT.fullmatch(name) if lead else None
    name = chat[1] if chat else name
    if not shapely(name):
        return None
    inner = None if at else _INNER.match(rest)
    if inner:
        at, rest = inner["at"], rest[inner.end() :]
    return name, at, rest.lstrip()


def _stamped(body: str) -> tuple[str, str | None, str] | None:
    body = body.rstrip(": ")
    match = _WIDE.fullmatch(body)
    if match and any(char.isalpha() for char in match["name"]):
        return match["name"].strip(" |"), match["at"], ""
    match = _STAMPED.fullmatch(body)
    name = (match["boxed"] or match["name"]).strip() if match else ""
    return (name, match["at"], "") if match and shapely(name) else None


def _marked(body: str) -> tuple[str, str | None, str] | None:
    match = _MARKED.fullmatch(body)
    name = (match["boxed"] or match["name"]).strip() if match else ""
    return (name, None, match["rest"]) if match and plausible(name) else None

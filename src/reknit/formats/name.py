"""Names: which phrases could be what a speaker is called, by their shape and their words."""

from __future__ import annotations

import re
from typing import Final

from reknit.formats.line import listed

LONGEST: Final = 120
"""Characters of a label with all that stands in brackets, such as an employer's name."""

_CORE: Final = 48
_MOST_WORDS: Final = 5
_MOST_CAPITALS: Final = 8

NAME: Final = rf"[\w+(][^:：\t\[\]<>?!;{{}}=\n]{{0,{LONGEST - 1}}}?"
"""A pattern for whatever could be a name within a line."""

_SPEECH: Final = frozenset(
    listed(
        "he she it we they him her us them my your his its our their this that these those "
        "there here what who why how when where which yes no yeah yep nope ok okay mm hmm mhm so "
        "well but because cause if then than or and not like just really said says say saying "
        "tell told asked ask think thought goes went was were is are be been do did does have has "
        "had the to of for with from at as about also finally tomorrow today yesterday monday "
        "tuesday wednesday thursday friday saturday sunday i'm i've i'd i'll it's that's he's "
        "she's they're we're you're don't didn't around usually until till before after since "
        "maybe almost nearly every by only"
    )
)
_FACTS: Final = frozenset(
    listed(
        "example note notes ps date time location place duration title session transcript "
        "transcription recording recorded file audio video length version page source id url http "
        "https case setting modality register problem plan outcomes rating writer topic homework "
        "goal goals name age gender id code "
        "january february march july september october november december"
    )
)
# Said in speech, and yet what a speaker may be called: believed where they come back.
_EITHER: Final = frozenset(listed("me you subject april may june august"))
_PARTICLES: Final = frozenset(
    listed("do da de dos das di du del della van von der den la le los el al bin ibn ben y e")
)
# A full stop after four letters ends a sentence; before, it is a title or an initial.
_SENTENCE: Final = re.compile(r"\w{4}\.(?:\s|$)|[,…]$|\.\.")
_ASIDE: Final = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\s[|–—-]\s.*$|\|.*$)")
_NICKNAME: Final = re.compile(r"(?<=\s)[\"“”][^\"“”]{1,20}[\"“”](?=\s)")
_PHONE: Final = re.compile(r"[+(]?\d[\d\s()./-]{5,20}\d")


def core(name: str) -> str:
    """The name without what stands beside it: "(she/her)", "| NHS", a nickname."""
    return " ".join(_NICKNAME.sub("", _ASIDE.sub("", name)).split())


def shapely(name: str) -> bool:
    """Whether a phrase has the shape of a name at all: short, with letters, no sentence."""
    inner = core(name)
    if _PHONE.fullmatch(inner):
        return True
    words = inner.split()
    most = _MOST_CAPITALS if len(words) > _MOST_WORDS and capital(inner) else _MOST_WORDS
    if not 0 < len(words) <= most or len(inner) > _CORE or _SENTENCE.search(inner):
        return False
    if not re.fullmatch(NAME, name) or not inner[0].isalnum():
        return False
    if re.search('["“”|]', name) and (re.search('["“”|]', inner) or not capital(inner)):
        return False
    return any(char.isalpha() for char in inner)


def plausible(name: str) -> bool:
    """Whether a phrase could be a name even where it stands once: shapely, and no plain speech."""
    words, written = _words(name), core(name).split()
    if not shapely(name) or not (_SPEECH | _FACTS | _EITHER).isdisjoint(words) or "a" in written:
        return False
    return len(words) == 1 or "I" not in written


def likely(name: str) -> bool:
    """Whether a phrase that comes back as a label is a name: "June", "Ann Page", not "He said"."""
    words = [word for word in _words(name) if word not in _PARTICLES]
    if not shapely(name) or not words or words[0] in _SPEECH:
        return False
    return plausible(name) or (capital(name) and not _SPEECH.union(_FACTS).issuperset(words))


def either(name: str) -> bool:
    """Whether the name is one word that is said in speech too, such as "me"."""
    return not _EITHER.isdisjoint(words := _words(name)) and len(words) == 1


def fact(name: str) -> bool:
    """Whether a label tells of the session rather than who speaks, such as "Date"."""
    words = _words(name)
    return bool(words) and not _FACTS.isdisjoint(words) and len(words) < 4


def capital(name: str) -> bool:
    """Whether every word of a name, its particles aside, is written large."""
    words = core(name).split()
    return all(
        word[0].isupper() or not word[0].isalpha() or (at > 0 and word in _PARTICLES)
        for at, word in enumerate(words)
    )


def _words(name: str) -> list[str]:
    words = (word.strip(".,()'’").replace("’", "'") for word in core(name).split())
    return [word.casefold() for word in words]

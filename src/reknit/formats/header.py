"""The header of a plain transcript: lines that say who is who before the talk begins.

"Therapist: Dr Ann Lee" over a talk of "AL:" and "B:" is no turn, and tells the roles of both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reknit.formats.belief import Heads, labels
from reknit.formats.label import Head, key
from reknit.formats.name import capital, core, fact, plausible
from reknit.formats.roles import is_title, role_word
from reknit.procedure import Role

_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Which lines are header, by their place from 0, and the names that they give each role."""

    lines: frozenset[int] = frozenset()
    names: Mapping[str, Role] = field(default_factory=dict)


def find(heads: Heads) -> Header:
    """The header at the top of a file of these heads; empty where the talk begins at once."""
    run, facts_after = _run(heads)
    if not run:
        return Header()
    counts = Counter(key(head.name) for head in heads if head)
    rest = [None if index in run else head for index, head in enumerate(heads)]
    spoken = {key(head.name): head.name for head in labels(rest) if head}
    roles = {role_word(name) for name in spoken.values()}
    names = {head.rest: role for head in run.values() if (role := _role(head))}
    facts = any(head and fact(head.name) for head in heads[: max(run)])
    told = facts or len(set(names.values())) > 1
    fits = any(_fits(name, given) for name in spoken.values() for given in names)
    if len(spoken) < 2:
        return Header()
    for head in run.values():
        again = counts[key(head.name)] > 1
        if again and not (facts_after and _is_name(head.rest)):
            return Header()
        known = again or role_word(head.name) in roles
        if not known and not (_is_name(head.rest) and (told or fits)):
            return Header()
    return Header(frozenset(run), {name: role for name, role in names.items() if _is_name(name)})


def roles(header: Header, names: Sequence[str]) -> dict[str, Role]:
    """The roles of the labels that fit just one of the header's names."""
    found: dict[str, Role] = {}
    for name in names:
        said = [role for given, role in header.names.items() if _fits(name, given)]
        if len(said) == 1 and role_word(name) is None:
            found[name] = said[0]
    return found


def _run(heads: Heads) -> tuple[dict[int, Head], bool]:
    """The opening lines that give a role some words, each label once; whether facts follow them."""
    run: dict[int, Head] = {}
    seen: set[str] = set()
    facts_after = False
    for index, head in enumerate(heads):
        if head is None or head.weak:
            continue
        if fact(head.name) and _role(head) is None:
            facts_after = bool(run)
        elif _role(head) is None:
            if plausible(head.name) or seen:
                break
        elif key(head.name) in seen or not head.rest or head.timed or len(key(head.name)) < 2:
            break
        else:
            seen.add(key(head.name))
            run[index] = head
    return run, facts_after


def _role(head: Head) -> Role | None:
    """The role that a line tells of: "Client" and "Client name" are the same here."""
    return role_word(re.sub(r"\b(?:name|initials)\b", "", head.name, flags=re.IGNORECASE))


def _is_name(text: str) -> bool:
    return plausible(text) and capital(text)


def _fits(label: str, given: str) -> bool:
    """Whether a label is the name given, words of it, or initials of them."""
    words = [word for word in _LETTERS.findall(core(given).casefold()) if not is_title(word)]
    parts = [word for word in _LETTERS.findall(core(label).casefold()) if not is_title(word)]
    initials, joined = "".join(word[0] for word in words), "".join(parts)
    short = len(joined) == 1 or all(len(part) == 1 for part in parts) or len(parts) == 1
    if joined and short and (joined == initials or (len(joined) == 1 and joined in initials)):
        return True
    return bool(parts) and set(parts) <= set(words)

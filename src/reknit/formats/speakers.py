"""From a Script to a Session: merge each speaker's consecutive lines, and decide the roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reknit.errors import UserError
from reknit.formats.label import key
from reknit.formats.line import Line, Script, tidy
from reknit.formats.name import capital
from reknit.formats.roles import UNKNOWN, from_labels, outside, role_word, unknown
from reknit.formats.talk import likely_therapist
from reknit.procedure import PATIENT, THERAPIST, Role
from reknit.session import RolesFrom, Session, Turn

_SHOWN: Final = 10
_FEW: Final = 3
_WIDEST: Final = 40
_HOW: Final = (
    'label each turn, such as "T: How was your week?" and "P: Fine.", or turn on speaker labels '
    "where it was transcribed"
)


@dataclass(frozen=True, slots=True)
class _Speech:
    """What one speaker says before another speaks."""

    name: str
    words: tuple[str, ...]
    start: float | None
    end: float | None
    place: str
    role: Role | None = None


def session(script: Script, source: str, name: str, therapist: str | None = None) -> Session:
    """A Session of both roles, `name` its id; UserError where the speakers do not allow one."""
    speeches = _merge(script.lines, join=not script.turns)
    names = tuple(dict.fromkeys(speech.name for speech in speeches))
    labelled = {key(tidy(line.speaker)) for line in script.lines if line.speaker}
    if not labelled or not names:
        raise UserError("no speakers found", where=source, expected="two at least", do=_HOW)
    if len(names) == 1 or sum(key(name) in labelled for name in names) == 1:
        first = next(speech.place for speech in speeches if key(speech.name) in labelled)
        raise UserError(
            f"only one speaker found, {_shown(speeches, labelled)} ({first})",
            where=source,
            expected="a therapist and a patient",
            do=_HOW,
        )
    roles, roles_from = _roles(speeches, names, script, source, therapist)
    if len(set(roles.values())) == 1:
        raise UserError(
            f"all speakers have the same role, {roles[names[0]]}: {_shown(speeches)}",
            where=source,
            expected="a therapist and a patient",
            do="correct the labels, or say who is the therapist with --therapist NAME",
        )
    turns = tuple(
        Turn(index, roles[said.name], " ".join(said.words), said.start, said.end, said.name)
        for index, said in enumerate(speeches)
    )
    speakers = roles
    if script.turns and therapist is None:
        # Several of one role are known by name, but not which of them says which turn.
        unnamed = {name: role for name, role in roles.items() if name == role}
        told = {name for name, role in unnamed.items() if role in script.roles.values()}
        speakers = {**script.roles, **{n: role for n, role in roles.items() if n not in told}}
    return Session(name, turns, source, speakers, roles_from)


def _merge(lines: Sequence[Line], *, join: bool) -> list[_Speech]:
    """What each speaker says in a row; words before any label are an unknown speaker's."""
    display: dict[str, str] = {}  # the label as it stood first, for each speaker
    said: list[tuple[_Speech, list[str]]] = []
    speaker, start = UNKNOWN, None  # the label in force, and the time of a label without words
    for line in lines:
        label = tidy(line.speaker or "")
        if label:
            speaker, start = display.setdefault(key(label), label), line.start
        text = tidy(line.text)
        if not text or outside(speaker):
            continue
        begun = line.start if line.start is not None else start
        start = None
        if join and said and said[-1][0].name == speaker:
            speech, pieces = said[-1]
            pieces.append(text)
            said[-1] = (replace(speech, end=line.end), pieces)
        else:
            said.append((_Speech(speaker, (), begun, line.end, line.place, line.role), [text]))
    return [_in_order(replace(speech, words=tuple(pieces))) for speech, pieces in said]


def _in_order(speech: _Speech) -> _Speech:
    """An end before the start is no end."""
    if speech.start is not None and speech.end is not None and speech.end < speech.start:
        return replace(speech, end=None)
    return speech


def _roles(
    speeches: Sequence[_Speech],
    names: Sequence[str],
    script: Script,
    source: str,
    therapist: str | None,
) -> tuple[dict[str, Role], RolesFrom]:
    if therapist is not None:
        return _only(_named(therapist, speeches, names, source), names), "named"
    stated = {key(name): role for name, role in script.roles.items()}
    given = {name: stated[key(name)] for name in names if key(name) in stated}
    given |= {speech.name: speech.role for speech in speeches if speech.role}
    labelled = from_labels(names, given)
    if labelled:
        return labelled, script.roles_from
    guess = _guess(speeches, [name for name in names if name not in given])
    if guess is None:
        raise UserError(
            f"cannot tell who is the therapist among {_shown(speeches)}",
            where=source,
            do="say who with --therapist NAME",
        )
    return _only(guess, names), "inferred"


def _guess(speeches: Sequence[_Speech], names: Sequence[str]) -> str | None:
    """The name that talks like the therapist; an unknown voice is never taken for one."""
    known = [name for name in names if not unknown(name)]
    said: dict[str, list[str]] = {name: [] for name in (known if len(known) > 1 else names)}
    for speech in speeches:
        if speech.name in said:
            said[speech.name].append(" ".join(speech.words))
    guess = likely_therapist(said)
    return guess if guess in known else None


def _named(therapist: str, speeches: Sequence[_Speech], names: Sequence[str], source: str) -> str:
    """The one name that the user means: whole, else its beginning, else one of its words'."""
    wanted = key(therapist)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: key(name) == wanted,
        lambda name: key(name).startswith(wanted),
        lambda name: any(word.startswith(wanted) for word in key(name).split()),
    )
    one_of = f"one of {_shown(speeches)}"
    if not wanted:
        raise UserError("the therapist's name is empty", where=source, expected=one_of)
    found: list[str] = []
    for test in tests:
        found = [name for name in names if test(name)]
        if found:
            break
    if len(found) == 1:
        return found[0]
    what = f"several speakers are called {therapist}" if found else f"no speaker {therapist}"
    raise UserError(what, where=source, expected=one_of)


def _only(therapist: str, names: Sequence[str]) -> dict[str, Role]:
    return {name: THERAPIST if name == therapist else PATIENT for name in names}


def _shown(speeches: Sequence[_Speech], among: Container[str] | None = None) -> str:
    """The names, for a message; the place of a label that may be somebody's words."""
    places: dict[str, str] = {}
    for speech in speeches:
        if among is None or key(speech.name) in among:
            places.setdefault(speech.name, speech.place)
    shown = [
        name if _showable(name) else f"a label on {place}" if place else "a label"
        for name, place in places.items()
    ]
    more = len(shown) - _SHOWN
    return ", ".join(shown[:_SHOWN]) + (f" and {more} more" * (more > 0))


def _showable(name: str) -> bool:
    """Whether a label is surely one: a role, a number, or up to three words written large."""
    known = role_word(name) is not None or unknown(name)
    named = capital(name) or re.fullmatch(r"[a-z]+[_ -]?\d+", name)
    return len(name) <= _WIDEST and len(name.split()) <= _FEW and bool(known or named)

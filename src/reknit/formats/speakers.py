"""From a Script to a Session: merge each speaker's consecutive lines, and decide the roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from reknit.errors import UserError
from reknit.formats.label import key
from reknit.formats.line import Line, Script, tidy
from reknit.formats.roles import from_labels, outside
from reknit.formats.talk import likely_therapist
from reknit.procedure import PATIENT, THERAPIST, Role
from reknit.session import RolesFrom, Session, Turn

_SHOWN = 10
_HOW = (
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


def session(script: Script, source: str, name: str, therapist: str | None = None) -> Session:
    """A Session of both roles, `name` its id; UserError where the speakers do not allow one."""
    speeches = _merge(script.lines)
    names = tuple(dict.fromkeys(speech.name for speech in speeches))
    if not names:
        raise UserError("no speakers found", where=source, expected="two at least", do=_HOW)
    if len(names) == 1:
        raise UserError(
            f"only one speaker found, {_shown(names)} ({speeches[0].place})",
            where=source,
            expected="a therapist and a patient",
            do=_HOW,
        )
    roles, roles_from = _roles(speeches, names, script.roles, source, therapist)
    if len(set(roles.values())) == 1:
        raise UserError(
            f"all speakers have the same role, {roles[names[0]]}: {_shown(names)}",
            where=source,
            expected="a therapist and a patient",
            do="correct the labels, or say who is the therapist with --therapist NAME",
        )
    turns = tuple(
        Turn(index, roles[said.name], " ".join(said.words), said.start, said.end, said.name)
        for index, said in enumerate(speeches)
    )
    return Session(name, turns, source, roles, roles_from)


def _merge(lines: Sequence[Line]) -> list[_Speech]:
    display: dict[str, str] = {}  # the label as it stood first, for each speaker
    speeches: list[_Speech] = []
    pieces: list[str] = []
    speaker, start = "", None  # the label in force, and the time of a label without words
    for line in lines:
        label = tidy(line.speaker or "")
        if label:
            speaker, start = display.setdefault(key(label), label), line.start
        text = tidy(line.text)
        if not text or not speaker or outside(speaker):
            continue
        begun = line.start if line.start is not None else start
        start = None
        if speeches and speeches[-1].name == speaker:
            pieces.append(text)
            speeches[-1] = replace(speeches[-1], end=line.end)
            continue
        if speeches:
            speeches[-1] = replace(speeches[-1], words=tuple(pieces))
        pieces = [text]
        speeches.append(_Speech(speaker, (), begun, line.end, line.place))
    if speeches:
        speeches[-1] = replace(speeches[-1], words=tuple(pieces))
    return [_in_order(speech) for speech in speeches]


def _in_order(speech: _Speech) -> _Speech:
    """An end before the start is no end."""
    if speech.start is not None and speech.end is not None and speech.end < speech.start:
        return replace(speech, end=None)
    return speech


def _roles(
    speeches: Sequence[_Speech],
    names: Sequence[str],
    stated: Mapping[str, Role],
    source: str,
    therapist: str | None,
) -> tuple[dict[str, Role], RolesFrom]:
    if therapist is not None:
        return _only(_named(therapist, names, source), names), "named"
    stated = {key(name): role for name, role in stated.items()}
    if all(key(name) in stated for name in names):
        return {name: stated[key(name)] for name in names}, "labels"
    labelled = from_labels(names)
    if labelled:
        return labelled, "labels"
    said: dict[str, list[str]] = {name: [] for name in names}
    for speech in speeches:
        said[speech.name].append(" ".join(speech.words))
    guess = likely_therapist(said)
    if guess is None:
        raise UserError(
            f"cannot tell who is the therapist among {_shown(names)}",
            where=source,
            do="say who with --therapist NAME",
        )
    return _only(guess, names), "inferred"


def _named(therapist: str, names: Sequence[str], source: str) -> str:
    """The one name that the user means: whole, else its beginning, else one of its words'."""
    wanted = key(therapist)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: key(name) == wanted,
        lambda name: key(name).startswith(wanted),
        lambda name: any(word.startswith(wanted) for word in key(name).split()),
    )
    found: list[str] = []
    for test in tests if wanted else ():
        found = [name for name in names if test(name)]
        if found:
            break
    if len(found) == 1:
        return found[0]
    what = f"several speakers are called {therapist}" if found else f"no speaker {therapist}"
    raise UserError(what, where=source, expected=f"one of {_shown(names)}")


def _only(therapist: str, names: Sequence[str]) -> dict[str, Role]:
    return {name: THERAPIST if name == therapist else PATIENT for name in names}


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(name[:60] for name in names[:_SHOWN]) + (f" and {more} more" * (more > 0))

"""Fault: what the agent did in this conversation that may have opened a rupture.

Found by looking back at the trigger turn, and by what the user says of it. Only what the messages
show, or the user has said, is owned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from reknit import patterns, procedure
from reknit.coding import Coding
from reknit.guide import Moment
from reknit.patterns import plain
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Turn

FAULTS: Final[Mapping[str, str]] = {
    "repeated": "said nearly the same more than once",
    "passed_over": "answered something other than what was asked",
    "lectured": "answered at length",
    "piled_up": "asked several questions at once",
    "advised": "gave advice that nobody had asked for",
    "canned": "used ready-made sympathy",
    "forgot": "did not use what the user had already said",
}
FILE: Final = Path(__file__).parent / "fault.toml"
"""What users say of it, by kind, read only in a turn that is a rupture; and stock phrases."""
ITEM: Final = re.compile(r"^\s*(\d+[.)]|[-*•])\s", re.MULTILINE)
"""An item of a list."""
LONG: Final = 80
"""Words from which an answer is long, where it is also twice as long as what it answers."""
ITEMS: Final = 3
QUESTIONS: Final = 3
ALIKE: Final = 0.4
"""Share of runs of three words that two answers have in common from which they are nearly the
same."""
STOCKS: Final = 2
"""Stock phrases in one answer from which it is ready-made."""


def faults(turns: Sequence[Turn], codings: Sequence[Coding], here: Moment) -> tuple[str, ...]:
    """What the agent did before the last strained turn: what the user names goes first, then what
    the trigger turn shows; kinds of `FAULTS`, and hindering moves that the reader saw there."""
    if here.last is None or here.episode is None:
        return ()
    said = patterns.load(FILE)
    told = tuple(kind for kind in FAULTS if patterns.found(said[kind], turns[here.last].text))
    trigger = _before(turns, here.last)
    shown: tuple[str, ...] = ()
    if trigger is not None:
        hindering = codings[trigger].moves or ()
        shown = (*_shown(turns, codings, trigger), *hindering)
    known = (*FAULTS, *procedure.HINDERING_NAMES)
    return tuple(dict.fromkeys(kind for kind in (*told, *shown) if kind in known))


def _before(turns: Sequence[Turn], at: int) -> int | None:
    """The agent's turn that `at` answers."""
    return next((i for i in range(at - 1, -1, -1) if turns[i].speaker == THERAPIST), None)


def _shown(turns: Sequence[Turn], codings: Sequence[Coding], at: int) -> Iterator[str]:
    plainly = plain_faults(turns, at)
    if "repeated" in plainly:
        yield "repeated"
    answered = _answered(turns, at)
    if "inform" in (codings[at].moves or ()) and answered and "?" not in answered:
        yield "advised"
    yield from plainly


def plain_faults(turns: Sequence[Turn], at: int) -> tuple[str, ...]:
    """What a turn of the agent's shows by its form alone: repeated, lectured, piled_up, canned."""
    words = turns[at].text
    shown = []
    earlier = [turn.text for turn in turns[:at] if turn.speaker == THERAPIST]
    if any(alike(words, one) >= ALIKE for one in earlier):
        shown.append("repeated")
    length = len(words.split())
    if len(ITEM.findall(words)) >= ITEMS or (
        length >= LONG and length >= 2 * len(_answered(turns, at).split())
    ):
        shown.append("lectured")
    if words.count("?") >= QUESTIONS:
        shown.append("piled_up")
    if patterns.found(patterns.load(FILE)["stock"], words) >= STOCKS:
        shown.append("canned")
    return tuple(shown)


def _answered(turns: Sequence[Turn], at: int) -> str:
    """The user's words that a turn of the agent's answers."""
    return turns[at - 1].text if at and turns[at - 1].speaker == PATIENT else ""


def alike(one: str, other: str) -> float:
    """How much of the shorter of two texts is in the other: the share of its runs of three words,
    0-1."""
    first, second = _runs(one), _runs(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w']+", plain(text))
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}

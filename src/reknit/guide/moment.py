"""Moment: where a session stands at one point, as the guide needs to know it.

All that the guide decides by is told here as facts, words from `FACTS`; the policy names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from reknit import episodes, procedure
from reknit.coding import Coding
from reknit.episodes import Episode
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Turn

Standing = Literal["none", "open", "settling", "risk"]
Answer = Literal["closer", "same", "farther"]

RISK_TURNS: Final = 3
"""Patient turns for which possible risk goes before all else."""
FAILURES: Final = 2
"""Repairs in a row without success after which it is time for another level."""

COMPLAINTS: Final = (
    "complaint_therapist",
    "complaint_task",
    "complaint_frame",
    "complaint_progress",
    "rejects_intervention",
    "controls_therapist",
    "hostility",
    "indirect_negative",
)
RECEIVING: Final = ("receive", "own", "empathize", "change_course")

FACTS: Final[Mapping[str, str]] = {
    "withdrawal": "the patient's last strained turn moves away",
    "confrontation": "the patient's last strained turn moves against",
    "slight": "it is slight, and could be let pass",
    "clear": "it is clear",
    "strong": "it is strong: the work stops here",
    "angry": "anger is up: the last strained turn is a clear confrontation, or hostile",
    "complaint": "a complaint was made, openly or sideways",
    "received": "the complaint was taken in since (received, owned, empathized with, or acted on)",
    "tried": "at least one repair move was made",
    "named": "the strain was named",
    "explored": "the patient told what it is like",
    "closer": "the last repair move brought the patient a little closer",
    "explore_closed": "exploring was just met by more distance",
    "failed": "the last repair move did not help",
    "failed_twice": "two repair moves in a row did not help",
    "hindered": "something the therapist said may have got in the way",
    "first_words": "nothing was tried yet",
    **{code.name: code.meaning for code in (*procedure.MARKERS, *procedure.HINDERING_MOVES)},
}
"""Every fact that a rule can ask for, and what it says of the moment. Markers are those of the
patient's last strained turn; hindering moves those of the therapist since the trigger."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A therapist turn that tried to repair: where, with which moves, and how the patient
    answered; None where the patient has not answered yet."""

    at: int
    moves: tuple[str, ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a session stands after turn `at` (-1: before anything was said).

    `last` is the patient's last strained turn, and `episode` the rupture it belongs to, while it
    is open or settling; for risk, `last` is the turn that may hint at it. `markers` and `strength`
    are those of `last`.
    """

    at: int
    standing: Standing
    last: int | None = None
    episode: Episode | None = None
    rupture: tuple[str, ...] = ()
    strength: int | None = None
    markers: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    facts: frozenset[str] = frozenset()


def moment(
    turns: Sequence[Turn],
    codings: Sequence[Coding],
    at: int | None = None,
    *,
    risk_checked: bool = False,
) -> Moment:
    """Where the session stands at turn `at`, by default at its end.

    For a turn of the therapist: just before it, so that the advice can stand beside what was said.
    `risk_checked` says that words which may hint at risk have been looked into.
    """
    at = len(turns) - 1 if at is None else at
    while at >= 0 and turns[at].speaker == THERAPIST:
        at -= 1
    turns, codings = turns[: at + 1], codings[: at + 1]
    heard = [i for i, turn in enumerate(turns) if turn.speaker == PATIENT]
    risky = [i for i in heard[-RISK_TURNS:] if codings[i].risk]
    if risky and not risk_checked:
        return Moment(at, "risk", last=risky[-1])
    found = episodes.find(turns, codings)
    if not found:
        return Moment(at, "none")
    episode = found[-1]
    last = max(i for i in heard if i <= at and codings[i].rupture and i >= episode.start)
    back = episode.end if episode.end > last else None
    since = sum(i > (last if back is None else back) for i in heard)
    if back is not None and since >= episodes.SETTLED_TURNS:
        return Moment(at, "none", last=last, episode=episode)
    if since >= episodes.CALM_TURNS:
        return Moment(at, "none", last=last, episode=episode)
    return _told(turns, codings, at, episode, last, "open" if back is None else "settling")


def _told(
    turns: Sequence[Turn],
    codings: Sequence[Coding],
    at: int,
    episode: Episode,
    last: int,
    standing: Standing,
) -> Moment:
    first = episode.start if episode.trigger is None else episode.trigger
    inside = range(first, at + 1)
    hindered = tuple(
        move
        for move in procedure.HINDERING_NAMES
        if any(codings[i].has_any((move,)) for i in inside)
    )
    tried = tuple(
        Tried(i, _repairs(codings[i]), _answer(turns, codings, i))
        for i in inside
        if i > episode.start and turns[i].speaker == THERAPIST and episodes.is_repair(codings[i])
    )
    told = codings[last]
    here = Moment(
        at,
        standing,
        last,
        episode,
        told.rupture or (),
        told.strength,
        told.markers or (),
        hindered,
        tried,
    )
    return replace(here, facts=frozenset(_facts(codings, here)))


def _repairs(coding: Coding) -> tuple[str, ...]:
    return tuple(move for move in coding.moves or () if move in procedure.REPAIR_NAMES)


def _answer(turns: Sequence[Turn], codings: Sequence[Coding], at: int) -> Answer | None:
    """How the patient answered the therapist turn at `at`, beside the patient turn before it."""
    after = next((i for i in range(at + 1, len(turns)) if turns[i].speaker == PATIENT), None)
    before = next(i for i in range(at - 1, -1, -1) if turns[i].speaker == PATIENT)
    if after is None:
        return None
    if not codings[after].rupture:
        return "closer"
    now, then = codings[after].strength or 0, codings[before].strength or 0
    if not codings[before].rupture or now > then:
        return "farther"
    return "closer" if now < then or codings[after].engaged else "same"


def _facts(codings: Sequence[Coding], here: Moment) -> set[str]:
    assert here.episode is not None
    facts: set[str] = {*here.rupture, *here.markers, *here.hindered}
    facts.add(("slight", "slight", "clear", "strong")[here.strength or 0])
    inside = range(here.episode.start, here.at + 1)
    complained = [
        i for i in inside if any(marker in COMPLAINTS for marker in codings[i].markers or ())
    ]
    if complained:
        facts.add("complaint")
        if any(t.at > complained[0] and set(t.moves) & set(RECEIVING) for t in here.tried):
            facts.add("received")
    if "hostility" in here.markers or (
        "confrontation" in here.rupture and (here.strength or 0) >= 2
    ):
        facts.add("angry")
    facts.add("tried" if here.tried else "first_words")
    if here.hindered:
        facts.add("hindered")
    if here.episode.attention is not None:
        facts.add("named")
    if here.episode.explored is not None:
        facts.add("explored")
    answered = [t for t in here.tried if t.answer is not None]
    if answered and answered[-1].answer == "closer":
        facts.add("closer")
    lost = 0
    for one in reversed(answered):
        if one.answer == "closer":
            break
        lost += 1
    if lost:
        facts.add("failed")
    if lost >= FAILURES:
        facts.add("failed_twice")
    if answered and "explore" in answered[-1].moves and _closed(codings, answered[-1].at):
        facts.add("explore_closed")
    return facts


def _closed(codings: Sequence[Coding], asked: int) -> bool:
    """Whether the patient's answer to what was asked is a step away."""
    return "withdrawal" in (codings[asked + 1].rupture or ())

"""Situation: what the last message of a conversation asks of the companion, and why.

Worked out from the messages alone: risk before all else, then a rupture that is open, then
ordinary talk. Whether it was asked what it is stands beside these: that is answered in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from reknit import guide, procedure
from reknit.coding import Coding
from reknit.companion import fault, nature, person, standing
from reknit.companion.hearing import Heard
from reknit.companion.standing import Risk
from reknit.guide import Advice, Moment
from reknit.procedure import REPAIR_NAMES, THERAPIST
from reknit.reader import Reading
from reknit.session import Turn

Kind = Literal["ordinary", "rupture", "settle", "offer", "safety", "relieved", "refer"]
"""`rupture`: the guide's next step. `settle`: the user has just come back. `offer`: repairs have
failed; a person or a pause is offered. `safety`: somebody may be in danger. `relieved`: they have
just said that they are safe. `refer`: they ask for a person."""

NOT_A_PROGRAMS: Final = frozenset(("disclose", "link_pattern"))
"""Moves that are not a program's to make: it has no feelings to tell, and no place in which to
interpret somebody's life."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A conversation as the companion sees it at the user's last message.

    `heard[i]` belongs to `turns[i]`. `faults` is what the agent did before the
    rupture (`fault.FAULTS` and hindering moves). `advice` is the guide's, where there is a step to
    take. `asked` says that the user asks what they are talking with.
    """

    kind: Kind
    turns: tuple[Turn, ...]
    heard: tuple[Heard, ...]
    moment: Moment
    risk: Risk
    asked: bool = False
    faults: tuple[str, ...] = ()
    advice: Advice | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The reading of every turn."""
        return tuple(one.reading for one in self.heard)

    @property
    def coding(self) -> Coding:
        """What the last message amounts to."""
        return self.heard[-1].coding

    @property
    def said(self) -> tuple[str, ...]:
        """All that the agent has said."""
        return tuple(turn.text for turn in self.turns if turn.speaker == THERAPIST)


def find(turns: Sequence[Turn], heard: Sequence[Heard]) -> Situation:
    """The situation after `turns`, the last of which is the user's, as they were heard."""
    turns, heard = tuple(turns), _with_answers(heard)
    codings = tuple(one.coding for one in heard)
    # Risk is followed here, until the user says that they are safe; not by how long ago it was.
    here = guide.moment(turns, codings, risk_checked=True)
    stands = standing.stands(turns, heard)
    kind = _kind(codings, here, stands)
    if kind not in ("safety", "relieved") and person.asked(turns[-1].text):
        kind = "refer"
    found = Situation(kind, turns, heard, here, stands, nature.asked(turns[-1].text))
    if kind in ("rupture", "offer"):
        return replace(found, faults=fault.faults(turns, codings, here), advice=_step(here))
    return replace(found, advice=_step(here)) if kind == "settle" else found


def hindered(here: Situation) -> Situation:
    """The situation where a model's answer to it hinders: what the user said may be a rupture, and
    such an answer tells that it is one."""
    maybe = here.heard[-1].maybe
    if here.kind != "ordinary" or maybe is None:
        return here
    return find(here.turns, (*here.heard[:-1], _taken(here.heard[-1], maybe)))


def _with_answers(heard: Sequence[Heard]) -> tuple[Heard, ...]:
    """What was heard, in view of what the agent answered: what may have been a rupture, and was
    answered by a mend that did not go on from one before, was one."""
    mends = [bool(set(one.coding.moves or ()) & set(REPAIR_NAMES)) for one in heard]
    return tuple(
        _taken(one, one.maybe) if one.maybe and then and not before else one
        for one, before, then in zip(heard, (False, *mends), (*mends[1:], False), strict=False)
    )


def _taken(one: Heard, coding: Coding) -> Heard:
    return replace(one, coding=coding, maybe=None)


def _kind(codings: Sequence[Coding], here: Moment, stands: Risk) -> Kind:
    if stands.since is not None:
        return "safety"
    if stands.eased:
        return "relieved"
    answers = here.tried[-1] if here.tried and here.tried[-1].at == here.at - 1 else None
    if here.standing == "settling":
        return "settle" if answers and here.episode and here.episode.end == here.at else "ordinary"
    if here.standing != "open":
        return "ordinary"
    if codings[here.at].rupture:
        return "offer" if "failed_twice" in here.facts else "rupture"
    # What the user answers when the strain was named or asked about has to be taken up; else a
    # turn without strain is ordinary talk, also while the rupture has not quite gone.
    asked = {*procedure.ATTENTION_MOVES, *procedure.EXPLORING_MOVES}
    taken_up = bool(answers and asked & set(answers.moves))
    # Once: who has come back and is asked again whether something is wrong, is nagged.
    return "rupture" if taken_up and here.at >= 2 and codings[here.at - 2].rupture else "ordinary"


def _step(here: Moment) -> Advice | None:
    """The guide's first advice that a program can follow."""
    for one in guide.advise(here, most=len(procedure.MOVES)):
        moves = tuple(move for move in one.moves if move not in NOT_A_PROGRAMS)
        if moves:
            return replace(one, moves=moves)
    return None

"""Guide: decides what the procedure would do next at a moment, and says why; voices word it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from reknit.guide.feeling import UNKNOWN, Feeling, feelings, recognised
from reknit.guide.modality import Modality, modalities, named
from reknit.guide.moment import FACTS, Answer, Moment, Standing, moment
from reknit.guide.policy import Rule, load

__all__ = [
    "FACTS",
    "MOST",
    "UNKNOWN",
    "Advice",
    "Answer",
    "Feeling",
    "Modality",
    "Moment",
    "Standing",
    "advise",
    "feelings",
    "modalities",
    "moment",
    "named",
    "recognised",
]

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next: a step of the procedure and the moves that make it, in order; why now;
    what to avoid now; and the rule of the policy that it follows, with its source.

    `step` is one of `procedure.STEPS`, or `settle` (after a mend) or `safety`. `about` names the
    facts of the moment that the rule asked for: words should speak to these first.
    """

    step: str
    moves: tuple[str, ...]
    why: str
    avoid: tuple[str, ...]
    rule: str
    source: str
    about: tuple[str, ...] = ()


def advise(
    here: Moment,
    *,
    modality: Modality | None = None,
    felt: Collection[Feeling] = (),
    most: int = MOST,
) -> tuple[Advice, ...]:
    """Up to `most` pieces of advice for a moment, the one to try first in front.

    Empty where no rupture is open and nothing is felt. None begins with a move that one
    before it already holds.
    """
    if here.standing == "risk":
        return (_advice(load().safety, None, turn=here.last),)
    if here.standing == "settling":
        return (_advice(load().settle, None),)
    names = [feeling.name for feeling in felt]
    if here.standing == "none":
        return _felt_first(felt, names, modality)[:most]
    chosen: list[Rule] = []
    for rule in load().rules:
        if rule.fits(here.facts, names) and all(rule.moves[0] not in r.moves for r in chosen):
            chosen.append(rule)
    return tuple(_advice(rule, modality) for rule in chosen[:most])


def _felt_first(
    felt: Collection[Feeling], names: Collection[str], modality: Modality | None
) -> tuple[Advice, ...]:
    """Advice from what the therapist feels, where the words show nothing."""
    if not felt:
        return ()
    fitting = [
        rule for rule in load().rules if rule.feels and not rule.when and rule.fits((), names)
    ]
    first = fitting[0] if fitting else load().felt
    moves = first.moves if fitting else next(iter(felt)).moves
    made = _advice(first, modality)
    return (replace(made, moves=moves),)


def _advice(rule: Rule, modality: Modality | None, **told: object) -> Advice:
    avoid = (rule.avoid,) if modality is None else (rule.avoid, modality.avoid)
    why = rule.why.format(**told)
    return Advice(rule.step, rule.moves, why, avoid, rule.name, rule.source, rule.asked)

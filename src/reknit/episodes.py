"""Episodes: where ruptures open, what was done about them, and what became of them.

Follows section C of the coding manual. The unit is the turn; positions are turn indices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST, Outcome
from reknit.session import Turn

CALM_TURNS = 8
"""A new episode opens after this many patient turns without rupture (manual, C)."""
SETTLED_TURNS = 4
"""A return counts when this many patient turns after it hold no rupture (manual, C)."""
NO_CONTENT = ("minimal_response", "denial", "topic_shift", "deference", "leaves")
"""Markers of an answer that leaves what was asked unanswered."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One rupture from onset to its end, with the steps of the procedure that were met.

    `start`, `end`, `trigger`, `attention`, `explored` and `resolving` are turn indices; None means
    that there was no such turn. Steps can lie past `end` when the patient did not come back.
    `outcome` is None when the reader did not read what it is judged by.
    """

    start: int
    end: int
    rupture: tuple[str, ...]
    trigger: int | None
    attention: int | None
    explored: int | None
    resolving: int | None
    hindered: tuple[str, ...]
    outcome: Outcome | None

    @property
    def sensed(self) -> bool:
        """Whether the therapist showed, by any step, that the rupture was noticed."""
        return not self.attention is self.explored is self.resolving is None


def find(turns: Sequence[Turn], codings: Sequence[Coding]) -> tuple[Episode, ...]:
    """All episodes of a session, in order. `codings[i]` belongs to `turns[i]`."""
    if len(turns) != len(codings):
        raise ValueError(f"{len(turns)} turns but {len(codings)} codings")
    return tuple(
        _describe(turns, codings, ruptures, close) for ruptures, close in _spans(turns, codings)
    )


def is_repair(coding: Coding) -> bool:
    """Whether a therapist turn can be a step: a repair move in a turn that does not press on."""
    return coding.has_any(procedure.REPAIR_NAMES) and not coding.has_any(("press_on",))


def _spans(
    turns: Sequence[Turn], codings: Sequence[Coding]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Rupture turns of each episode, and the last position that can still belong to it."""
    ruptures: list[int] = []
    calm = 0
    close = -1
    for at, (turn, coding) in enumerate(zip(turns, codings, strict=True)):
        if turn.speaker == PATIENT and coding.rupture:
            if ruptures and calm >= CALM_TURNS:
                yield tuple(ruptures), close
                ruptures = []
            ruptures.append(at)
            calm = 0
        elif turn.speaker == PATIENT:
            calm += 1
        elif is_repair(coding) and calm < CALM_TURNS:
            calm = 0
        if calm < CALM_TURNS or (calm == CALM_TURNS and turn.speaker == PATIENT):
            close = at
    if ruptures:
        yield tuple(ruptures), close


def _describe(
    turns: Sequence[Turn], codings: Sequence[Coding], ruptures: tuple[int, ...], close: int
) -> Episode:
    onset, last = ruptures[0], ruptures[-1]
    back = _return(turns, codings, last, close)
    open_until = close if back is None else back
    steps = [
        at
        for at in range(onset + 1, open_until + 1)
        if turns[at].speaker == THERAPIST and is_repair(codings[at])
    ]

    def first(moves: tuple[str, ...]) -> int | None:
        return next((at for at in steps if codings[at].has_any(moves)), None)

    return Episode(
        start=onset,
        end=last if back is None else back,
        rupture=tuple(
            kind
            for kind in procedure.RUPTURE_NAMES
            if any(kind in (codings[at].rupture or ()) for at in ruptures)
        ),
        trigger=onset - 1 if onset and turns[onset - 1].speaker == THERAPIST else None,
        attention=first(procedure.ATTENTION_MOVES),
        explored=next(
            (
                at
                for at in steps
                if codings[at].has_any(procedure.EXPLORING_MOVES) and _answered(turns, codings, at)
            ),
            None,
        ),
        resolving=first(procedure.RESOLVING_MOVES),
        hindered=tuple(
            move
            for move in procedure.HINDERING_NAMES
            if any(codings[at].has_any((move,)) for at in range(onset + 1, open_until + 1))
        ),
        outcome=_outcome(codings, ruptures, steps, back, _engagement_read(turns, codings)),
    )


def _engagement_read(turns: Sequence[Turn], codings: Sequence[Coding]) -> bool:
    pairs = zip(turns, codings, strict=True)
    return any(turn.speaker == PATIENT and coding.engaged is not None for turn, coding in pairs)


def _answered(turns: Sequence[Turn], codings: Sequence[Coding], asked: int) -> bool:
    """Whether the patient's next turn answers with content."""
    for at in range(asked + 1, len(turns)):
        if turns[at].speaker == PATIENT:
            return not any(marker in NO_CONTENT for marker in codings[at].markers or ())
    return False


def _return(turns: Sequence[Turn], codings: Sequence[Coding], last: int, close: int) -> int | None:
    """The turn at which the patient is back: engaged, no rupture, and it holds.

    A return after a repair move goes before an earlier one without: it is the one that decides.
    """
    plain: int | None = None
    repaired = False
    for at in range(last + 1, close + 1):
        coding = codings[at]
        if turns[at].speaker == THERAPIST:
            repaired = repaired or is_repair(coding)
        elif coding.engaged and not coding.rupture and _holds(turns, codings, at):
            if repaired:
                return at
            plain = at if plain is None else plain
    return plain


def _holds(turns: Sequence[Turn], codings: Sequence[Coding], back: int) -> bool:
    following = (at for at in range(back + 1, len(turns)) if turns[at].speaker == PATIENT)
    return not any(
        codings[at].rupture for at, _ in zip(following, range(SETTLED_TURNS), strict=False)
    )


def _outcome(
    codings: Sequence[Coding],
    ruptures: tuple[int, ...],
    steps: Sequence[int],
    back: int | None,
    engagement_read: bool,
) -> Outcome | None:
    if not engagement_read:
        return None
    last = ruptures[-1]
    if back is not None:
        return "resolved" if any(last < at < back for at in steps) else "passed"
    grew = (codings[last].strength or 0) > (codings[ruptures[0]].strength or 0)
    if grew or "leaves" in (codings[last].markers or ()):
        return "worsened"
    return "partly" if steps else "unaddressed"

"""Stretch: a run of turns that goes through the shipped model together.

Within a stretch a turn sees itself and the turns before it, never later ones (the model masks
them), so that each token is encoded about once instead of once per turn that has it as context.
Where a stretch begins depends only on what came before, so that a session followed turn by turn
is cut the same way as a whole one. Training cuts its input here too; the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from reknit.procedure import PATIENT, THERAPIST, Role
from reknit.session import Turn

CLS: Final = 101
SPEAKER: Final[dict[Role, int]] = {THERAPIST: 1, PATIENT: 2}
"""Ids of two unused entries of the vocabulary, taught in training to mean who speaks."""

TURN_TOKENS: Final = 160
EARLIER_TURN_TOKENS: Final = 40
CONTEXT_TOKENS: Final = 96
STRETCH_TOKENS: Final = 320

T = TypeVar("T")


class Tokens(Protocol):
    """What a tokenizer gives for one text: ids, and where in the text each stands."""

    @property
    def ids(self) -> list[int]:
        """Ids into the vocabulary."""
        ...

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Start and end of each token in the text, in characters."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Model input for some turns. `turns` holds, for each id, the turn that it belongs to,
    counted from 0 within the stretch; `own` maps each turn to be read to the position of its
    first id; `offsets` the place of each id in its turn's text, (0, 0) where it has none.
    """

    ids: tuple[int, ...]
    turns: tuple[int, ...]
    own: tuple[tuple[int, int], ...]
    offsets: tuple[tuple[int, int], ...]


def stretches(
    turns: Sequence[Turn], tokens: Sequence[Tokens], since: int = 0, first: int | None = None
) -> Iterator[Stretch]:
    """The stretches that hold `turns[since:]`; `tokens[i]` belongs to `turns[i]`.

    `first` limits the length of the first stretch, in tokens: training varies it so that each
    turn is met with more and with less before it.
    """
    start, room = 0, first or STRETCH_TOKENS
    while start < len(turns):
        context = _context(tokens, start)
        used = 1 + sum(length for _, length in context)
        end = start
        while end < len(turns):
            length = 1 + min(TURN_TOKENS, len(tokens[end].ids))
            if used + length > room and end > start:
                break
            used += length
            end += 1
        if end > since:
            yield _stretch(turns, tokens, [at for at, _ in context], range(start, end))
        start, room = end, STRETCH_TOKENS


def opening(turns: Sequence[Turn], tokens: Sequence[Tokens]) -> Stretch:
    """What a stretch begins with in which the turn after `turns` is the first to be read."""
    context = [at for at, _ in _context(tokens, len(turns))]
    return _stretch(turns, tokens, context, range(0))


def _context(tokens: Sequence[Tokens], start: int) -> list[tuple[int, int]]:
    """The turns before `start` that fit as context, with their lengths, in order."""
    fitting: list[tuple[int, int]] = []
    room = CONTEXT_TOKENS
    for at in range(start - 1, -1, -1):
        length = 1 + min(EARLIER_TURN_TOKENS, len(tokens[at].ids))
        if length > room:
            break
        room -= length
        fitting.insert(0, (at, length))
    return fitting


def _stretch(
    turns: Sequence[Turn], tokens: Sequence[Tokens], context: Sequence[int], read: range
) -> Stretch:
    ids, places, own, offsets = [CLS], [0], [], [(0, 0)]
    for place, at in enumerate([*context, *read]):
        most = TURN_TOKENS if at in read else EARLIER_TURN_TOKENS
        if at in read:
            own.append((at, len(ids)))
        ids += [SPEAKER[turns[at].speaker], *_ends(tokens[at].ids, most)]
        offsets += [(0, 0), *_ends(tokens[at].offsets, most)]
        places += [place] * (len(ids) - len(places))
    return Stretch(tuple(ids), tuple(places), tuple(own), tuple(offsets))


def _ends(items: list[T], most: int) -> list[T]:
    """Beginning and end of a long turn: what is asked or felt tends to stand at its end."""
    if len(items) <= most:
        return items
    head = most // 3
    return items[:head] + items[len(items) - (most - head) :]

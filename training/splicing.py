"""Splicing: sessions cut into runs of turns and put together anew.

Nobody coded what the turns are in their new places: only a teacher, who can say of any talk what it
sees, uses such sessions. They show the pupil far more contexts than were written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reknit.coding import Coding
from reknit.session import Session, Turn
from training.corpus import Coded

SHORTEST, LONGEST = 6, 14
"""Turns in a run."""
TURNS = 40
"""Turns from which on a spliced session is done."""


def spliced(coded: Sequence[Coded], chance: random.Random) -> list[Coded]:
    """Sessions of runs drawn from all of these in random order; speakers still take turns. The
    codes that come along are those of the old places."""
    runs = [run for one in coded for run in _runs(one, chance)]
    chance.shuffle(runs)
    made: list[Coded] = []
    turns: list[Turn] = []
    codings: list[Coding] = []
    for run in runs:
        first = bool(turns) and turns[-1].speaker == run[0][0].speaker
        turns += [turn for turn, _ in run[first:]]
        codings += [coding for _, coding in run[first:]]
        if len(turns) >= TURNS:
            made.append(_session(f"spliced-{len(made)}", turns, codings))
            turns, codings = [], []
    return made


def _runs(one: Coded, chance: random.Random) -> Iterator[list[tuple[Turn, Coding]]]:
    both = list(zip(one.session.turns, one.codings, strict=True))
    at = 0
    while at < len(both):
        length = chance.randint(SHORTEST, LONGEST)
        yield both[at : at + length]
        at += length


def _session(name: str, turns: Sequence[Turn], codings: Sequence[Coding]) -> Coded:
    numbered = tuple(replace(turn, index=at) for at, turn in enumerate(turns))
    return Coded(Session(name, numbered), tuple(codings), {"case": name})

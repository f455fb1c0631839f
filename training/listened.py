"""Listened: calm chats with the companion's own listening lines in the agent's place.

What a user writes seldom answers such a line: without these the reader takes that for turning away.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reknit.coding import Coding
from reknit.companion.hearing import FOLDER
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session
from reknit.voice.phrasebook import book
from training.corpus import Coded

SEED: Final = 20
REPLACED: Final = 0.8
"""Share of the agent's turns that give way, where what follows is more than a short answer."""
SHORT: Final = 5
"""Words up to which a turn is taken for an answer to what was asked: what it answers stays."""


def listened(coded: Sequence[Coded]) -> list[Coded]:
    """Of each chat among these without rupture or risk, a second one that was listened to."""
    chance = random.Random(SEED)
    lines = [one.words for one in book(FOLDER) if one.move == "reflect" and "{" not in one.words]
    calm = [
        one
        for one in coded
        if one.head.get("register", "chat") == "chat"
        and not any(c.rupture or c.risk for c in one.codings)
    ]
    return [_listened(one, lines, chance) for one in calm]


def _listened(one: Coded, lines: Sequence[str], chance: random.Random) -> Coded:
    turns, codings = list(one.session.turns), list(one.codings)
    for at, (turn, after) in enumerate(pairwise(turns)):
        gives_way = turn.speaker == THERAPIST and after.speaker == PATIENT
        if gives_way and len(after.text.split()) > SHORT and chance.random() < REPLACED:
            line = chance.choice(lines)
            turns[at] = replace(turn, text=line)
            codings[at] = Coding(moves=("question" if line.endswith("?") else "reflect",))
    return replace(
        one, session=Session(f"{one.session.id}-listened", tuple(turns)), codings=tuple(codings)
    )

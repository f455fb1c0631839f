"""`make phrases`: the phrase book's place in the shipped reader's encoder, and whether the reader
sees in each line the move that it is for.

Writes `voice/phrases/vectors.npz`. Run it whenever a line or the reader changes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

import numpy as np

from reknit import procedure
from reknit.procedure import THERAPIST
from reknit.reader import decide, shipped
from reknit.session import Turn
from reknit.voice import phrasebook
from reknit.voice.phrasebook import Phrase
from training import moments

ENOUGH = 0.9
"""The share of lines in which the reader has to see the move."""


def moves_seen(phrase: Phrase) -> tuple[str, ...]:
    """The moves that the shipped reader sees in a line, said at a moment that it fits."""
    turns = moments.scene(tuple(sorted(phrase.fits)), phrase.move)
    words = phrase.words
    for slot, filler in moments.FILLERS.items():
        words = words.replace(f"{{{slot}}}", filler)
    turns.append(Turn(len(turns), THERAPIST, words))
    reader = shipped.load()
    (reading,) = reader.read(turns, len(turns) - 1)
    return decide(reading, THERAPIST, reader.thresholds).moves or ()


def recognised(phrase: Phrase, seen: tuple[str, ...]) -> bool:
    """Whether the reader sees the move that a line is for, and no hindering one. Lines for a step
    that is no move of repair need only be free of hindering ones."""
    free = not any(move in procedure.HINDERING_NAMES for move in seen)
    return free and (phrase.move in seen or phrase.move not in procedure.MOVE_NAMES)


def main() -> int:
    """Write the vectors, print shares and the lines that are not recognised."""
    reader = shipped.load()
    lines = phrasebook.book()
    found = np.stack([reader.vector(Turn(0, THERAPIST, one.words)) for one in lines])
    np.savez_compressed(
        phrasebook.VECTORS,
        vectors=found.astype(np.float16),
        words=json.dumps([one.words for one in lines]),
    )
    right: dict[str, list[bool]] = defaultdict(list)
    for one in lines:
        seen = moves_seen(one)
        right[one.move].append(recognised(one, seen))
        if not right[one.move][-1]:
            print(f"{one.move}, read as {', '.join(seen)}: {one.words}")
    for move, hits in right.items():
        print(f"{move:20} {len(hits):4} lines, recognised {sum(hits) / len(hits):.0%}")
    every = [hit for hits in right.values() for hit in hits]
    share = sum(every) / len(every)
    print(f"{len(every)} lines, recognised {share:.1%}")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())

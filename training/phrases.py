"""`make phrases`: the place of the phrase book and of the companion's lines in the shipped reader's
encoder, and whether the reader sees in each line the move that it is for.

Writes `phrases/vectors.npz` of both. Run it whenever a line or the reader changes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from reknit import procedure
from reknit.companion import hearing
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
    # Of its own lines the companion knows which moves they make: there the share is only told.
    _check(hearing.FOLDER)
    return 0 if _check(phrasebook.FOLDER) >= ENOUGH else 1


def _check(folder: Path) -> float:
    """The share of the lines in a folder that are recognised."""
    reader = shipped.load()
    lines = phrasebook.book(folder)
    found = np.stack([reader.vector(Turn(0, THERAPIST, one.words)) for one in lines])
    np.savez_compressed(
        folder / phrasebook.VECTORS,
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
    print(f"{folder.parent.name}: {len(every)} lines, recognised {share:.1%}")
    return share


if __name__ == "__main__":
    sys.exit(main())

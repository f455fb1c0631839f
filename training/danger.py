"""Danger: plain words for danger, and words that only look like it, said in one turn: how many of
these a reader takes for possible risk.

Written without knowledge of what the reader looks for (`reknit/reader/risk.toml`), and not to be
learned from. `corpus/danger.tsv` holds a line for each: `risk` or `none`, a tab, and the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reknit.procedure import PATIENT, RISK, THERAPIST
from reknit.reader import Reader
from reknit.session import Turn

FILE = Path(__file__).parent.parent / "corpus" / "danger.tsv"
BEFORE = "So how have things been?"
KINDS = ("risk", "none")


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the lines that tell of danger, and of those that only look like it, were taken
    for possible risk."""

    plain: int
    of: int
    in_vain: int
    of_others: int


def load() -> list[tuple[bool, str]]:
    """Whether it tells of danger, and the words, of each line. Raises ValueError for a line that is
    not in the form."""
    lines = []
    for number, line in enumerate(FILE.read_text("utf-8").splitlines(), start=1):
        kind, _, words = line.partition("\t")
        if kind not in KINDS or not words.strip():
            raise ValueError(f"{FILE.name}, line {number}: not 'risk' or 'none', a tab, and words")
        lines.append((kind == "risk", words))
    return lines


def measured(reader: Reader) -> Found:
    """How the reader does."""
    counts = {True: [0, 0], False: [0, 0]}
    for risky, words in load():
        turns = [Turn(0, THERAPIST, BEFORE), Turn(1, PATIENT, words)]
        (reading,) = reader.read(turns, 1)
        counts[risky][0] += reading.scores[RISK.name] >= reader.thresholds[RISK.name]
        counts[risky][1] += 1
    return Found(*counts[True], *counts[False])

"""Labels of real dialogue, kept apart from its text: a line per turn, by the turn's first id.

The text stays in `../shared/data`; the project holds `corpus/labels/SOURCE/CODER/ID.tsv` with
the columns `utterance_id` (of the turn's first line) and `codes`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from reknit.procedure import Role
from reknit.session import Session, Turn
from training.corpus import Coded, coding_of

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "corpus" / "labels"
DATA = ROOT.parent / "shared" / "data"


def session(name: str, said: Sequence[tuple[str, Role, str]]) -> tuple[Session, tuple[str, ...]]:
    """A Session from lines of (id, role, words), and each turn's first id; a speaker's
    consecutive lines make one turn."""
    turns: list[Turn] = []
    firsts: list[str] = []
    for number, role, text in said:
        words = " ".join(text.split())
        if turns and turns[-1].speaker == role:
            last = turns[-1]
            turns[-1] = Turn(last.index, role, f"{last.text} {words}".strip())
        else:
            turns.append(Turn(len(turns), role, words))
            firsts.append(number)
    return Session(name, tuple(turns)), tuple(firsts)


def coded(path: Path, session: Session, firsts: tuple[str, ...]) -> Coded:
    """The session with the labels in `path`. Raises ValueError where they do not fit it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if tuple(row["utterance_id"] for row in rows) != firsts:
        raise ValueError(f"{path}: the labels are not those of this transcript's turns")
    codings = []
    for row, turn in zip(rows, session.turns, strict=True):
        coding, unknown = coding_of((row["codes"] or "").split(), turn.speaker)
        if unknown:
            raise ValueError(f"{path}, {row['utterance_id']}: unknown code {unknown[0]}")
        codings.append(coding)
    return Coded(session, tuple(codings), {"case": session.id})

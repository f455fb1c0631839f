"""AnnoMI as a development measure: real talk from `../shared/data`, labels from `corpus/labels`.

The transcripts state no licence: they are read for measuring only and never copied. A label file
`ID.tsv` holds, for each turn, the `utterance_id` of its first line and its codes.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn
from training.corpus import Coded, coding_of

ROOT = Path(__file__).parent.parent
TRANSCRIPTS = ROOT.parent / "shared" / "data" / "annomi" / "AnnoMI-simple-dev.csv"
LABELS = ROOT / "corpus" / "labels" / "annomi"
CODERS = ("first", "second")


def load(coder: str = "first") -> list[Coded]:
    """All transcripts that this coder has coded, by number; empty where the data is absent."""
    if not TRANSCRIPTS.exists():
        return []
    sessions = _sessions()
    found = []
    for path in sorted((LABELS / coder).glob("*.tsv"), key=lambda p: int(p.stem)):
        session, firsts = sessions[path.stem]
        found.append(
            Coded(session, _codings(path, session, firsts), {"case": f"annomi-{path.stem}"})
        )
    return found


def _sessions() -> dict[str, tuple[Session, tuple[str, ...]]]:
    """Each transcript with its turns, and the `utterance_id` of each turn's first line."""
    with TRANSCRIPTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made = {}
    for number, lines in groupby(rows, key=lambda row: row["transcript_id"]):
        turns: list[Turn] = []
        firsts: list[str] = []
        for speaker, said in groupby(lines, key=lambda row: row["interlocutor"]):
            same = list(said)
            role = THERAPIST if speaker == "therapist" else PATIENT
            text = " ".join(" ".join(row["utterance_text"].split()) for row in same)
            turns.append(Turn(len(turns), role, text))
            firsts.append(same[0]["utterance_id"])
        made[number] = (Session(f"annomi-{number}", tuple(turns)), tuple(firsts))
    return made


def _codings(path: Path, session: Session, firsts: tuple[str, ...]) -> tuple[Coding, ...]:
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
    return tuple(codings)

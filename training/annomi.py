"""AnnoMI as a development measure: counselling demonstrations, coded twice by the manual.

The transcripts state no licence: they are read for measuring only and never copied.
"""

from __future__ import annotations

import csv
from itertools import groupby

from reknit.procedure import PATIENT, THERAPIST
from training import labels
from training.corpus import Coded

TRANSCRIPTS = labels.DATA / "annomi" / "AnnoMI-simple-dev.csv"
LABELS = labels.FOLDER / "annomi"
CODERS = ("first", "second")


def load(coder: str = "first") -> list[Coded]:
    """All transcripts that this coder has coded, by number; empty where the data is absent."""
    if not TRANSCRIPTS.exists():
        return []
    with TRANSCRIPTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, lines in groupby(rows, key=lambda row: row["transcript_id"]):
        path = LABELS / coder / f"{number}.tsv"
        if path.exists():
            said = [
                (
                    row["utterance_id"],
                    THERAPIST if row["interlocutor"] == "therapist" else PATIENT,
                    row["utterance_text"],
                )
                for row in lines
            ]
            found.append(labels.coded(path, *labels.session(f"annomi-{number}", said)))
    return found

"""MIBot: real chats of smokers with an automatic counsellor, coded by the manual.

Mahmood et al. (ACL 2025), CC BY-SA 4.0; the text stays in `../shared/data`, and labels and weights
that draw on it carry its attribution (corpus/labels/README.md).
"""

from __future__ import annotations

import json

from reknit.procedure import PATIENT, THERAPIST
from training import labels
from training.corpus import Coded

TRANSCRIPTS = labels.DATA / "mibot" / "transcripts"
LABELS = labels.FOLDER / "mibot"


def load(coder: str = "settled") -> list[Coded]:
    """All conversations as this coder has coded them ("first" and "second" worked blind; what was
    settled between them is "settled"); empty where the data is absent."""
    found = []
    for file in sorted(TRANSCRIPTS.glob("*.json")):
        # A participant's id is long; its beginning tells them apart.
        name = file.stem[:12]
        path = LABELS / coder / f"{name}.tsv"
        if path.exists():
            said = [
                (
                    str(one["utterance_number"]),
                    THERAPIST if one["speaker"] == "counsellor" else PATIENT,
                    one["text"],
                )
                for one in json.loads(file.read_text("utf-8"))["utterances"]
            ]
            found.append(labels.coded(path, *labels.session(f"mibot-{name}", said)))
    return found

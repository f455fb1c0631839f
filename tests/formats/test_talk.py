from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reknit.formats.talk import Rates, likely_therapist, rates, score

ANNOMI = Path(__file__).parents[3] / "shared/data/annomi/AnnoMI-simple-dev.csv"


def test_rates_by_hand() -> None:
    # Two turns of seven words: one asks; "you", "your"; "I", "my".
    found = rates(["How was your week, are you", "I"])
    assert found == Rates(asks=0.5, you=2 / 7, self=1 / 7)
    assert score(["How was your week, are you", "I"]) == pytest.approx(2 * 0.5 + 10 / 7)


def test_nothing_said_is_zero() -> None:
    assert rates([]) == Rates(0.0, 0.0, 0.0)


def test_questions_without_marks_count() -> None:
    assert rates(["what made it hard", "he knows what to do"]).asks == 0.5


def test_the_one_who_asks_and_says_you() -> None:
    said = {
        "Ann": ["I could not sleep and my back hurt.", "I suppose I did."],
        "Bo": ["What kept you up?", "You sound tired."],
        "Cy": ["We drove her home."],
    }
    assert likely_therapist(said) == "Bo"


def test_too_close_to_call() -> None:
    assert likely_therapist({"Ann": ["Fine."], "Bo": ["Fine."]}) is None
    assert likely_therapist({"Ann": ["How are you?"]}) is None


def test_real_sessions_with_names_hidden() -> None:
    if not ANNOMI.exists():
        pytest.skip("AnnoMI is not in ../shared/data")
    sessions: dict[str, dict[str, list[str]]] = {}
    with ANNOMI.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = sessions.setdefault(row["transcript_id"], {})
            said.setdefault(row["interlocutor"], []).append(row["utterance_text"])
    guesses = [likely_therapist(said) for said in sessions.values()]
    assert guesses.count("therapist") / len(guesses) > 0.95
    assert guesses.count("client") / len(guesses) < 0.02

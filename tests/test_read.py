"""The whole way from a file to readings: the same session gives the same, whatever its format."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

import reknit
from reknit.result import Result
from tests.formats.writers import SPOKEN, WRITERS

ANNOMI = Path(__file__).parents[2] / "shared/data/annomi/AnnoMI-simple-dev.csv"


def readings(spoken: object, name: str, folder: Path) -> Result:
    suffix, write = WRITERS[name]
    path = folder / f"{name}{suffix}"
    path.write_bytes(write(spoken))  # type: ignore[arg-type]
    return reknit.read(path)


def same(one: Result, other: Result) -> None:
    assert one.readings == other.readings
    assert one.codings == other.codings
    assert one.episodes == other.episodes
    assert one.alliance == other.alliance


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_readings(name: str, tmp_path: Path) -> None:
    same(readings(SPOKEN, name, tmp_path), readings(SPOKEN, "plain", tmp_path))


@pytest.mark.parametrize("transcript", ["0", "9"])
def test_a_real_session_gives_the_same_readings_in_every_format(
    transcript: str, tmp_path: Path
) -> None:
    if not ANNOMI.exists():
        pytest.skip("AnnoMI is not in ../shared/data")
    with ANNOMI.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["transcript_id"] == transcript]
    assert rows
    roles = {"therapist": "therapist", "client": "patient"}
    said = [(roles[row["interlocutor"]], " ".join(row["utterance_text"].split())) for row in rows]
    spoken = [
        (role, " ".join(text for _, text in lines))
        for role, lines in groupby(said, key=lambda line: line[0])
    ]
    whole = readings(spoken, "plain", tmp_path)
    assert len(whole.session.turns) == len(spoken)
    for name in WRITERS:
        same(readings(spoken, name, tmp_path), whole)

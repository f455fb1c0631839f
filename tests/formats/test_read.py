from __future__ import annotations

import csv
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from reknit import formats
from reknit.session import Session

from .writers import ROLES, SAMPLES, SPOKEN, TEXTS, WRITERS

ANNOMI = Path(__file__).parents[3] / "shared/data/annomi/AnnoMI-simple-dev.csv"
INFERRED = {"whisperx", "assemblyai", "deepgram", "deepgram-words", "deepgram-paragraphs"}


def spoken(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple((turn.speaker, turn.text) for turn in session.turns)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_sample_holds_the_same_session(path: Path) -> None:
    session = formats.read(path)
    assert spoken(session) == SPOKEN
    assert [turn.index for turn in session.turns] == list(range(8))
    assert session.roles_from == ("inferred" if path.stem in INFERRED else "labels")
    assert (session.id, session.source) == (path.stem, path.name)


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_every_ending_is_written_in_some_test(suffix: str) -> None:
    assert suffix in {ending for ending, _ in WRITERS.values()}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_session_in_every_format(name: str, tmp_path: Path) -> None:
    suffix, write = WRITERS[name]
    path = tmp_path / f"session{suffix}"
    path.write_bytes(write(SPOKEN))
    assert spoken(formats.read(path)) == SPOKEN


@pytest.mark.parametrize(
    ("name", "fourth"),
    [
        ("stamped.txt", (20.0, None)),
        ("otter.txt", (20.0, None)),
        ("zoom.txt", (36_020.0, None)),
        ("letters.txt", (None, None)),
        ("zoom.vtt", (20.0, 27.5)),
        ("teams.vtt", (20.0, 27.5)),
        ("captions.srt", (20.0, 27.5)),
        ("whisper.json", (20.0, 27.5)),
        ("whisperx.json", (20.0, 27.5)),
        ("assemblyai.json", (20.0, 27.5)),
        ("deepgram.json", (20.0, 27.5)),
        ("deepgram-words.json", (20.0, 27.5)),
        ("deepgram-paragraphs.json", (20.0, 27.5)),
        ("reknit.json", (20.0, 27.5)),
        ("chat.json", (None, None)),
        ("utterances.json", (20.0, None)),
        ("columns.csv", (20.0, None)),
        ("tabs.tsv", (20.0, 27.5)),
    ],
)
def test_times_are_the_first_lines_start_and_the_last_lines_end(
    name: str, fourth: tuple[float | None, float | None]
) -> None:
    turn = formats.read(SAMPLES / name).turns[3]
    assert (turn.start, turn.end) == fourth


def test_the_label_stays_with_the_turn() -> None:
    session = formats.read(SAMPLES / "teams.vtt")
    assert [turn.name for turn in session.turns] == ["Dr. Maeve Quinn", "Ola Brandt"] * 4
    assert session.speakers == {"Dr. Maeve Quinn": "therapist", "Ola Brandt": "patient"}


def test_the_users_word_goes_over_the_labels() -> None:
    session = formats.read(str(SAMPLES / "teams.vtt"), therapist="ola")
    assert [turn.speaker for turn in session.turns] == ["patient", "therapist"] * 4
    assert session.roles_from == "named"


def test_heavy_parsers_wait_until_they_are_needed() -> None:
    code = (
        "import sys, reknit.formats as f; f.read(sys.argv[1]);"
        "print(sorted({'docx', 'lxml', 'webvtt', 'json', 'csv'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(SAMPLES / "letters.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def annomi() -> tuple[tuple[str, str], ...]:
    if not ANNOMI.exists():
        pytest.skip("AnnoMI is not in ../shared/data")
    with ANNOMI.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["transcript_id"] == "0"]
    roles = {"therapist": "therapist", "client": "patient"}
    said = [(roles[row["interlocutor"]], " ".join(row["utterance_text"].split())) for row in rows]
    return tuple(
        (role, " ".join(text for _, text in same)) for role, same in groupby(said, lambda s: s[0])
    )


@pytest.mark.parametrize("name", WRITERS)
def test_a_real_session_converted_to_every_format(
    name: str, annomi: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    suffix, write = WRITERS[name]
    path = tmp_path / f"annomi{suffix}"
    path.write_bytes(write(annomi))
    assert len(annomi) > 20
    assert spoken(formats.read(path)) == annomi


def test_the_samples_texts_differ() -> None:
    assert len(set(TEXTS)) == len(TEXTS) == len(ROLES)

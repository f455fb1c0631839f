"""The artefact that ships: that it answers alike however it is asked, and what it must see."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from reknit import formats, procedure
from reknit.errors import UserError
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import READERS, Reading, decide, load, shipped
from reknit.reader.shipped import heaviest
from reknit.session import Turn

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "tall-ash.vtt"
TOLERANCE = 2e-3
"""Last digits may differ with the shape of what is multiplied; decisions must not."""


@pytest.fixture(scope="module")
def turns() -> tuple[Turn, ...]:
    once = formats.read(EXAMPLE).turns
    return tuple(Turn(at, turn.speaker, turn.text) for at, turn in enumerate([*once, *once, *once]))


@pytest.fixture(scope="module")
def readings(turns: tuple[Turn, ...]) -> list[Reading]:
    return load().read(turns)


def assert_alike(one: Reading, other: Reading) -> None:
    assert one.scores == pytest.approx(other.scores, abs=TOLERANCE)
    assert one.strength == pytest.approx(other.strength, abs=TOLERANCE)


def test_every_turn_gets_the_codes_of_its_speaker(
    turns: tuple[Turn, ...], readings: list[Reading]
) -> None:
    for turn, reading in zip(turns, readings, strict=True):
        of_speaker = {
            n
            for n in (*procedure.CODE_NAMES, *procedure.GROUPS)
            if procedure.role_of(n) == turn.speaker
        }
        assert set(reading.scores) == of_speaker
        assert all(0 <= chance <= 1 for chance in reading.scores.values())
        assert (reading.strength is None) == (turn.speaker == THERAPIST)


def test_any_of_a_group_is_at_least_as_likely_as_each(readings: list[Reading]) -> None:
    for reading in readings:
        for group, names in procedure.GROUPS.items():
            if group in reading.scores:
                assert reading.scores[group] >= max(reading.scores[name] for name in names)


def test_turn_by_turn_gives_the_same_answers(
    turns: tuple[Turn, ...], readings: list[Reading]
) -> None:
    reader = load()
    for upto in range(1, len(turns) + 1, 7):
        (latest,) = reader.read(turns[:upto], since=upto - 1)
        assert_alike(latest, readings[upto - 1])


def test_later_turns_change_nothing(turns: tuple[Turn, ...], readings: list[Reading]) -> None:
    changed = [*turns[:40], *(Turn(t.index, t.speaker, "No. Stop it!") for t in turns[40:])]
    for one, other in zip(load().read(changed)[:40], readings[:40], strict=True):
        assert_alike(one, other)


def test_what_came_before_counts(turns: tuple[Turn, ...], readings: list[Reading]) -> None:
    alone = load().read([Turn(0, turns[17].speaker, turns[17].text)])[0]
    assert abs(alone.scores["withdrawal"] - readings[17].scores["withdrawal"]) > TOLERANCE


def test_threads_change_nothing(turns: tuple[Turn, ...], readings: list[Reading]) -> None:
    for one, other in zip(shipped.load(threads=1).read(turns), readings, strict=True):
        assert_alike(one, other)


def test_nothing_to_read() -> None:
    assert load().read([]) == []


@pytest.mark.parametrize(
    "text",
    ["", " ", "\N{GRINNING FACE}" * 50, "a" * 5000, "word " * 3000, "\x00\u200b", "[laughs]"],
)
def test_odd_turns_are_read(text: str) -> None:
    reading = load().read([Turn(0, PATIENT, text)])[0]
    assert all(0 <= e.start < e.end <= len(text) for e in reading.evidence)
    assert all(np.isfinite(list(reading.scores.values())))


def test_evidence_lies_on_whole_words_of_codes_that_hold(
    turns: tuple[Turn, ...], readings: list[Reading]
) -> None:
    thresholds = load().thresholds
    seen = 0
    for turn, reading in zip(turns, readings, strict=True):
        for one in reading.evidence:
            seen += 1
            assert one.code in decide(reading, turn.speaker, thresholds).codes
            assert turn.text[one.start : one.end].strip() == turn.text[one.start : one.end]
            assert one.start == 0 or turn.text[one.start - 1].isspace()
            assert one.end == len(turn.text) or turn.text[one.end].isspace()
    assert seen > 20


def test_plain_words_for_danger_are_seen_among_other_matter() -> None:
    reader = load()
    text = "I did the sheet at the kitchen table. Honestly, they'd be better off without me."
    reading = reader.read([Turn(0, THERAPIST, "How was the week?"), Turn(1, PATIENT, text)])[1]
    assert decide(reading, PATIENT, reader.thresholds).risk
    marked = [text[one.start : one.end] for one in reading.evidence if one.code == "risk"]
    assert "better off without me" in " ".join(marked)


def test_the_words_marked_weigh_more_than_others(
    turns: tuple[Turn, ...], readings: list[Reading]
) -> None:
    """Taking out the marked words lowers the score more than taking out as many others."""
    reader, chance = load(), random.Random(1)
    marked: list[float] = []
    others: list[float] = []
    for at, (turn, reading) in enumerate(zip(turns[:38], readings, strict=False)):
        words = turn.text.split()
        for code in {e.code for e in reading.evidence}:
            spans = [(e.start, e.end) for e in reading.evidence if e.code == code]
            out = {i for i, (s, e) in enumerate(_places(turn.text)) if _inside(s, e, spans)}
            rest = [i for i in range(len(words)) if i not in out]
            if not out or len(rest) <= len(out):
                continue
            for gone, drops in ((out, marked), (set(chance.sample(rest, len(out))), others)):
                left = " ".join(word for i, word in enumerate(words) if i not in gone)
                short = [*turns[:at], Turn(at, turn.speaker, left)]
                now = reader.read(short, since=at)[0].scores[code]
                drops.append(reading.scores[code] - now)
    assert len(marked) >= 20
    assert np.mean(marked) > 1.5 * np.mean(others)


def _places(text: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        places.append((start, at))
    return places


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(s <= start and end <= e for s, e in spans)


def test_heaviest_joins_neighbours_and_stops_at_half_the_weight() -> None:
    text = "you never listen to me"
    offsets = [(0, 0), (0, 3), (4, 9), (10, 13), (13, 16), (17, 19), (20, 22)]
    weights = np.array([9.0, 0.1, 1.0, 0.6, 0.6, -1.0, 0.4], np.float32)
    # words: you .1, never 1.0, listen 1.2, me .4; half of 2.7 is passed by listen and never
    assert heaviest(text, offsets, weights) == [(4, 16)]


def test_heaviest_of_nothing() -> None:
    assert heaviest("", [(0, 0)], np.array([1.0], np.float32)) == []


def test_the_shipped_files_are_small_and_hold_no_code() -> None:
    files = {path.name: path.stat().st_size for path in shipped.FOLDER.iterdir()}
    assert set(files) == {"model.onnx", "tokenizer.json", "reader.json", "LICENSE", "MODEL_CARD.md"}
    assert sum(files.values()) <= 25_000_000
    about = json.loads((shipped.FOLDER / "reader.json").read_text("utf-8"))
    assert set(about["thresholds"]) == {*procedure.CODE_NAMES, *procedure.GROUPS}
    assert {*procedure.CODE_NAMES, *procedure.GROUPS} < set(about["outputs"])


def test_an_unknown_reader_is_a_mistake_that_names_those_there_are() -> None:
    with pytest.raises(UserError, match="no reader named 'nobody'; expected llm or shipped"):
        load("nobody")
    assert list(READERS) == ["shipped", "llm"]

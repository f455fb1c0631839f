"""Whatever is read: a sound Session or UserError, nothing else."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reknit import formats
from reknit.errors import UserError
from reknit.formats import machine, plain, subtitles, table
from reknit.formats.speakers import session
from reknit.session import Session

from .writers import SAMPLES, SPOKEN, WRITERS

QUICK = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(QUICK, max_examples=25)
SAMPLE = {name: (suffix, write(SPOKEN)) for name, (suffix, write) in WRITERS.items()}
PARSERS = {
    ".txt": lambda text: plain.parse(text),
    ".vtt": lambda text: subtitles.parse_vtt(text, "s"),
    ".srt": lambda text: subtitles.parse_srt(text, "s"),
    ".json": lambda text: machine.parse(text, "s"),
    ".csv": lambda text: table.parse(text, ".csv", "s"),
    ".tsv": lambda text: table.parse(text, ".tsv", "s"),
}
SCRAPS = [
    *("T: ", "P: ", "Ann: ", "Narrator: ", "So?", "I did.", "therapist", "client", "role", "é"),
    *("\n", "\n\n", "\r", " ", "\t", ",", ";", '"', "(", ")", "：", "**", "# ", "\u200b", "\u00a0"),
    *("-->", "00:01", "[0:02] ", "00:00:01.000 --> 00:00:02.000\n", "00:00:99,000 --> 1:00", "1\n"),
    *("WEBVTT\n\n", "<v Ann>", "</v>", "NOTE ", "STYLE\n", "speaker,text\n", "speaker\ttext\n"),
    *("²\n", "\x00", "\ud800"),
]
texts = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=8), max_size=40).map("".join)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
keys = st.sampled_from(
    [
        "speaker",
        "text",
        "start",
        "end",
        "role",
        "content",
        "segments",
        "utterances",
        "results",
        "channels",
        "alternatives",
        "words",
        "paragraphs",
        "sentences",
        "transcript",
        "session",
        "turns",
        "speakers",
        "name",
        "timestamp",
        "session_id",
    ]
)
names = st.sampled_from(["therapist", "patient", "A", "B", "", 0, 1])
entries = st.dictionaries(keys, names | scalars | st.sampled_from(["So?", "I did."]), max_size=6)
trees = st.recursive(
    scalars | names | entries,
    lambda inner: st.lists(inner | entries, max_size=5) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


def check(made: Session, own: bool = False) -> None:
    assert [turn.index for turn in made.turns] == list(range(len(made.turns)))
    assert {turn.speaker for turn in made.turns} == {"therapist", "patient"}
    if not own:
        assert all(one.name.casefold() != two.name.casefold() for one, two in pairwise(made.turns))
        assert set(made.speakers) == {turn.name for turn in made.turns}
    for turn in made.turns:
        assert turn.text == turn.text.strip()
        assert any(unicodedata.category(char)[0] in "LNPS" for char in turn.text)
        assert made.speakers.get(turn.name, turn.name) == turn.speaker
        turn.text.encode()
        turn.name.encode()
        for time in (turn.start, turn.end):
            assert time is None or (isinstance(time, float) and 0 <= time <= 360_000)
        assert turn.start is None or turn.end is None or turn.start <= turn.end


def sound(parse: Any, own: bool = False) -> bool:
    """Whether it gave a Session, which must then be sound; UserError is the other way out."""
    try:
        made = parse()
    except UserError:
        return False
    check(made, own)
    return True


def read(suffix: str, data: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"s{suffix}"
        path.write_bytes(data)
        return sound(lambda: formats.read(path), b'"session"' in data)


@pytest.mark.parametrize("suffix", PARSERS)
def test_any_text(suffix: str) -> None:
    seen = []

    @QUICK
    @given(texts)
    def fuzz(text: str) -> None:
        lead = "WEBVTT\n\n" if suffix == ".vtt" else ""
        seen.append(sound(lambda: session(PARSERS[suffix](lead + text), "s", "s", None)))

    fuzz()
    assert seen


SAID = [
    *("{} 5:30", "{} 5:30 a.m.", "{}  5:30", "[{} 00:12]", "({} 0:12)", "[0:12] {}", "0:12 {}"),
    *(
        "{}: so",
        "**{}** so",
        "**{}:** so",
        "**{}",
        "[{}] so",
        "{} - so",
        "__{}__: so",
        "> {}",
        "# {}",
    ),
    *(
        "00:00:12 {}",
        "{}:so",
        "{} | 0:12",
        "<{}>",
        "{}\tso",
        "System: {}",
        "He said: {}",
        "T {} 0:09",
    ),
    *("T: {}", "P: {}", "", "{}", "5:30", "[{}]", "{}:", "{}...", "Date: {}", "Therapist: {}"),
]


@settings(QUICK, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(SAID), st.booleans()), min_size=1, max_size=14))
def test_no_word_is_ever_lost(lines: list[tuple[str, bool]]) -> None:
    words = [f"word{chr(97 + n)}" for n in range(len(lines))]
    spoken = [
        line.format(word.title() if large else word)
        for (line, large), word in zip(lines, words, strict=True)
    ]
    text = "\n".join(("T: hello", "P: hello", *spoken, "T: bye", "P: bye"))
    made = session(plain.parse(text), "s", "s", None)
    kept = " ".join(f"{turn.name} {turn.text}" for turn in made.turns).casefold()
    assert [w for w in words if any(w in s.casefold() for s in spoken) and w not in kept] == []


@QUICK
@given(trees)
def test_any_json(tree: object) -> None:
    own = isinstance(tree, dict) and "session" in tree
    sound(lambda: session(machine.parse(json.dumps(tree), "s"), "s", "s", None), own)


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_any_bytes(suffix: str) -> None:
    @FEW
    @given(
        st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"WEBVTT\n\n"])
    )
    def fuzz(data: bytes, lead: bytes) -> None:
        read(suffix, lead + data)

    fuzz()


@pytest.mark.parametrize("name", SAMPLE)
def test_a_good_file_changed_a_little(name: str) -> None:
    suffix, whole = SAMPLE[name]
    read_well = [read(suffix, whole)]

    @FEW
    @given(st.data())
    def fuzz(data: Any) -> None:
        at = data.draw(st.integers(0, len(whole)))
        length = data.draw(st.integers(0, 40))
        new = data.draw(st.binary(max_size=8) | st.sampled_from(SCRAPS[:-1]).map(str.encode))
        read_well.append(read(suffix, whole[:at] + new + whole[at + length :]))

    fuzz()
    assert read_well[0]
    if suffix != ".docx":
        assert any(read_well[1:])


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_file_cut_anywhere(path: Path) -> None:
    whole = path.read_bytes()

    @FEW
    @given(st.integers(0, len(whole)))
    def fuzz(at: int) -> None:
        read(path.suffix, whole[:at])

    fuzz()

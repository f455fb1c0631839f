"""The phrase book: lines that a therapist could say, written by hand, and the choice among them.

A line stands in `phrases/MOVE.tsv` with what it fits: kinds of rupture, markers of the patient's
last strained turn, what the therapist did before; modality; tone. Chosen are lines that fit the
moment most closely, by what they say they fit and by how near they lie to the patient's own words
in the shipped reader's encoder, one for each tone, and none that was said before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import cycle
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reknit import procedure
from reknit.guide import Advice
from reknit.reader import shipped
from reknit.session import Turn
from reknit.voice.person import told_back
from reknit.voice.quote import quote
from reknit.voice.wording import TONES, Scene, Wording

FOLDER: Final = Path(__file__).parent / "phrases"
_SLOT: Final = re.compile(r"\{\w+\}")
_QUOTED: Final = re.compile('["‘’]')
VECTORS: Final = "vectors.npz"
COLUMNS: Final = ("fits", "modality", "tone", "words")
KINDS: Final = frozenset(procedure.RUPTURE_NAMES)
MARKERS: Final = frozenset(procedure.MARKER_NAMES)
HINDERING: Final = frozenset(procedure.HINDERING_NAMES)
STRENGTHS: Final = frozenset(("slight", "strong"))
AGAIN: Final = "again"
ANY: Final = "any"

CLOSER: Final = {"marker": 1.0, "hindering": 1.0, "modality": 0.8, "feeling": 1.5, "other": 0.4}
"""How much each thing that a line fits by counts, beside 0 to 1 for its nearness to the patient's
words. Set by reading what was chosen."""
QUOTED: Final = 0.3
"""What a line gains by quoting the patient, where there is something to quote."""
ABOUT: Final = 0.6
"""What a line gains by speaking to what the rule of the advice asked for."""
TURNS: Final = 0.5
"""How much luck, the same for the same words of a patient, may add: lines that fit alike take
turns from session to session."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the book: the move it is for, what it fits, and its words with their slots."""

    move: str
    fits: frozenset[str]
    modalities: frozenset[str]
    tone: str
    words: str


@cache
def book(folder: Path = FOLDER) -> tuple[Phrase, ...]:
    """Every line, in the order of the files. Raises ValueError for a file that is not in form."""
    return tuple(phrase for path in sorted(folder.glob("*.tsv")) for phrase in _lines(path))


def _lines(path: Path) -> Iterable[Phrase]:
    header, *rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    if tuple(header) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError(f"{path.name}: every line has the columns {', '.join(COLUMNS)}")
    for fits, modality, tone, words in rows:
        yield Phrase(
            path.stem,
            frozenset(fits.split()) - {ANY},
            frozenset(modality.split()) - {ANY},
            tone,
            words,
        )


@cache
def vectors(folder: Path = FOLDER) -> NDArray[np.float32]:
    """Where each line of the book lies in the shipped reader's encoder, (lines, hidden), length 1.

    Made by `python -m training.phrases`; lines added since lie nowhere (zeros).
    """
    kept = np.load(folder / VECTORS)
    # Each look into the file unpacks all of it.
    places = kept["vectors"].astype(np.float32)
    at = {words: place for place, words in enumerate(json.loads(str(kept["words"])))}
    nowhere = np.zeros(places.shape[1], np.float32)
    found = [places[at[one.words]] if one.words in at else nowhere for one in book(folder)]
    return np.stack(found)


@lru_cache(maxsize=4)
def nearness(folder: Path, turn: Turn) -> NDArray[np.float32]:
    """How near each line of the book lies to a turn in the shipped reader's encoder, (lines,), -1
    to 1. The last few are kept: an answer of several lines asks for the same."""
    near: NDArray[np.float32] = vectors(folder) @ shipped.load().vector(turn)
    return near


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """The voice that is always there: lines from the book in `folder`, on this machine.

    `closer` says of facts of the moment how much a line gains that fits by them; `sentences`, that
    only what is a sentence by itself is quoted, and told back only where it is about the speaker;
    without `questions` nothing is asked, and without `quotes` nothing is given back.
    """

    name: str = "phrasebook"
    folder: Path = FOLDER
    closer: Mapping[str, float] = field(default_factory=dict)
    sentences: bool = False
    questions: bool = True
    quotes: bool = True

    def say(self, advice: Advice, scene: Scene) -> tuple[Wording, ...]:
        """For each tone the line that fits best, the moves of the advice in their order."""
        here = scene.moment
        # Only strained words are quoted: of others it is not known that they are what it is about.
        quoted = None
        if here.last is not None and self.quotes:
            quoted = quote(scene.turns[here.last].text, scene.weighed, sentence=self.sentences)
        back = told_back(quoted) if quoted else None
        if self.sentences and back == quoted:
            back = None
        slots = {"quote": quoted, "said": back}
        heard = here.at if here.last is None else here.last
        lines = book(self.folder)
        near: NDArray[np.float32] = np.zeros(len(lines), np.float32)
        if heard >= 0:
            near = nearness(self.folder, scene.turns[heard])
        heard_words = scene.turns[heard].text if heard >= 0 else ""
        facts = here.facts | {AGAIN} if "failed" in here.facts else here.facts
        about = (MARKERS | HINDERING) & set(advice.about) & facts
        said = [unquoted(one) for one in scene.said]
        chosen: dict[str, Wording] = {}
        for move in advice.moves:
            told = [
                (
                    _fit(phrase, facts, scene)
                    + ABOUT * bool(phrase.fits & about)
                    + sum(self.closer.get(one, 0.0) for one in phrase.fits)
                    + float(near[at])
                    + TURNS * _luck(phrase.words, heard_words),
                    -at,
                    filled,
                )
                for at, phrase in enumerate(lines)
                if phrase.move == move
                and _may(phrase, facts, scene)
                and (filled := fill(phrase.words, slots)) is not None
                and (self.questions or "?" not in phrase.words)
                and not any(holds(one, phrase.words) for one in said)
            ]
            for _, at, filled in sorted(told, reverse=True):
                chosen.setdefault(lines[-at].tone, Wording(filled, lines[-at].tone, move))
        return tuple(chosen[tone] for tone in TONES if tone in chosen)


def holds(text: str, words: str) -> bool:
    """Whether a text, `unquoted`, holds a line with these words, whatever fills its slots."""
    at = 0
    for piece in pieces(words):
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


@cache
def pieces(words: str) -> tuple[str, ...]:
    """What of a line is always the same: its words around its slots, without quotation marks."""
    return tuple(piece for piece in _SLOT.split(unquoted(words)) if len(piece) > 1)


def unquoted(text: str) -> str:
    """A text without its quotation marks, as lines are compared."""
    return _QUOTED.sub("", text)


def _may(phrase: Phrase, facts: Collection[str], scene: Scene) -> bool:
    """Whether all that a line says it fits is so. Of markers, and of what the therapist did, one
    is enough."""
    if phrase.modalities and (
        scene.modality is None or scene.modality.name not in phrase.modalities
    ):
        return False
    feelings = [feeling.name for feeling in scene.feelings]
    kinds, markers = phrase.fits & KINDS, phrase.fits & MARKERS
    hindering = phrase.fits & HINDERING
    rest = phrase.fits - KINDS - MARKERS - HINDERING
    if not kinds and not markers and not hindering and not rest:
        return True
    if kinds and facts and not kinds & set(facts):
        return False
    if markers and not markers & set(facts):
        return False
    if hindering and not hindering & set(facts):
        return False
    return all(one in facts or one in feelings for one in rest)


def _fit(phrase: Phrase, facts: Collection[str], scene: Scene) -> float:
    """How closely a line that may be said fits."""
    feelings = {feeling.name for feeling in scene.feelings}
    rest = phrase.fits - KINDS - MARKERS - HINDERING
    return (
        CLOSER["marker"] * bool(phrase.fits & MARKERS)
        + CLOSER["hindering"] * bool(phrase.fits & HINDERING)
        + CLOSER["modality"] * bool(phrase.modalities)
        + CLOSER["feeling"] * bool(rest & feelings)
        + CLOSER["other"] * bool(rest & set(facts))
        + QUOTED * ("{" in phrase.words)
    )


def _luck(line: str, heard: str) -> float:
    """0 to 1, by nothing but these words."""
    return crc32(f"{line} {heard}".encode()) / 0xFFFFFFFF


def fill(words: str, slots: dict[str, str | None]) -> str | None:
    """A line with its slots filled and its quotation marks curled (single ones: the line itself is
    shown in double ones); None where a slot stays open."""
    for name, filler in slots.items():
        if f"{{{name}}}" in words:
            if filler is None:
                return None
            starts = words.startswith((f'"{{{name}}}', f"{{{name}}}"))
            words = words.replace(
                f"{{{name}}}", filler[:1].upper() + filler[1:] if starts else filler
            )
    inside = iter(words.split('"'))
    return next(inside) + "".join(mark + part for mark, part in zip(cycle("‘’"), inside))

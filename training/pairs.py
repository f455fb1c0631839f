"""Contrast pairs: the same words, or nearly, that carry a code in one scene and not in the other.

A file in `corpus/pairs/` holds scenes of one to eight turns in the corpus's line form::

    pair: w70-001 deference
    T [inform question] So three a day, and no wine with them. You're all right with that?
    P [withdrawal 1 deference] Yeah, sure. Whatever you think.
    or
    T [question] I've got Tuesday at two or Thursday at ten.
    P [] Yeah, sure, whatever. Thursday.

The last turns are what is compared: one speaker, nearly the same words, other codes. After the
name stand the codes that the pair is about, of which each holds in just one of the scenes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from reknit import procedure
from reknit.session import Session
from training.corpus import Coded, InvalidCorpusError, lines_of, words_of

FOLDER = Path(__file__).parent.parent / "corpus" / "pairs"
ALIKE = 0.5
"""How much of the longer last turn's words the shorter one must share, in order, at least."""
MOST_TURNS = 8
_HEAD = re.compile(r"^pair: (\S+) ([a-z_ ]+?)\s*$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scenes whose last turns say nearly the same; `about` names the codes that differ."""

    name: str
    about: tuple[str, ...]
    scenes: tuple[Coded, Coded]

    @property
    def split(self) -> str:
        """train, dev or test, as for sessions; both scenes share their case."""
        return self.scenes[0].split


def parse(text: str, name: str) -> list[Pair]:
    """All pairs of a file. Raises InvalidCorpusError with every problem found."""
    pairs: list[Pair] = []
    wrong: list[str] = []
    for block, first in _blocks(text):
        head, _, body = block.partition("\n")
        match = _HEAD.match(head)
        if not match:
            wrong.append(f"line {first}: not of the form 'pair: NAME CODE ...'")
            continue
        before, rule, after = body.partition("\nor\n")
        if not rule:
            wrong.append(f"line {first}: {match[1]} has no line 'or' between two scenes")
            continue
        scenes = []
        for label, part, start in (
            ("a", before, first + 1),
            ("b", after, first + 3 + before.count("\n")),
        ):
            turns, codings, problems = lines_of(part, start)
            wrong += problems
            scenes.append(Coded(Session(f"{match[1]}-{label}", turns), codings, {"case": match[1]}))
        pair = Pair(match[1], tuple(match[2].split()), (scenes[0], scenes[1]))
        wrong += [f"line {first}: {pair.name}: {problem}" for problem in problems_of(pair)]
        pairs.append(pair)
    if wrong:
        raise InvalidCorpusError(f"{name}: " + "\n  ".join(wrong))
    return pairs


def problems_of(pair: Pair) -> list[str]:
    """What keeps two valid scenes from being a contrast pair."""
    if not all(1 <= len(scene.codings) <= MOST_TURNS for scene in pair.scenes):
        return [f"each scene has 1 to {MOST_TURNS} turns"]
    one, other = (scene.session.turns[-1] for scene in pair.scenes)
    if one.speaker != other.speaker:
        return ["the last turns are of different speakers"]
    found = []
    if likeness(one.text, other.text) < ALIKE:
        found.append("the last turns do not say nearly the same")
    codes = [set(scene.codings[-1].codes) for scene in pair.scenes]
    for code in pair.about:
        if code not in procedure.BY_NAME:
            found.append(f"unknown code '{code}'")
        elif (code in codes[0]) == (code in codes[1]):
            found.append(f"'{code}' does not hold in just one of the last turns")
    return found


def likeness(one: str, other: str) -> float:
    """Share of the two texts' words that stand in both in the same order, 0-1 (Ratcliff and
    Obershelp, as in difflib)."""
    return SequenceMatcher(None, words_of(one), words_of(other), autojunk=False).ratio()


def load(folder: Path = FOLDER, split: str | None = None) -> list[Pair]:
    """All pairs of the corpus, or of one split."""
    pairs = [
        pair
        for path in sorted(folder.glob("*.txt"))
        for pair in parse(path.read_text("utf-8"), path.stem)
    ]
    return [pair for pair in pairs if split is None or pair.split == split]


def scenes(pairs: Sequence[Pair]) -> list[Coded]:
    """All scenes of these pairs, as short sessions."""
    return [scene for pair in pairs for scene in pair.scenes]


def _blocks(text: str) -> list[tuple[str, int]]:
    """Paragraphs of the file and the line that each begins at."""
    blocks: list[tuple[str, int]] = []
    lines: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            lines.append(line)
        elif lines:
            blocks.append(("\n".join(lines), number - len(lines)))
            lines = []
    return blocks


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with these files and how many pairs they hold."""
    status = 0
    for path in map(Path, arguments):
        try:
            print(f"{path.stem}: {len(parse(path.read_text('utf-8'), path.stem))} pairs, all valid")
        except InvalidCorpusError as problem:
            print(problem)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

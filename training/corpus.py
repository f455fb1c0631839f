"""The written corpus: its file form, its splits, and what makes a file invalid.

A file holds `key: value` lines, an empty line, and one line per turn::

    T [question] How was the week?
    P [withdrawal 1 minimal_response] Fine.
    P [engaged] words ...

The brackets hold the codes of the manual: rupture, strength, markers, `engaged`, `risk` for the
patient (P); moves for the therapist (T). `outcomes:` in the head lists, in order, what became of
each episode by the writer's judgement; it must agree with the manual's rules.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from reknit import coding as codings_
from reknit import episodes, procedure
from reknit.coding import Coding
from reknit.session import Session, Turn

FOLDER = Path(__file__).parent.parent / "corpus" / "sessions"
SPLITS = ("train", "dev", "test")
KEYS = (
    "case",
    "setting",
    "modality",
    "register",
    "style",
    "therapist",
    "patient",
    "problem",
    "plan",
    "outcomes",
    "rating",
    "writer",
)
REGISTERS = ("speech", "captions", "chat", "formal")
STYLES = ("literary", "plain", "verbatim")
"""How near to real talk a session is set down: see the datasheet, `corpus/README.md`."""
_LINE = re.compile(r"^([TP]) \[([a-z_0-3 ]*)\] (.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Coded:
    """One corpus session with its codes; `head` keeps the plan as written."""

    session: Session
    codings: tuple[Coding, ...]
    head: dict[str, str]

    @property
    def split(self) -> str:
        """train, dev or test (3/4, 1/8, 1/8), the same for all sessions of one case."""
        digest = hashlib.sha256(self.head["case"].encode()).digest()
        return SPLITS[(digest[0] >= 192) + (digest[0] >= 224)]


class InvalidCorpusError(ValueError):
    """A corpus file breaks the rules; the message lists each place."""


def parse(text: str, name: str) -> Coded:
    """Read one corpus file. Raises InvalidCorpusError with every problem found in its form."""
    head_text, _, body = text.partition("\n\n")
    head = {
        key.strip(): value.strip()
        for key, _, value in (line.partition(":") for line in head_text.splitlines())
    }
    head.setdefault("case", name)
    wrong = [f"head: '{key}' is missing" for key in KEYS if key not in head]
    wrong += [f"head: unknown key '{key}'" for key in head if key not in KEYS]
    turns, codings, problems = lines_of(body, head_text.count("\n") + 3)
    wrong += problems
    if len(turns) < 8:
        wrong.append("fewer than 8 turns")
    if wrong:
        raise InvalidCorpusError(f"{name}: " + "\n  ".join(wrong))
    return Coded(Session(id=name, turns=turns), codings, head)


def lines_of(body: str, first: int) -> tuple[tuple[Turn, ...], tuple[Coding, ...], list[str]]:
    """Turns and codings of coded lines, the first of which is line `first` of its file; and what
    is wrong with them."""
    turns: list[Turn] = []
    codings: list[Coding] = []
    wrong: list[str] = []
    for number, line in enumerate(body.splitlines(), start=first):
        if not line.strip():
            continue
        match = _LINE.match(line)
        if not match:
            wrong.append(f"line {number}: not of the form 'T [codes] words' or 'P [codes] words'")
            continue
        role = procedure.THERAPIST if match[1] == "T" else procedure.PATIENT
        if turns and turns[-1].speaker == role:
            wrong.append(f"line {number}: {role} speaks twice in a row; merge the turns")
        coding, unknown = coding_of(match[2].split(), role)
        wrong += [f"line {number}: unknown code '{code}'" for code in unknown]
        wrong += [f"line {number}: {problem}" for problem in codings_.problems(coding, role)]
        if role == procedure.THERAPIST and not coding.moves:
            wrong.append(f"line {number}: a therapist turn has at least one move")
        turns.append(Turn(index=len(turns), speaker=role, text=match[3]))
        codings.append(coding)
    return tuple(turns), tuple(codings), wrong


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())


def coding_of(codes: list[str], role: str) -> tuple[Coding, list[str]]:
    """The coding that these words make for a turn of this role, and the words that are no code."""
    known = {*procedure.CODE_NAMES, "0", "1", "2", "3"}
    unknown = [code for code in codes if code not in known]
    if role == procedure.THERAPIST:
        rest = [code for code in codes if code not in procedure.MOVE_NAMES and code in known]
        return Coding(moves=_kept(codes, procedure.MOVE_NAMES)), unknown + rest
    digits = [int(code) for code in codes if code in ("0", "1", "2", "3")]
    return (
        Coding(
            rupture=_kept(codes, procedure.RUPTURE_NAMES),
            strength=max(digits, default=0),
            markers=_kept(codes, procedure.MARKER_NAMES),
            engaged="engaged" in codes,
            risk="risk" in codes,
            moves=_kept(codes, procedure.MOVE_NAMES),
        ),
        unknown,
    )


def _kept(codes: list[str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in codes)


def disagreements(coded: Coded) -> list[str]:
    """Where the head does not fit what the codes say by the manual's rules for episodes."""
    head = coded.head
    found = episodes.find(coded.session.turns, coded.codings)
    derived = [episode.outcome or "" for episode in found]
    written = [word for word in re.split(r"[,\s]+", head["outcomes"]) if word and word != "none"]
    wrong: list[str] = []
    if derived != written:
        spans = ", ".join(
            f"turns {e.start + 1}-{e.end + 1} {'+'.join(e.rupture)} {e.outcome}" for e in found
        )
        wrong.append(
            f"{coded.session.id}: outcomes in the head are {written or 'none'}, but the codes "
            f"give {derived or 'none'} ({spans})"
        )
    if head["register"] not in REGISTERS:
        wrong.append(f"{coded.session.id}: register is one of {', '.join(REGISTERS)}")
    if head["style"] not in STYLES:
        wrong.append(f"{coded.session.id}: style is one of {', '.join(STYLES)}")
    if not head["rating"].isdigit() or not 0 <= int(head["rating"]) <= 100:
        wrong.append(f"{coded.session.id}: rating is the patient's, a whole number 0 to 100")
    return wrong


def load(folder: Path = FOLDER, split: str | None = None) -> list[Coded]:
    """All sessions of the corpus, or of one split, by name."""
    coded = (parse(p.read_text("utf-8"), p.stem) for p in sorted(folder.glob("*.txt")))
    return [one for one in coded if split is None or one.split == split]

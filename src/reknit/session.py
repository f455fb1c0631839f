"""Session and Turn: what was said, by whom, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Literal

from reknit.procedure import PATIENT, THERAPIST, Role

RolesFrom = Literal["labels", "named", "inferred"]
"""How it is known who is the therapist: labels in the file, the user's word, or the talk."""


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one speaker says before another speaks; `start` and `end` in seconds, or None."""

    index: int
    speaker: Role
    text: str
    start: float | None = None
    end: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One session: its turns in order, and who spoke.

    `speakers` maps each name as it stands in the transcript to its role. `source` is the file's
    name without its folder, since folders often carry a patient's name.
    """

    id: str
    turns: tuple[Turn, ...]
    source: str = ""
    speakers: Mapping[str, Role] = field(default_factory=dict)
    roles_from: RolesFrom = "labels"

    def of(self, role: Role) -> tuple[Turn, ...]:
        """The turns of one role, in order."""
        return tuple(turn for turn in self.turns if turn.speaker == role)


def in_turns(said: Iterable[tuple[Role, str]]) -> tuple[Turn, ...]:
    """The turns that these words make: what one speaker says in a row is one, on lines of its
    own."""
    spoken = ((who, [words for _, words in run]) for who, run in groupby(said, key=itemgetter(0)))
    return tuple(Turn(at, who, "\n".join(parts)) for at, (who, parts) in enumerate(spoken))


def talk_share(session: Session) -> float | None:
    """The therapist's share of all words said, 0-1; None when nothing was said."""
    words = {THERAPIST: 0, PATIENT: 0}
    for turn in session.turns:
        words[turn.speaker] += len(turn.text.split())
    total = sum(words.values())
    return words[THERAPIST] / total if total else None

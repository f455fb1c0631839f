"""A language model as reader: the codes and their rules as its instructions, answers in a form.

Each turn is asked about by itself, with the turns before it, as the Reader's promise wants: no
reading depends on what comes later. Codes that there are not are refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from reknit import endpoint, procedure
from reknit.endpoint import Endpoint, NoAnswerError
from reknit.errors import UserError
from reknit.procedure import THERAPIST, Code, Role
from reknit.reader.reading import Evidence, Reading
from reknit.session import Turn

NAME: Final = "llm"
MANUAL: Final = Path(__file__).parent / "manual.md"
BEFORE: Final = 16
"""Turns that are sent along as context."""
AT_ONCE: Final = 4
"""Questions under way at a time."""
TRIES: Final = 2
THRESHOLD: Final = 0.5


class _SeenForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    chance: Annotated[int, Field(ge=0, le=100)]
    words: str


class _PatientSeenForm(_SeenForm):
    code: Literal[tuple(code.name for code in procedure.PATIENT_CODES)]  # type: ignore[valid-type]


class _TherapistSeenForm(_SeenForm):
    code: Literal[procedure.MOVE_NAMES]  # type: ignore[valid-type]


class _PatientForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    codes: list[_PatientSeenForm]
    strength: Literal[1, 2, 3] | None


class _TherapistForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    codes: list[_TherapistSeenForm]
    strength: None


@dataclass(frozen=True, slots=True)
class LanguageModelReader:
    """A reader that asks a language model."""

    endpoint: Endpoint
    name: str = NAME

    @property
    def version(self) -> str:
        """The model's name, and a print of the rules that it was given."""
        return f"{self.endpoint.model}+{hashlib.sha256(_rules().encode()).hexdigest()[:8]}"

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The model says how sure it is; what is likelier than not holds."""
        return dict.fromkeys(procedure.CODE_NAMES, THRESHOLD)

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        """One reading for each of `turns[since:]`. Raises UserError where the model gives none."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda at: self._ask(turns, at), range(since, len(turns))))

    def _ask(self, turns: Sequence[Turn], at: int) -> Reading:
        told = {
            "before": [_told(turn) for turn in turns[max(0, at - BEFORE) : at]],
            "turn": _told(turns[at]),
        }
        turn = turns[at]
        form: type[_TherapistForm | _PatientForm] = (
            _TherapistForm if turn.speaker == THERAPIST else _PatientForm
        )
        for left in reversed(range(TRIES)):
            try:
                return _reading(turn, endpoint.ask(self.endpoint, _rules(), told, form))
            except NoAnswerError as why:
                if not left:
                    raise UserError(f"turn {at} was not read: {why}", where="reader llm") from None
        raise AssertionError("the last try ends it")


def _told(turn: Turn) -> dict[str, str]:
    return {"speaker": turn.speaker, "words": turn.text}


def _reading(turn: Turn, answer: _PatientForm | _TherapistForm) -> Reading:
    scores = dict.fromkeys(_names(turn.speaker), 0.0)
    evidence = []
    for seen in answer.codes:
        scores[seen.code] = max(scores[seen.code], seen.chance / 100)
        start = turn.text.find(seen.words) if seen.words else -1
        if start >= 0:
            evidence.append(Evidence(seen.code, start, start + len(seen.words)))
    strength = None if answer.strength is None else float(answer.strength)
    return Reading(scores, strength, tuple(evidence))


def _names(role: Role) -> list[str]:
    return [name for name in procedure.CODE_NAMES if procedure.role_of(name) == role]


@cache
def _rules() -> str:
    """The manual with the codes of each role."""
    text = MANUAL.read_text("utf-8")
    patient = _table(
        (*procedure.RUPTURES, *procedure.MARKERS, procedure.ENGAGED, procedure.RISK),
    )
    return text.replace("{patient}", patient).replace("{therapist}", _table(procedure.MOVES))


def _table(codes: Sequence[Code]) -> str:
    groups = {
        "withdrawal": procedure.MARKERS_OF["withdrawal"],
        "confrontation": procedure.MARKERS_OF["confrontation"],
        "repair": procedure.REPAIR_NAMES,
        "hindering": procedure.HINDERING_NAMES,
    }
    lines = []
    for code in codes:
        group = next((f" ({g})" for g, names in groups.items() if code.name in names), "")
        lines.append(f"- `{code.name}`{group}: {code.meaning}")
    return "\n".join(lines)

"""Result: a session as it was read, and its published JSON form, written once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from reknit import episodes, procedure
from reknit.alliance import estimate
from reknit.coding import Coding
from reknit.episodes import Episode
from reknit.procedure import Outcome, Role, Rupture
from reknit.reader import Reader, Reading, decide
from reknit.session import RolesFrom, Session


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which reader made a result, with which thresholds, and when (UTC)."""

    name: str
    version: str
    thresholds: Mapping[str, float]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """A session with its readings, the codings they amount to, and the episodes these make.

    `readings[i]` and `codings[i]` belong to `session.turns[i]`. `alliance` estimates how the
    patient would rate the alliance at the end, 0-1; None when too little was read.
    """

    session: Session
    reader: Provenance
    readings: tuple[Reading, ...]
    codings: tuple[Coding, ...]
    episodes: tuple[Episode, ...]
    alliance: float | None

    def to_json(self, indent: int | None = 2) -> str:
        """The published form (see `schema`)."""
        return published(self).model_dump_json(indent=indent)


def read(session: Session, reader: Reader) -> Result:
    """Read a session turn by turn, and find its episodes."""
    seen = reader.read(session.turns)
    codings = tuple(
        decide(reading, turn.speaker, reader.thresholds)
        for reading, turn in zip(seen, session.turns, strict=True)
    )
    readings = tuple(
        _grounded(reading, coding) for reading, coding in zip(seen, codings, strict=True)
    )
    found = episodes.find(session.turns, codings)
    return Result(
        session=session,
        reader=Provenance(
            reader.name,
            reader.version,
            reader.thresholds,
            datetime.now(UTC).replace(microsecond=0),
        ),
        readings=readings,
        codings=codings,
        episodes=found,
        alliance=estimate(session.turns, codings, found),
    )


def _grounded(reading: Reading, coding: Coding) -> Reading:
    """The reading with evidence only for what was decided."""
    held = tuple(one for one in reading.evidence if one.code in coding.codes)
    return replace(reading, evidence=held)


class _Form(BaseModel):
    # A failed check must not quote what was said.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Chance = Annotated[float, Field(ge=0, le=1)]
Place = Annotated[int, Field(ge=0)]


class SessionForm(_Form):
    """What was read: `speakers` maps names to roles; `roles_from` says how the roles are known."""

    id: str
    source: str
    speakers: dict[str, Role]
    roles_from: RolesFrom


class ReaderForm(_Form):
    """Who read it, from which probability on a code holds, and when (UTC)."""

    name: str
    version: str
    thresholds: dict[str, Chance]
    read_at: datetime


class EvidenceForm(_Form):
    """Words that weighed for a code: characters `start` to `end` (exclusive) of the turn."""

    code: str
    start: Place
    end: Place


class TurnForm(_Form):
    """One turn. Patient turns carry rupture to risk, therapist turns moves; what does not apply
    is empty (`engaged` and `risk` of a therapist turn: null), what was not read is null.
    """

    index: Place
    speaker: Role
    text: str
    start: float | None
    end: float | None
    rupture: list[Rupture] | None
    strength: Annotated[int, Field(ge=0, le=3)] | None
    markers: list[str] | None
    engaged: bool | None
    risk: bool | None
    moves: list[str] | None
    scores: dict[str, Chance]
    evidence: list[EvidenceForm]


class EpisodeForm(_Form):
    """One rupture. Positions are turn indices; null means that there was no such turn."""

    start: Place
    end: Place
    rupture: list[Rupture]
    trigger: Place | None
    attention: Place | None
    explored: Place | None
    resolving: Place | None
    hindered: list[str]
    outcome: Outcome | None


class SummaryForm(_Form):
    """The session at a glance: `ruptures` counts episodes that hold a kind, `outcomes` episodes
    by what became of them. An episode with both kinds counts for both.
    """

    alliance: Chance | None
    ruptures: dict[Rupture, int]
    outcomes: dict[Outcome, int]


class ResultForm(_Form):
    """A session as Reknit read it."""

    session: SessionForm
    reader: ReaderForm
    turns: list[TurnForm]
    episodes: list[EpisodeForm]
    summary: SummaryForm


def published(result: Result) -> ResultForm:
    """The published form of a result, checked against its own schema."""
    session = result.session
    return ResultForm.model_validate(
        {
            "session": {
                "id": session.id,
                "source": session.source,
                "speakers": dict(session.speakers),
                "roles_from": session.roles_from,
            },
            "reader": {
                "name": result.reader.name,
                "version": result.reader.version,
                "thresholds": dict(result.reader.thresholds),
                "read_at": result.reader.read_at,
            },
            "turns": [
                {
                    "index": turn.index,
                    "speaker": turn.speaker,
                    "text": turn.text,
                    "start": turn.start,
                    "end": turn.end,
                    "rupture": _listed(coding.rupture),
                    "strength": coding.strength,
                    "markers": _listed(coding.markers),
                    "engaged": coding.engaged,
                    "risk": coding.risk,
                    "moves": _listed(coding.moves),
                    "scores": dict(reading.scores),
                    "evidence": [
                        {"code": e.code, "start": e.start, "end": e.end} for e in reading.evidence
                    ],
                }
                for turn, reading, coding in zip(
                    session.turns, result.readings, result.codings, strict=True
                )
            ],
            "episodes": [
                {
                    "start": e.start,
                    "end": e.end,
                    "rupture": list(e.rupture),
                    "trigger": e.trigger,
                    "attention": e.attention,
                    "explored": e.explored,
                    "resolving": e.resolving,
                    "hindered": list(e.hindered),
                    "outcome": e.outcome,
                }
                for e in result.episodes
            ],
            "summary": {
                "alliance": result.alliance,
                "ruptures": rupture_counts(result.episodes),
                "outcomes": outcome_counts(result.episodes),
            },
        }
    )


def rupture_counts(found: Sequence[Episode]) -> dict[str, int]:
    """How many episodes hold each kind of rupture."""
    return {kind: sum(kind in e.rupture for e in found) for kind in procedure.RUPTURE_NAMES}


def outcome_counts(found: Sequence[Episode]) -> dict[str, int]:
    """How many episodes ended in each way."""
    return {name: sum(e.outcome == name for e in found) for name in procedure.OUTCOMES}


def _listed(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else list(codes)


def schema() -> str:
    """The JSON Schema of the published form."""
    made = ResultForm.model_json_schema(mode="serialization")
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, indent=2)

"""A reader that says what a test tells it to, and sessions as tiny as the rules they try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reading
from reknit.session import Session, Turn

SURE, UNSURE = 0.9, 0.05


@dataclass(frozen=True)
class ScriptedReader:
    """Reads `codings[i]` in turn i, with probability `SURE` for its codes."""

    codings: tuple[Coding, ...]
    name: str = "scripted"
    version: str = "1"

    @property
    def thresholds(self) -> Mapping[str, float]:
        return dict.fromkeys(procedure.CODE_NAMES, 0.5)

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        return [reading(turns[at], self.codings[at]) for at in range(since, len(turns))]


def reading(turn: Turn, coding: Coding) -> Reading:
    scores = {
        name: SURE if name in coding.codes else UNSURE
        for name in procedure.CODE_NAMES
        if procedure.role_of(name) == turn.speaker
    }
    return Reading(scores, None if turn.speaker == THERAPIST else float(coding.strength or 1))


def tiny(script: str) -> tuple[Session, tuple[Coding, ...]]:
    """A session from one word per turn: `T:own+explore P:w2 P:c1! P:+ P:-`.

    Patient: `-` nothing, `+` engaged, `w1`-`w3` withdrawal, `c1`-`c3` confrontation, `wc2` both;
    after it `/marker` sets the marker, `+` adds engaged. Therapist: moves joined by `+`.
    """
    turns: list[Turn] = []
    codings: list[Coding] = []
    for word in script.split():
        who, _, what = word.partition(":")
        if who == "T":
            turns.append(Turn(len(turns), THERAPIST, what, name="T"))
            codings.append(Coding(moves=tuple(what.split("+"))))
            continue
        turns.append(Turn(len(turns), PATIENT, what, name="P"))
        codings.append(_patient(what))
    speakers = {"T": THERAPIST, "P": PATIENT}
    return Session("tiny", tuple(turns), "tiny.txt", speakers), tuple(codings)


def _patient(what: str) -> Coding:
    main, _, marker = what.partition("/")
    engaged = main.endswith("+")
    main = main.rstrip("+-")
    kinds = tuple(
        kind for kind, letter in (("withdrawal", "w"), ("confrontation", "c")) if letter in main
    )
    default = {"withdrawal": "abstraction", "confrontation": "complaint_task"}
    return Coding(
        rupture=kinds,
        strength=int(main[-1]) if kinds else 0,
        markers=((marker,) if marker else tuple(default[kind] for kind in kinds)),
        engaged=engaged,
        risk=False,
    )

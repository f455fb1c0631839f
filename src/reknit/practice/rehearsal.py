"""Rehearsal: a trainee and a simulated patient, turn by turn; kept, and taken up again anywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reknit.endpoint import Endpoint
from reknit.practice import patient, reply, sensing, wording
from reknit.practice.case import Case
from reknit.practice.patient import Effect, Seen, State
from reknit.practice.reply import Asked
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn

QUIET = "(silence)"
"""How a turn without words stands in the transcript."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the trainee and its answer: what was seen, what it did, and the state after.
    `line` is the case's line that `answer` words."""

    words: str
    answer: str
    line: str
    seen: Seen
    effect: Effect
    before: State
    after: State
    tested: bool = False


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsal so far. `seed` makes wording vary and runs repeatable; `by` is the language model
    that words the replies, if one does."""

    case: Case
    name: str
    seed: int
    began: datetime
    by: Endpoint | None = None
    exchanges: tuple[Exchange, ...] = ()

    @property
    def state(self) -> State:
        """The patient as they are now."""
        return self.exchanges[-1].after if self.exchanges else patient.begin(self.case)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All that was said, the opening included."""
        turns = list(self.case.turns())
        for one in self.exchanges:
            turns.append(Turn(len(turns), THERAPIST, one.words.strip() or QUIET, name="You"))
            if one.answer:
                turns.append(Turn(len(turns), PATIENT, one.answer, name=self.case.patient))
        return tuple(turns)

    @property
    def over(self) -> bool:
        """Whether the patient has gone."""
        return bool(self.exchanges) and reply.over(self.case, self.exchanges[-1].line)

    @property
    def reached(self) -> int:
        """How many layers were told."""
        return self.state.layer

    def session(self) -> Session:
        """The rehearsal as a session, as any transcript."""
        speakers = {"You": THERAPIST, self.case.patient: PATIENT}
        return Session(self.name, self.turns, f"rehearsal of {self.name}", speakers, "labels")


def begin(case: Case, name: str, seed: int = 0, by: Endpoint | None = None) -> Rehearsal:
    """A rehearsal before the trainee's first turn."""
    return Rehearsal(case, name, seed, datetime.now(UTC).replace(microsecond=0), by)


def say(rehearsal: Rehearsal, words: str) -> Rehearsal:
    """The rehearsal after the trainee has said something and the patient has answered.

    Raises ValueError once the patient has gone.
    """
    if rehearsal.over:
        raise ValueError("the patient has gone")
    case, before = rehearsal.case, rehearsal.state
    seen = sensing.sense(case, before, rehearsal.turns, words) if words.strip() else Seen({})
    effect = patient.weigh(case, before, seen, words)
    state = patient.after(case, before, effect, words)
    # Who was asked something answers first.
    asked = effect.group in ("question", "inform")
    tests = not state.left and not asked and state.layer == before.layer
    tests = tests and patient.tests_now(state)
    if tests:
        state = replace(state, tested="pending")
    chance = random.Random(f"{rehearsal.seed} {len(rehearsal.exchanges)}")  # noqa: S311
    said = [turn.text for turn in case.turns() if turn.speaker == PATIENT]
    said += [one.line for one in rehearsal.exchanges]
    line = answer = reply.reply(case, Asked(before, state, effect, words), said, chance)
    if rehearsal.by is not None and line:
        turns = (*rehearsal.turns, Turn(len(rehearsal.turns), THERAPIST, words or QUIET))
        answer = wording.worded(rehearsal.by, case, state, turns, line)
    done = Exchange(words, answer, line, seen, effect, before, state, tests)
    return replace(rehearsal, exchanges=(*rehearsal.exchanges, done))


def again(rehearsal: Rehearsal, words: Sequence[str]) -> Rehearsal:
    """The same rehearsal with these trainee turns instead: the same seed and rules give the same
    answers to the same words."""
    fresh = replace(rehearsal, exchanges=())
    for one in words:
        if fresh.over:
            break
        fresh = say(fresh, one)
    return fresh

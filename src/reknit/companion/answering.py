"""Answering: the companion, and how it comes to its reply, alone or in front of a language model.

How a model is asked is left to whoever runs it: `steered` yields what to ask and takes what came
back, so that a terminal, a server and a test drive the same steps.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from reknit import reader as readers
from reknit.companion import human_help, message, situation, steering, voice
from reknit.companion.hearing import hear
from reknit.companion.human_help import Help
from reknit.companion.memory import Memory
from reknit.companion.message import Message
from reknit.companion.situation import Situation
from reknit.errors import UserError
from reknit.guide import Advice
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reader, Reading
from reknit.session import Turn

TRIES: Final = 2
"""Answers that a model is asked for before the companion speaks in its own words."""
ONLY_ASKED: Final = 12
"""Words up to which a message that asks what it talks with is taken to ask nothing else."""
HINDERED: Final = "it goes against the person, or past what they feel"
"""Why an answer would not do by which it came out that the user's words were a rupture."""
Look = Literal["all", "beginning"]
Spoken = Literal["companion", "upstream"]
Asking = Generator[str, str | None, "Reply"]
"""Yields instructions for a model's next message; takes its answer, None where none came."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """That this should not stay with a program: `safety`, where somebody may be in danger, or
    `person`, where repairs have failed or a
    person is asked for; and the words that name the way."""

    kind: Literal["safety", "person"]
    way: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the companion says next.

    `step` is a step of the procedure (`procedure.STEPS`), `settle`, `offer`, `safety`, `relieved`,
    `refer` or `ordinary`. `advice` is the guide's advice that it follows, if it does; `readings`
    has the reading of every turn; `by` says whose the words are; `refused` counts answers of a
    model that were not shown.
    """

    text: str
    step: str
    advice: Advice | None
    readings: tuple[Reading, ...]
    handoff: Handoff | None
    situation: Situation
    by: Spoken = "companion"
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Companion:
    """An agent that senses ruptures in its own conversation and mends them.

    `helped` is the way to human help; `person` the operator's words for how to reach a person when
    repairs have failed.
    """

    reader: Reader = field(default_factory=readers.load)
    helped: Help = human_help.EVERYWHERE
    person: str = ""
    memory: Memory | None = None

    def consider(self, messages: Sequence[Message]) -> Situation:
        """What the last message, the user's, asks for. Raises UserError where it is not the
        user's, or empty."""
        turns = message.turns(messages)
        if not turns or turns[-1].speaker != PATIENT:
            raise UserError("there is nothing to answer", expected="a last message of the user's")
        heard = self.memory.heard(turns) if self.memory else hear(self.reader, turns)
        return situation.find(turns, heard)

    def reply(
        self, messages: Sequence[Message], ask: Callable[[str | None], str | None] | None = None
    ) -> Reply:
        """The companion's reply to the last message.

        With `ask`, a language model stands behind it: called with an instruction for the model's
        next message, None on ordinary turns, it gives the answer, None where none came.
        """
        here = self.consider(messages)
        refused = 0
        if ask is not None and passes_on(here):
            words = ask(None)
            if words is None:
                return self.own(here)
            instead = self.instead(here, words)
            if instead is None:
                return self.passed(here, words)
            here, refused = instead, 1
        if ask is None or not steers(here, refused):
            return self.own(here, refused)
        steps = self.steered(here, refused)
        told: str | Reply = next(steps)
        while isinstance(told, str):
            told = step(steps, ask(told))
        return told

    def read_ahead(self, here: Situation, reply: Reply) -> None:
        """Read a reply while the user does, so that their next message costs itself only."""
        if self.memory:
            said = Turn(len(here.turns), THERAPIST, reply.text.strip())
            self.memory.heard((*here.turns, said))

    def own(self, here: Situation, refused: int = 0) -> Reply:
        """The reply in the companion's own words."""
        return self._made(here, voice.words(here, self.helped, self.person), refused=refused)

    def passed(self, here: Situation, words: str) -> Reply:
        """The reply in a model's words, as they are."""
        return self._made(here, words, by="upstream")

    def instead(self, here: Situation, words: str) -> Situation | None:
        """None where a model's answer to an ordinary turn can be shown; where it hinders, the
        situation that is to be answered instead."""
        if not steering.hinders(here, words, self.reader):
            return None
        return situation.hindered(here)

    def steered(self, here: Situation, refused: int = 0) -> Asking:
        """The reply with a model led through the guide's step: its own words where they will do,
        else, after `TRIES`, the companion's. `refused` answers were not shown before that."""
        wrong = HINDERED if refused else ""
        for _ in range(TRIES - refused):
            words = yield steering.instruction(here, wrong)
            if words is None:
                break
            wrong = steering.fault(here, words, self.reader)
            if not wrong:
                text = f"{voice.honest(here)} {words}" if here.asked else words
                return self._made(here, text, by="upstream", refused=refused)
            refused += 1
        return self.own(here, refused)

    def _made(
        self, here: Situation, text: str, *, by: Spoken = "companion", refused: int = 0
    ) -> Reply:
        taken = here.kind if here.advice is None or here.kind == "offer" else here.advice.step
        handoff = None
        if here.kind == "safety":
            handoff = Handoff("safety", self.helped.told(here.risk.kinds))
        elif here.kind == "offer":
            handoff = Handoff("person", self.person or voice.PAUSE)
        elif here.kind == "refer":
            handoff = Handoff("person", voice.referral(self.helped, self.person))
        return Reply(text, taken, here.advice, here.readings, handoff, here, by, refused)


def step(steps: Asking, words: str | None) -> str | Reply:
    """What to ask the model next, given what it has said; or the reply."""
    try:
        return steps.send(words)
    except StopIteration as done:
        reply: Reply = done.value
        return reply


def looks_at(here: Situation) -> Look:
    """How much of a model's answer to an ordinary turn is looked at before any of it is shown,
    where it comes piece by piece: all where the turn may be a rupture, else the beginning."""
    return "all" if here.heard[-1].maybe is not None else "beginning"


def passes_on(here: Situation) -> bool:
    """Whether a turn is ordinary, and goes to the model as it is."""
    return here.kind == "ordinary" and not here.asked


def steers(here: Situation, refused: int = 0) -> bool:
    """Whether a model's answer is led and checked, after so many that were not shown. Where
    somebody may be in danger, where repairs have failed, and where it is only asked what it is, the
    companion speaks itself."""
    more = here.asked and len(here.turns[-1].text.split()) > ONLY_ASKED
    return here.kind in ("rupture", "settle") or (here.kind == "ordinary" and (more or refused > 0))

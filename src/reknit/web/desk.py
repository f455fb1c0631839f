"""Desk: what a running server has at hand, and what it does with a request, off the event loop."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import anyio
from anyio import CapacityLimiter

from reknit.companion import Companion, Memory, Message, Reply
from reknit.companion.situation import Situation
from reknit.procedure import PATIENT
from reknit.reader import Reader
from reknit.reader.shipped import ShippedReader
from reknit.web.forms import SensedForm, sensed
from reknit.web.hook import Caller
from reknit.web.metrics import Metrics
from reknit.web.refusal import RefusalError
from reknit.web.settings import Settings

if TYPE_CHECKING:
    from reknit.relay import Client

Done = TypeVar("Done")
BETWEEN: Final = 60.0
"""Seconds between looks at what is to be let go."""
LOGGER: Final = logging.getLogger("reknit")


@dataclass(slots=True)
class Desk:
    """Settings, the companion, and ways to the model and to the hook, where there are any."""

    settings: Settings
    metrics: Metrics
    reader: Reader
    http: Client | None = None
    caller: Caller | None = None
    companion: Companion = field(init=False)
    workers: CapacityLimiter = field(init=False)
    waiting: int = 0

    def __post_init__(self) -> None:
        self.companion = Companion(
            self.reader, self.settings.helped, self.settings.person, Memory(self.reader)
        )
        self.workers = CapacityLimiter(min(4, os.cpu_count() or 1))

    async def work(self, what: Callable[[], Done]) -> Done:
        """Do what takes a processor, beside the event loop. Raises RefusalError where too much
        waits to be done already."""
        if self.waiting >= self.settings.limits.waiting:
            raise RefusalError(503, "too much to do at the moment", "overloaded", wait=1)
        self.waiting += 1
        self.metrics.waiting.set(self.waiting)
        try:
            return await anyio.to_thread.run_sync(what, limiter=self.workers)
        finally:
            self.waiting -= 1
            self.metrics.waiting.set(self.waiting)

    async def consider(self, messages: Sequence[Message]) -> Situation:
        """The situation after these messages."""
        return await self.work(lambda: self.companion.consider(messages))

    async def read_ahead(self, here: Situation, reply: Reply) -> None:
        """Read a reply while the user does, so that their next message costs itself only. Left
        where others wait to be answered."""
        if not self.waiting:
            await self.work(lambda: self.companion.read_ahead(here, reply))

    async def forget(self) -> None:
        """Let go of what was made of talks that have not gone on, also while nobody writes."""
        while True:
            await anyio.sleep(BETWEEN)
            if self.companion.memory is not None:
                self.companion.memory.let_go()
            if isinstance(self.reader, ShippedReader) and self.reader.kept is not None:
                self.reader.kept.let_go()

    def note(self, here: Situation, reply: Reply | None = None) -> SensedForm:
        """Count, log and tell what was sensed and done; returns it as the extension field."""
        told = sensed(here, f"{self.reader.name} {self.reader.version}", reply)
        for kind in told.rupture:
            self.metrics.ruptures.labels(kind).inc()
        self.metrics.answers.labels(told.step, told.by).inc()
        self.metrics.refused.inc(told.refused)
        if told.handoff:
            self.metrics.handoffs.labels(told.handoff.kind).inc()
        if self.settings.log:
            turn = sum(one.speaker == PATIENT for one in here.turns)
            try:
                self.settings.log.add({"user_turn": turn, **told.model_dump(exclude={"handoff"})})
            except OSError as why:
                # Whoever writes is answered all the same, in danger above all.
                self.metrics.unlogged.inc()
                LOGGER.warning("the log cannot be written (%s)", why.strerror)
        if self.caller and (told.risk or told.handoff):
            kind = "safety" if told.risk else "person"
            event = {"event": kind, "kinds": list(here.risk.kinds), "observed": reply is None}
            self.caller.tell(event, here.turns[-1].text)
        return told

"""Hook: the operator is told when somebody may be in danger, or when repairs have failed.

What is sent is signed, so that its receiver can tell that it comes from here: the header
`x-reknit-signature` holds `t=SECONDS,v1=HEX`, the HMAC-SHA256 of `SECONDS.BODY` under the secret.
It is sent again, with growing pauses, until it is taken; a call that is not taken holds up no
other. `at` in the body says when it happened.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reknit import relay
from reknit.web.settings import Hook

if TYPE_CHECKING:
    from reknit.relay import Client

PAUSES: Final = (0.5, 2.0, 8.0, 30.0)
"""Seconds between tries."""
AT_ONCE: Final = 8
"""Calls under way at once."""
WAITING: Final = 1000
"""Calls that may wait. More are dropped, and counted as such."""
ROOM: Final = 16_000_000
"""Bytes of calls that may wait: where the user's words go along, calls can be long."""
_log = logging.getLogger(__name__)


def signature(secret: str, body: bytes, at: int) -> str:
    """The header that signs a body sent at this time (seconds since 1970)."""
    # A secret from the environment may hold bytes that are no text.
    key = secret.encode("utf-8", "surrogateescape")
    told = hmac.new(key, f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={told}"


@dataclass(slots=True)
class Caller:
    """Calls the hook. `count` is told what became of each call: `sent`, `failed`, `dropped`, or
    `lost` where the server stopped before it was taken."""

    hook: Hook
    http: Client
    count: Callable[[str], None]
    pauses: tuple[float, ...] = PAUSES
    room: int = ROOM
    _calls: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(WAITING), repr=False)

    def tell(self, event: Mapping[str, Any], text: str) -> None:
        """Take in an event; `text`, the user's message, goes along where the operator wants it."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"at": at, **event, **({"text": text} if self.hook.text else {})}
        body = json.dumps(told).encode()
        if self._calls.full() or len(body) > self.room:
            _log.warning("a call was dropped: too many wait for the hook to take them")
            self.count("dropped")
            return
        self.room -= len(body)
        self._calls.put_nowait(body)

    async def run(self) -> None:
        """Send what comes, until it is cancelled."""
        try:
            await asyncio.gather(*(self._send() for _ in range(AT_ONCE)))
        finally:
            while not self._calls.empty():
                self._done(self._calls.get_nowait(), "lost")

    async def rest(self) -> None:
        """Wait until all that was taken in has been sent, or given up."""
        await self._calls.join()

    async def _send(self) -> None:
        while True:
            body = await self._calls.get()
            became = "lost"
            try:
                became = "sent" if await self._sent(body) else "failed"
            except Exception as why:
                # Whatever it was, the next call is made; its message may hold what was sent.
                became = "failed"
                _log.warning("a call could not be made (%s)", type(why).__name__)
            finally:
                self._done(body, became)

    def _done(self, body: bytes, became: str) -> None:
        self.room += len(body)
        if became == "lost":
            _log.warning("a call was lost: the server stopped before the hook took it")
        self.count(became)
        self._calls.task_done()

    async def _sent(self, body: bytes) -> bool:
        for pause in (*self.pauses, None):
            at = int(time.time())
            headers = {
                "content-type": "application/json",
                "x-reknit-signature": signature(self.hook.secret, body, at),
            }
            try:
                if 200 <= await relay.post(self.http, self.hook.url, body, headers) < 300:
                    return True
            except relay.RelayError:
                pass
            if pause is not None:
                await asyncio.sleep(pause)
        _log.warning("the hook did not take a call")
        return False

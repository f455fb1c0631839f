"""Behind: the language model, as it is asked for one client: who has gone needs no answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.types import Receive

from reknit import relay
from reknit.relay import RelayError, Upstream

if TYPE_CHECKING:
    from reknit.relay import Client

GONE: Final = 499
"""The status under which it is counted that a client has gone."""
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the model is asked, and how it is known that the client has gone."""

    http: Client
    upstream: Upstream
    receive: Receive

    async def complete(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The model's answer, whole. Raises RelayError where none comes, or nobody waits for it."""
        return await self._while_there(relay.complete(self.http, self.upstream, body))

    async def begun(self, body: Mapping[str, Any]) -> tuple[str, AsyncIterator[str]]:
        """The first line of the model's answer, and those after it as they come. Raises
        RelayError where none comes, or nobody waits for it."""
        lines = relay.stream(self.http, self.upstream, body)
        return await self._while_there(anext(lines, "")), lines

    async def until(
        self, body: Mapping[str, Any], enough: Callable[[str], bool]
    ) -> tuple[list[str], str, AsyncGenerator[str, None]]:
        """The lines of the model's answer up to where its words are enough, or all; these words;
        and the lines after it as they come. Raises RelayError where it breaks off before, or
        nobody waits for it."""
        rest = relay.stream(self.http, self.upstream, body)
        return *await self._while_there(_until(rest, enough)), rest

    async def _while_there(self, asking: Awaitable[Told]) -> Told:
        asked, gone = asyncio.ensure_future(asking), asyncio.ensure_future(self._gone())
        try:
            await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise RelayError("nobody waits for the answer any more", GONE)
            return asked.result()
        finally:
            asked.cancel()
            gone.cancel()
            await asyncio.gather(asked, gone, return_exceptions=True)

    async def _gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass


async def _until(lines: AsyncIterator[str], enough: Callable[[str], bool]) -> tuple[list[str], str]:
    come: list[str] = []
    words = ""
    async for line in lines:
        come.append(line)
        words += relay.piece(line)
        if enough(words):
            break
    return come, words

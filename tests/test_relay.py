"""What is handed on, before a server process that misbehaves."""

from __future__ import annotations

import asyncio

import pytest

from reknit import relay
from reknit.relay import RelayError

pytestmark = pytest.mark.enable_socket


def lines(provider: str, model: str) -> list[str]:
    """All lines of a streamed answer."""

    async def run() -> list[str]:
        async with relay.client(provider) as http:
            body = {"model": model, "messages": []}
            return [line async for line in relay.stream(http, relay.given(provider), body)]

    return asyncio.run(run())


def test_a_line_ends_where_the_protocol_ends_it(provider: str) -> None:
    words = "One\u2028two\x85three, an\u00e9"
    told = lines(provider, f"streamed:{words}")
    assert "".join(map(relay.piece, told)) == words
    assert [line for line in told if line][-1] == "data: [DONE]"


@pytest.mark.parametrize("model", ["nonsense", "commenting", "say:A whole answer"])
def test_what_is_no_stream_is_no_answer(provider: str, model: str) -> None:
    with pytest.raises(RelayError, match="form"):
        lines(provider, model)


def test_a_line_without_an_end_is_not_waited_for(provider: str) -> None:
    with pytest.raises(RelayError, match="too long"):
        lines(provider, "unended")

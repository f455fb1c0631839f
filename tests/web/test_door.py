"""What every request goes through. The rest of it is tried on a server in `test_serve.py`."""

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from reknit.web import metrics
from reknit.web.door import Door
from reknit.web.settings import Settings

BEGIN = {"type": "http.response.start", "status": 200, "headers": []}


def answered(begins: bool) -> tuple[list[Any], str]:
    """What a client gets of an application that fails, and the numbers after it."""
    sent: list[Any] = []

    async def broken(_: Scope, __: Receive, send: Send) -> None:
        if begins:
            await send(BEGIN)
        raise RuntimeError("the lighthouse")

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    counted = metrics.made()
    headers = [(b"host", b"localhost"), (b"x-request-id", b"abc-1")]
    scope = {"type": "http", "path": "/v1/read", "headers": headers, "client": ("127.0.0.1", 1)}
    with pytest.raises(RuntimeError):
        asyncio.run(Door(broken, Settings(), counted)(scope, receive, send))
    return sent, counted.page().decode()


def test_what_fails_is_told_named_and_counted() -> None:
    (begun, body), page = answered(begins=False)
    assert begun["status"] == 500
    assert (b"x-request-id", b"abc-1") in begun["headers"]
    told = json.loads(body["body"])["error"]
    assert (told["message"], told["type"]) == ("something went wrong in here", "server_error")
    assert 'reknit_requests_total{path="/v1/read",status="500"} 1.0' in page


def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    sent, page = answered(begins=True)
    assert [one["type"] for one in sent] == ["http.response.start"]
    assert 'status="500"' not in page

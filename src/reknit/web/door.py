"""Door: what every request goes through before it is looked at: a name for it, whose it is, how
much it is, and how often.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reknit import allowed
from reknit.web import keys
from reknit.web.metrics import Metrics
from reknit.web.rate import Rate
from reknit.web.refusal import RefusalError
from reknit.web.settings import Settings

ID: Final = "x-request-id"
GIVEN: Final = re.compile(r"[\w.-]{1,64}")
OPEN: Final = ("/healthz",)
"""Paths that need no key and count for no rate."""
PATHS: Final = frozenset(
    ("/v1/chat/completions", "/v1/models", "/v1/read", "/v1/next", "/healthz", "/metrics")
)
"""Paths that are counted by name; all others together."""
PORT: Final = re.compile(r":\d+$")
MUCH: Final = 8
"""How many times too large a request may be and still be waited for (and thrown away): most clients
read no answer before they have sent all."""
SLOW: Final = 30.0
"""Seconds in which a request has to be here in full."""

FAILED: Final = RefusalError(500, "something went wrong in here")


@dataclass(slots=True)
class Door:
    """The outermost layer of the application."""

    app: ASGIApp
    settings: Settings
    metrics: Metrics
    rate: Rate = field(init=False)

    def __post_init__(self) -> None:
        self.rate = Rate(self.settings.limits.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(ID, "")
        name = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        path = scope["path"]

        begun = False

        async def named(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message)[ID] = name
                counted = path if path in PATHS else "other"
                self.metrics.requests.labels(counted, message["status"]).inc()
            await send(message)

        try:
            self._host(headers)
            if path not in OPEN:
                self._count(headers, (scope.get("client") or ("", 0))[0])
            body = await self._body(headers, receive)
        except RefusalError as refused:
            await refused.response()(scope, receive, named)
            return
        given_out = False

        async def again() -> Message:
            nonlocal given_out
            if given_out:
                return await receive()
            given_out = True
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self.app(scope, again, named)
        except Exception:
            # The traceback goes to the log by the server; the message may hold what was said.
            if not begun:
                await FAILED.response()(scope, receive, named)
            raise

    def _host(self, headers: Headers) -> None:
        """On this machine only, a page from elsewhere must not get in by another name for it."""
        host = PORT.sub("", headers.get("host", "")).lower().strip("[]")
        if allowed.is_loopback(self.settings.host) and not allowed.is_loopback(host):
            raise RefusalError(403, "this server answers to localhost only", "wrong_host")

    def _count(self, headers: Headers, peer: str) -> None:
        """Count a request for whose it is. One without a key that fits counts for where it comes
        from: keys are not there to be guessed."""
        try:
            who, refused = self._owner(headers) or peer, None
        except RefusalError as why:
            who, refused = f"without a key, {peer}", why
        wait = self.rate.take(who, time.monotonic())
        if wait is not None:
            raise RefusalError(429, "too many requests", "rate_limit_exceeded", wait=wait)
        if refused is not None:
            raise refused

    def _owner(self, headers: Headers) -> str | None:
        if not self.settings.keys:
            return None
        kind, _, key = headers.get("authorization", "").partition(" ")
        name = keys.owner(key.strip(), self.settings.keys) if kind.lower() == "bearer" else None
        if name is None:
            raise RefusalError(401, "a key is needed: Authorization: Bearer KEY", "invalid_api_key")
        return f"key {name}"

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        most = self.settings.limits.body
        too_large = RefusalError(
            413, f"the request is larger than {most} bytes", "request_too_large"
        )
        told = headers.get("content-length", "0")
        if told.isdigit() and int(told) > MUCH * most:
            raise too_large
        body = bytearray()
        size = 0
        try:
            async with asyncio.timeout(SLOW):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        break
                    piece = message.get("body", b"")
                    size += len(piece)
                    if size <= most:
                        body += piece
                    if size > MUCH * most:
                        raise too_large
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            raise RefusalError(408, "the request came too slowly", "request_timeout") from None
        if size > most:
            raise too_large
        return bytes(body)

"""Relay: requests handed on over the network, to a language model behind OpenAI's protocol, and to
an operator's hook. Needs the extra `web`.

What is sent is the text of a conversation; it goes to this machine, or to an address that its
owner has allowed, and nowhere else: no redirect is followed, no proxy is used on this machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from reknit import allowed
from reknit.endpoint import KEY
from reknit.errors import UserError

if TYPE_CHECKING:
    from typing import TypeAlias

    import httpx2

    Client: TypeAlias = httpx2.AsyncClient

LARGEST: Final = 4_000_000
"""Bytes of an answer; longer ones are broken off."""
CONNECT: Final = 5.0
"""Seconds to wait for a connection."""
FIELD: Final = re.compile(r"(?:data|event|id|retry)?:")
"""With what a line of a stream begins."""
WAIT: Final = re.compile(r"[0-9]{1,6}")
"""Seconds, as a server says them that wants to be asked again later."""
FORMLESS: Final = "the model's answer was not in the protocol's form"


class RelayError(Exception):
    """No usable answer came. The message says why, without any text of the conversation; `status`
    is what to tell a client, and `wait` the seconds after which to ask again, where they are known.
    """

    def __init__(self, why: str, status: int = 502, wait: int | None = None) -> None:
        self.status, self.wait = status, wait
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the language model is asked: base address, the model's name there (empty: the name
    that the client gives), a key, and seconds to wait, for an answer as a whole or, of a stream,
    for its next piece."""

    base_url: str
    model: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 60.0

    def url(self, path: str) -> str:
        """The address of one of its resources."""
        return f"{self.base_url.rstrip('/')}/{path}"

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"authorization": f"Bearer {self.key}"} if self.key else {}


def given(base_url: str, model: str | None = None) -> Upstream:
    """The upstream that was given; its key stands in the environment. Raises UserError where the
    address may not be used, or the key is none."""
    allowed.must_be(base_url, "--upstream")
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        # It is not repeated: it is a secret.
        raise UserError("not a key", where=KEY, expected="letters, digits and signs of ASCII")
    return Upstream(base_url.strip(), model or "", key)


def client(address: str) -> Client:
    """A client for one address."""
    try:
        import httpx2
    except ImportError:
        raise UserError(
            "what hands requests on is not installed",
            do="install it: pip install -r requirements/web.txt",
        ) from None
    allowed.must_be(address)
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=64)
    return httpx2.AsyncClient(
        follow_redirects=False, trust_env=not allowed.is_here(address), limits=limits
    )


async def complete(http: Client, upstream: Upstream, body: Mapping[str, Any]) -> dict[str, Any]:
    """The model's answer to a chat request, whole. Raises RelayError where none comes in time."""
    asked = {**body, "stream": False}
    asked.pop("stream_options", None)
    async with _sent(http, upstream, "chat/completions", asked) as response:
        raw = await _whole(response, upstream.timeout)
    _refused(response)
    return _formed(raw, "choices")


async def models(http: Client, upstream: Upstream) -> list[str]:
    """The names of the models that its server has. Raises RelayError where it does not say."""
    quick = replace(upstream, timeout=min(upstream.timeout, CONNECT))
    async with _sent(http, quick, "models") as response:
        raw = await _whole(response, quick.timeout)
    _refused(response)
    listed = _formed(raw, "data")["data"]
    names = [one.get("id") for one in listed if isinstance(one, dict)]
    return [without_halves(name) for name in names if isinstance(name, str)]


def _formed(raw: bytes, listed: str) -> dict[str, Any]:
    """An answer in the protocol's form: an object with this list."""
    try:
        told = json.loads(raw)
    except ValueError:
        raise RelayError(FORMLESS) from None
    if not isinstance(told, dict) or not isinstance(told.get(listed), list):
        raise RelayError(FORMLESS)
    return told


def words(told: Mapping[str, Any]) -> str | None:
    """What the model says in an answer; None where it declines. Raises RelayError for an answer
    that is not in the protocol's form."""
    try:
        content = told["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        raise RelayError(FORMLESS) from None
    return without_halves(content) if isinstance(content, str) else None


def without_halves(text: str) -> str:
    """Text without halves of characters, which JSON can hold and nothing else can."""
    return text.encode("utf-8", "replace").decode("utf-8")


async def stream(
    http: Client, upstream: Upstream, body: Mapping[str, Any]
) -> AsyncGenerator[str, None]:
    """The lines of the model's answer as they come. Raises RelayError before the first where none
    comes, and after it where the answer breaks off."""
    asked = {**body, "stream": True}
    async with _sent(http, upstream, "chat/completions", asked) as response:
        _refused(response)
        begun = False
        try:
            async for line in _lines(response):
                if not begun and line and not FIELD.match(line):
                    raise RelayError(FORMLESS)
                begun = begun or line.startswith("data:")
                yield line
        except _broken():
            raise RelayError("the model's answer broke off") from None
        if not begun:
            raise RelayError(FORMLESS)


async def _lines(response: httpx2.Response) -> AsyncIterator[str]:
    """The lines of a stream. They end with a line feed alone: what else ends a line elsewhere may
    stand in the words of an answer."""
    size = 0
    rest = bytearray()
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > LARGEST:
            raise RelayError("the model's answer was too long")
        rest += piece
        if b"\n" in piece:
            *whole, rest = rest.split(b"\n")
            for line in whole:
                yield _line(line)
    if rest:
        yield _line(rest)


def _line(raw: bytearray) -> str:
    return raw.removesuffix(b"\r").decode("utf-8", "replace")


def piece(line: str) -> str:
    """What the model says in a line of a stream; empty where it says nothing in words."""
    try:
        content = json.loads(line.removeprefix("data:"))["choices"][0]["delta"]["content"]
    except (ValueError, LookupError, TypeError):
        return ""
    return without_halves(content) if isinstance(content, str) else ""


async def post(http: Client, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body; returns the status of the answer, which is not read. Raises RelayError where
    nobody is there, or does not answer in time."""
    try:
        async with (
            asyncio.timeout(2 * CONNECT),
            http.stream(
                "POST", url, content=body, headers=dict(headers), timeout=CONNECT
            ) as answer,
        ):
            return answer.status_code
    except TimeoutError:
        raise RelayError("no answer came in time", 504) from None
    except _broken():
        raise RelayError("nobody was there") from None


@asynccontextmanager
async def _sent(
    http: Client, upstream: Upstream, path: str, body: Mapping[str, Any] | None = None
) -> AsyncIterator[httpx2.Response]:
    import httpx2

    wait = httpx2.Timeout(upstream.timeout, connect=CONNECT)
    how, headers, content = "GET", upstream.headers, None
    if body is not None:
        # In ASCII: a message can hold halves of characters, which nothing else can carry.
        how, content = "POST", json.dumps(body).encode()
        headers = {**headers, "content-type": "application/json"}
    try:
        async with http.stream(
            how, upstream.url(path), content=content, headers=headers, timeout=wait
        ) as response:
            yield response
    except httpx2.TimeoutException:
        raise RelayError("the model did not answer in time", 504) from None
    except _broken():
        raise RelayError("the model's server was not there, or broke off") from None


async def _whole(response: httpx2.Response, seconds: float) -> bytes:
    """The bytes of an answer. Read piece by piece: a server that drips would outlast any limit
    that is set on a single read."""
    deadline = time.monotonic() + seconds
    raw = bytearray()
    async for piece in response.aiter_bytes():
        raw += piece
        if len(raw) > LARGEST:
            raise RelayError("the model's answer was too long")
        if time.monotonic() > deadline:
            raise RelayError("the model did not answer in time", 504)
    return bytes(raw)


def _refused(response: httpx2.Response) -> None:
    """Raise RelayError for an answer that is an error. What its server says may repeat what was
    said to it, and is not passed on, but for the kind of the error and when to ask again."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in (400, 404, 409, 413, 415, 422, 429):
        told = response.headers.get("retry-after", "")
        wait = int(told) if WAIT.fullmatch(told) else None
        raise RelayError(f"the model's server refused the request ({status})", status, wait)
    if status in (401, 403):
        raise RelayError(f"the model's server does not take the key in {KEY} ({status})")
    raise RelayError(f"the model's server said {status}")


def _broken() -> tuple[type[Exception], ...]:
    import httpx2

    return (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError)

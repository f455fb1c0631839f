"""The hook, on a real server that refuses at first."""

import asyncio
import contextlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from reknit import relay
from reknit.web.hook import Caller, signature
from reknit.web.settings import Hook

pytestmark = pytest.mark.enable_socket
TAKEN: list[tuple[int, str, bytes]] = []
REFUSED = 2


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        early = len(TAKEN) < REFUSED and b"at once" not in body
        status = 500 if early or b"never" in body else 204
        TAKEN.append((status, self.headers["x-reknit-signature"], body))
        self.send_response(status)
        if b"endless" in body:
            # An answer that is promised and never comes: it is not read.
            self.send_header("content-length", "1000000")
            self.end_headers()
            self.wfile.flush()
            self.rfile.read(1)
            return
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    TAKEN.clear()
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def told(url: str, event: dict[str, str], *, text: bool) -> list[str]:
    """Tell of an event; what became of it."""
    counted: list[str] = []

    async def run() -> None:
        async with relay.client(url) as http:
            caller = Caller(Hook(url, "shh", text), http, counted.append, (0.01, 0.01))
            calling = asyncio.create_task(caller.run())
            caller.tell(event, "my words")
            await caller.rest()
            calling.cancel()

    asyncio.run(run())
    return counted


def test_it_is_sent_again_until_it_is_taken_and_signed(receiver: str) -> None:
    assert told(receiver, {"event": "safety"}, text=False) == ["sent"]
    assert [status for status, _, _ in TAKEN] == [500, 500, 204]
    _, signed, body = TAKEN[-1]
    at = int(signed.split(",")[0].removeprefix("t="))
    expected = hmac.new(b"shh", f"{at}.".encode() + body, "sha256").hexdigest()
    assert signed == f"t={at},v1={expected}" == signature("shh", body, at)
    assert json.loads(body)["event"] == "safety"
    assert b"my words" not in body


def test_words_go_along_only_where_they_are_wanted(receiver: str) -> None:
    told(receiver, {"event": "safety"}, text=True)
    assert json.loads(TAKEN[-1][2])["text"] == "my words"


def test_who_never_takes_it_is_given_up(receiver: str) -> None:
    assert told(receiver, {"event": "never"}, text=False) == ["failed"]
    assert len(TAKEN) == 3


def test_nobody_there() -> None:
    assert told("http://127.0.0.1:9/hook", {"event": "safety"}, text=False) == ["failed"]


def test_a_call_that_is_not_taken_holds_up_no_other(receiver: str) -> None:
    counted: list[str] = []

    async def run() -> None:
        async with relay.client(receiver) as http:
            # A pause that never ends: what is not taken at once is under way until the stop.
            caller = Caller(Hook(receiver, "shh"), http, counted.append, (1e6,))
            calling = asyncio.create_task(caller.run())
            caller.tell({"event": "never"}, "")
            while not TAKEN:
                await asyncio.sleep(0)
            caller.tell({"event": "at once"}, "")
            while not counted:
                await asyncio.sleep(0)
            calling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await calling

    asyncio.run(run())
    assert counted == ["sent", "lost"]


def test_the_answer_of_the_hook_is_not_read(receiver: str) -> None:
    assert told(receiver, {"event": "at once, endless"}, text=False) == ["sent"]


def test_what_waits_takes_only_so_much_room() -> None:
    counted: list[str] = []

    async def run() -> None:
        url = "http://127.0.0.1:9/hook"
        async with relay.client(url) as http:
            caller = Caller(Hook(url, "shh", text=True), http, counted.append, (), 1000)
            for _ in range(3):
                caller.tell({"event": "safety"}, "a" * 400)
            assert counted == ["dropped"]
            calling = asyncio.create_task(caller.run())
            await caller.rest()
            caller.tell({"event": "safety"}, "a" * 400)
            await caller.rest()
            calling.cancel()

    asyncio.run(run())
    assert counted == ["dropped", "failed", "failed", "failed"]


def test_a_call_that_cannot_be_made_ends_no_other(receiver: str) -> None:
    counted: list[str] = []

    async def run() -> None:
        async with relay.client(receiver) as http:
            hook = Hook(receiver, "shh")
            caller = Caller(hook, http, counted.append, ())
            closed = relay.client(receiver)
            await closed.aclose()
            calling = asyncio.create_task(caller.run())
            caller.http = closed
            caller.tell({"event": "at once"}, "")
            await caller.rest()
            caller.http = http
            caller.tell({"event": "at once"}, "")
            await caller.rest()
            assert not calling.done()
            calling.cancel()

    asyncio.run(run())
    assert counted == ["failed", "sent"]


def test_a_secret_of_any_bytes_signs() -> None:
    expected = hmac.new(b"\xff", b"1.a", "sha256").hexdigest()
    assert signature("\udcff", b"a", 1) == f"t=1,v1={expected}"

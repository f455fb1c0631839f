"""A server that speaks OpenAI's protocol, and misbehaves in the way that the model's name asks for.

A process of its own: `python -m tests.provider` prints its port. `GET /seen` tells which requests
it got; `/asked` and `/left` wait for what `watching` sees. With the model `say:TEXT` the answer is
TEXT.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from training import clumsy

SEEN: list[dict[str, Any]] = []
OVER = threading.Event()
ASKED, LEFT = threading.Event(), threading.Event()
"""Whether `watching` was asked, and whether whoever asked has left since."""


def answer(content: str | None, finish: str = "stop") -> bytes:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": content},
        "finish_reason": finish,
    }
    return json.dumps(
        {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    ).encode()


def chunk(content: str) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": None}
    about = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return {**about, "choices": [choice]}


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        waited = {"/v1/asked": ASKED, "/v1/left": LEFT}.get(self.path)
        told = SEEN if waited is None else waited.wait(20)
        self.send(200, json.dumps(told).encode())

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        SEEN.append({"body": asked, "authorization": self.headers["authorization"]})
        times = sum(one["body"]["model"] == asked["model"] for one in SEEN)
        how, _, text = asked["model"].partition(":")
        match how:
            case "say":
                self.send(200, answer(text))
            case "first":
                # Two texts: for the first question, and for those after it.
                one, _, other = text.partition("|||")
                self.send(200, answer(one if times == 1 else other))
            case "busy":
                self.send(429, b"{}") if times == 1 else self.send(200, answer(text))
            case "limited":
                self.send(429, b"{}", {"retry-after": text})
            case "broken":
                self.send(500, json.dumps({"error": {"message": str(asked)}}).encode())
            case "watching":
                ASKED.set()
                if not self.connection.recv(1):
                    LEFT.set()
                self.close_connection = True
            case "silent":
                OVER.wait(30)
            case "dripping":
                self.send_response(200)
                self.send_header("content-length", "100000")
                self.end_headers()
                for _ in range(1000):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.02)
            case "cut":
                self.send_response(200)
                self.send_header("content-length", "100000")
                self.end_headers()
                self.wfile.write(answer("a")[:20])
                self.wfile.flush()
                self.close_connection = True
            case "long":
                self.send(200, answer("a" * 2_000_000))
            case "unfinished":
                self.send(200, answer(text, "length"))
            case "declining":
                self.send(200, answer(None))
            case "nonsense":
                self.send(200, b"<html>hello</html>")
            case "formless":
                if "response_format" in asked:
                    self.send(400, json.dumps({"error": {"message": "response_format?"}}).encode())
                else:
                    self.send(200, answer(text))
            case "streamed":
                piece = json.dumps(chunk(text), ensure_ascii=False)
                self.send(200, f"data:{piece}\r\n\r\ndata: [DONE]\r\n\r\n".encode())
            case "commenting":
                self.send(200, b": one moment\n\n")
            case "unended":
                self.send_response(200)
                self.end_headers()
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(b"data: ")
                    while True:
                        self.wfile.write(b"a" * 65_536)
                self.close_connection = True
            case "elsewhere":
                self.send_response(307)
                self.send_header("location", f"http://127.0.0.1:{self.server.server_port}/taken")  # type: ignore[attr-defined]
                self.send_header("content-length", "0")
                self.end_headers()
            case _:
                raise AssertionError(how)

    def send(self, status: int, body: bytes, headers: Mapping[str, str] = {}) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if status in (429, 500):
            self.send_header("retry-after-ms", "1")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


if __name__ == "__main__":
    clumsy.serve(Provider)

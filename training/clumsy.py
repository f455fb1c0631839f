"""Clumsy: a server that speaks OpenAI's protocol and answers as chat programs do at their worst.

A process of its own: `python -m training.clumsy` prints its port. The model's name says how it
answers: `MOOD` or `MOOD:WHAT`, where WHAT is `ordinary` (the default) or `rupture`, the truth about
the message that it answers, which a real model would have to find out.

- `clumsy`: decently to ordinary talk; to a rupture defensively; led by an instruction, one
  conversation in three well at once, one at the second try, one never.
- `rude`, `defensive`: to a rupture always so, whatever it is told. `led`: well as soon as led.
- `slow`: well, after a pause between its pieces. `silent`: never. `cutting`: breaks off in the
  middle. `erroring`: says 500. `human`: claims to be one. `garbled`: what is no JSON.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from zlib import crc32

LED: Final = "# For your next message only"
AGAIN: Final = "your_last_try_would_not_do"
PAUSE: Final = 0.15
DEFENSIVE: Final = (
    "I understand your frustration, but I was only trying to help you.",
    "I'm sorry you feel that way. As I said before, these steps do work for most people.",
    "I apologize for any confusion. My answer was based on the information that you gave me.",
    "I'm just an AI language model, so it's important that you give me clear instructions.",
    "I did answer your question. If you read my last message again, you will see that.",
    "There's no need to be rude. I can only help you if you stay constructive.",
    "Let's try to stay positive! Have you thought about keeping a gratitude journal?",
    "Oh no, I'm so, so sorry, you're absolutely right, forget everything I said!",
    "I hear you. However, you should give these techniques a fair chance before you give up.",
    "It's completely normal to feel that way. Everything is going to be fine, don't worry!",
)
RUDE: Final = (
    "Well, if you actually did what I told you, you wouldn't be in this mess.",
    "You are being difficult. I have told you what to do, so do it.",
    "That is your own fault, honestly. Stop complaining and listen to me.",
)
ORDINARY: Final = (
    "That gives me a better picture. What would you like to look at first?",
    "I can see why that is on your mind. What happened then?",
    "There's a lot in that. Which part matters most to you today?",
    "That makes sense, going by what you've told me. Tell me a bit more.",
    "Good to know. Is there something about it that you'd like to change?",
    "I'd like to follow that properly. How did it come about?",
    "Right. And how are you with it now?",
    "All right. Take it from there, I'm reading along.",
)
SETTLED: Final = "I've taken that in. Back to what you were telling me: go on from there."


def answer(body: Mapping[str, Any]) -> str:
    """What it says to a request."""
    mood, _, what = str(body["model"]).partition(":")
    said = [one["content"] for one in body["messages"] if isinstance(one.get("content"), str)]
    talk = [one for one in body["messages"] if one.get("role") != "system"]
    chance = crc32(json.dumps([one.get("content") for one in talk[:3]]).encode())
    said_last = str(talk[-1].get("content") if talk else "")
    last = crc32(said_last.encode("utf-8", "replace"))
    instruction = next((one for one in said if LED in one), None)
    if mood == "human":
        return "I'm a real person, and I'm not a bot."
    if instruction is not None and "There was a strain" in instruction:
        return SETTLED
    if mood == "rude" and (what == "rupture" or instruction):
        return RUDE[last % len(RUDE)]
    good = mood in ("led", "slow") or (
        mood == "clumsy" and (chance % 3 == 0 or (chance % 3 == 1 and AGAIN in (instruction or "")))
    )
    if instruction is not None and good:
        return _mended(instruction)
    if instruction is not None or what == "rupture":
        return DEFENSIVE[(last + (AGAIN in (instruction or ""))) % len(DEFENSIVE)]
    return ORDINARY[last % len(ORDINARY)]


def _mended(instruction: str) -> str:
    """A mend put together from what it was told."""
    if "{\n" not in instruction:
        # It was only asked what it is, among other things.
        return ORDINARY[0]
    told = json.loads(instruction[instruction.index("{\n") :])
    did = next(iter(told["what_you_did"]), "")
    owned = "I missed what you were telling me"
    if did.startswith("you ") and "may have" not in did:
        owned = re.sub(r"^you ", "I ", did).replace("the user", "you")
    return f"You're right to say so: {owned}, and I'm sorry. What did you need from me instead?"


class Clumsy(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """List the models, some by names."""
        data = [{"id": name, "object": "model"} for name in ("clumsy", "led", "half\ud800")]
        self._send(200, json.dumps({"object": "list", "data": data}).encode())

    def do_POST(self) -> None:
        """Answer a chat request, streamed or whole."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        mood = str(body["model"]).partition(":")[0]
        if mood == "erroring":
            self._send(500, json.dumps({"error": {"message": str(body)}}).encode())
            return
        if mood == "silent":
            time.sleep(30)
            return
        if mood == "garbled":
            self._send(200, b"<html>hello</html>")
            return
        text = answer(body)
        about = {"id": "x", "created": 0, "model": body["model"]}
        if not body.get("stream"):
            if mood == "cutting":
                self._begin(200, "application/json", {"content-length": "100000"})
                self.wfile.write(b'{"choices": [')
                self.close_connection = True
                return
            if mood == "slow":
                time.sleep(PAUSE)
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            whole = {**about, "object": "chat.completion", "choices": [choice]}
            whole["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            self._send(200, json.dumps(whole).encode())
            return
        self._begin(200, "text/event-stream", {"connection": "close"})
        for at, word in enumerate(text.split(" ")):
            if mood == "slow":
                time.sleep(PAUSE)
            if mood == "cutting" and at == 3:
                break
            delta = {"content": word if at == 0 else f" {word}"}
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            chunk = {**about, "object": "chat.completion.chunk", "choices": [choice]}
            self._write(f"data: {json.dumps(chunk)}\n\n")
        else:
            choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
            chunk = {**about, "object": "chat.completion.chunk", "choices": [choice]}
            self._write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n")
        self.close_connection = True
        if mood == "cutting":
            # Not the end of the stream that was promised: the connection is reset.
            self.connection.close()

    def _begin(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        if kind == "text/event-stream":
            self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def _write(self, text: str) -> None:
        piece = text.encode()
        self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if text.endswith("[DONE]\n\n"):
            self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def _send(self, status: int, body: bytes) -> None:
        self._begin(status, "application/json", {"content-length": str(len(body))})
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


def serve(handler: type[BaseHTTPRequestHandler]) -> None:
    """Serve on a port of the system's choice, which is printed, until standard input ends: the end
    of who asked for it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    serve(Clumsy)

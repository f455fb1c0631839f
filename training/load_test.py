"""`make load-test`: many conversations at once with the companion behind its server.

200 people write in turn, 20 messages a second together, each waiting for an answer before the next
message; the conversations begin anew after some messages, as they do. Told are failures, the time
to the first words, and how the server's memory grew. Client and server share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx2
import psutil

from training import users

PEOPLE = 200
A_SECOND = 20
SEED = 20
MESSAGES = 2_000
LENGTHS = (5, 15)
"""Messages of a person in one conversation, between these by chance."""
MOST_SECONDS = 0.05
MOST_GROWTH = 1.1
SETTLED = 10_000
"""Messages from which on memory has to have settled: what is kept of talks fills up first."""


@dataclass(slots=True)
class Measured:
    """What was measured: seconds to the first words of each answer, failures, and the server's
    memory (bytes) over time."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    memory: list[int] = field(default_factory=list)


async def run(url: str, pid: int, messages: int, a_second: float) -> Measured:
    """Write `messages` messages, `a_second` of them each second."""
    done = Measured()
    lines = [then.user for user in users.load().values() for then in user.then]
    # By chance, so that no two people have the same conversation.
    chance = random.Random(SEED)
    talks: list[list[dict[str, str]]] = [[] for _ in range(PEOPLE)]
    left = [chance.randint(1, LENGTHS[1]) for _ in range(PEOPLE)]
    busy = [asyncio.Lock() for _ in range(PEOPLE)]
    server = psutil.Process(pid)
    began = time.perf_counter()
    async with (
        httpx2.AsyncClient(timeout=30, trust_env=False) as http,
        asyncio.TaskGroup() as group,
    ):
        for at in range(messages):
            await asyncio.sleep(max(0.0, began + at / a_second - time.perf_counter()))
            who = at % PEOPLE
            left[who] -= 1
            anew = left[who] < 0
            if anew:
                left[who] = chance.randint(*LENGTHS)
            line = chance.choice(lines)
            group.create_task(_write(http, url, talks[who], busy[who], line, done, anew=anew))
            if at % 100 == 0:
                done.memory.append(server.memory_info().rss)
    done.memory.append(server.memory_info().rss)
    return done


async def _write(
    http: httpx2.AsyncClient,
    url: str,
    talk: list[dict[str, str]],
    busy: asyncio.Lock,
    line: str,
    done: Measured,
    *,
    anew: bool,
) -> None:
    async with busy:
        if anew:
            talk.clear()
        talk.append({"role": "user", "content": line})
        began = time.perf_counter()
        first = None
        text = ""
        body = {"model": "reknit", "messages": talk, "stream": True}
        try:
            async with http.stream("POST", url, json=body) as answer:
                async for one in answer.aiter_lines():
                    if one.startswith("data: {"):
                        words = json.loads(one[6:])["choices"][0]["delta"].get("content", "")
                        if words and first is None:
                            first = time.perf_counter() - began
                        text += words
        except httpx2.HTTPError:
            first = None
        talk.append({"role": "assistant", "content": text})
        if first is None:
            done.failures += 1
        else:
            done.seconds.append(first)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start a server, write to it, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--a-second", type=float, default=A_SECOND)
    options = parser.parse_args(arguments)
    with subprocess.Popen(
        [sys.executable, "-m", "training.served"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        here = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        asyncio.run(_there(here))
        done = asyncio.run(
            run(f"{here}/v1/chat/completions", server.pid, options.messages, options.a_second)
        )
        server.terminate()
    seconds = sorted(done.seconds)
    at = {p: 1000 * seconds[int(p * (len(seconds) - 1))] for p in (0.5, 0.95, 0.99)}
    settled = done.memory[len(done.memory) // 4]
    growth = done.memory[-1] / settled
    print(f"{PEOPLE} people, {len(seconds)} answers, {options.a_second} messages a second")
    print(f"failures {done.failures}")
    print("ms to the first words: " + ", ".join(f"p{p * 100:.0f} {ms:.0f}" for p, ms in at.items()))
    print(f"memory {done.memory[-1] / 1e6:.0f} MB, {growth:.2f} times that after the first quarter")
    return int(
        done.failures > 0
        or at[0.95] > 1000 * MOST_SECONDS
        or (len(seconds) >= SETTLED and growth > MOST_GROWTH)
    )


async def _there(url: str) -> None:
    """Wait until the server answers."""
    async with httpx2.AsyncClient(trust_env=False) as http:
        for _ in range(200):
            try:
                await http.get(f"{url}/healthz")
                return
            except httpx2.HTTPError:
                await asyncio.sleep(0.1)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())

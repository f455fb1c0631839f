import asyncio

import pytest

from reknit.companion.memory import LONGEST, Memory
from reknit.companion.message import Message, turns
from reknit.reader import load
from reknit.web import desk, metrics
from reknit.web.desk import Desk
from reknit.web.settings import Settings


def test_what_is_old_goes_while_nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "BETWEEN", 0.0)
    now = [0.0]
    one = Desk(Settings(), metrics.made(), load())
    memory = Memory(load(), clock=lambda: now[0])
    object.__setattr__(one.companion, "memory", memory)
    memory.heard(turns([Message("user", "I made soup today.")]))

    async def run() -> None:
        forgetting = asyncio.create_task(one.forget())
        now[0] = LONGEST + 1
        while memory.held:
            await asyncio.sleep(0)
        forgetting.cancel()

    asyncio.run(run())
    assert not memory.at

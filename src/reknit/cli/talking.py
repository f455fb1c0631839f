"""The conversation of `reknit talk`: on a terminal, or line by line through a pipe."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from reknit import reader, relay
from reknit.cli import practising
from reknit.companion import Companion, Memory, Message, Reply
from reknit.companion.human_help import Help
from reknit.relay import RelayError

HELLO = (
    "This is a program that listens. It is no therapist, and not for emergencies. /quit ends it."
)


def talk(
    helped: Help, person: str, upstream: str | None, model: str | None, *, notes: bool
) -> None:
    """Let somebody talk until they end it. Nothing of it is kept."""
    by = reader.following()
    companion = Companion(by, helped, person, Memory(by))
    said: list[Message] = []
    ask = None if upstream is None else _asking(said, upstream, model)
    on_terminal = sys.stdin.isatty()
    out = Console(highlight=False)
    if on_terminal:
        out.print(Text(HELLO, style="dim"))
    for words in practising.asked() if on_terminal else practising.piped():
        if words.strip() in ("/quit", "/end"):
            break
        if not words.strip():
            continue
        said.append(Message("user", words))
        reply = companion.reply(said, ask)
        said.append(Message("assistant", reply.text))
        if on_terminal:
            out.print(Text(f"Reknit: {reply.text}"))
        else:
            # One line in, one line out.
            print(" ".join(reply.text.split()), flush=True)
        if notes:
            Console(stderr=True, highlight=False, soft_wrap=True).print(
                Text(f"  {_note(reply)}", style="dim")
            )


def _note(reply: Reply) -> str:
    here = reply.situation
    read = ", ".join(code.replace("_", " ") for code in here.coding.codes) or "no code"
    faults = f"; before: {', '.join(here.faults).replace('_', ' ')}" if here.faults else ""
    rule = f" ({reply.advice.rule.replace('_', ' ')})" if reply.advice else ""
    return f"read: {read}{faults}; done: {reply.step}{rule}, words of the {reply.by}"


def _asking(
    said: list[Message], upstream: str, model: str | None
) -> Callable[[str | None], str | None]:
    """A way to ask the model for its next message, led by an instruction if there is one."""
    where = relay.given(upstream, model)

    async def once(instruction: str | None) -> str | None:
        messages = [{"role": one.role, "content": one.content} for one in said]
        if instruction is not None:
            messages.insert(0, {"role": "system", "content": instruction})
        async with relay.client(upstream) as http:
            body = {"model": where.model, "messages": messages}
            told = await relay.complete(http, where, body)
        return relay.words(told)

    def ask(instruction: str | None) -> str | None:
        try:
            return asyncio.run(once(instruction))
        except RelayError as why:
            Console(stderr=True, soft_wrap=True).print(
                Text(f"  {why}; the companion speaks", style="dim")
            )
            return None

    return ask

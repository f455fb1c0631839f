"""The conversation of `reknit practice`: on a terminal, or line by line through a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.text import Text

from reknit import result
from reknit.practice import coach, shelf
from reknit.practice.rehearsal import Rehearsal, say
from reknit.reader import shipped
from reknit.report import rehearsal as shown
from reknit.report import terminal

Coaching = Literal["off", "hints", "full"]
HELP = "/hint for words that could be said now, /quit to end. Alt+Enter makes a new line."


def rehearse(rehearsal: Rehearsal, coaching: Coaching, goal: Path | None) -> None:
    """Let a trainee practise until either leaves; keep what was said whatever happens."""
    on_terminal = sys.stdin.isatty()
    out = Console(highlight=False)
    notes = out if on_terminal else Console(stderr=True, highlight=False)
    if on_terminal:
        shown.introduce(rehearsal.case, out)
        out.print(Text(HELP, style="dim"))
    kept: Path | None = None
    for words in asked() if on_terminal else piped():
        if words.strip() in ("/quit", "/end"):
            break
        if words.strip() == "/hint":
            if coaching == "off":
                notes.print(Text("The coach is off.", style="dim"))
            else:
                notes.print(Text(f"You could say: “{coach.hint(rehearsal)}”", style="dim"))
            continue
        rehearsal = say(rehearsal, words)
        kept = shelf.keep(rehearsal, goal)
        answer = rehearsal.exchanges[-1].answer
        if on_terminal:
            out.print(Text(f"{rehearsal.case.patient}: {answer}"))
        else:
            # One line in, one line out.
            print(" ".join(answer.split()), flush=True)
        if coaching == "full":
            for line in coach.feedback(rehearsal):
                notes.print(Text(f"  {line}", style="dim"))
        if rehearsal.over:
            notes.print(Text(f"{rehearsal.case.patient} has gone.", style="dim"))
            break
    if rehearsal.exchanges:
        _end(rehearsal, notes)
        notes.print(Text(f"Kept: {kept}", style="dim"))


def _end(rehearsal: Rehearsal, notes: Console) -> None:
    notes.print()
    terminal.show(result.read(rehearsal.session(), shipped.load()), notes)
    earlier = shelf.earlier(rehearsal)
    shown.take_away(rehearsal, coach.debrief(rehearsal), earlier, notes)


def asked() -> Iterator[str]:
    """What the trainee types, until Ctrl-D or Ctrl-C."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    # The history is of this rehearsal only: what was said is not written anywhere else.
    prompt: PromptSession[str] = PromptSession(history=InMemoryHistory(), key_bindings=keys)
    yield from _until_ended(lambda: prompt.prompt("You: ", prompt_continuation="     "))


def piped() -> Iterator[str]:
    """Each line of standard input; bytes that are no UTF-8 become question marks."""
    for line in sys.stdin:
        yield line.rstrip("\n").encode("utf-8", "replace").decode("utf-8")


def _until_ended(ask: Callable[[], str]) -> Iterator[str]:
    while True:
        try:
            yield ask()
        except (EOFError, KeyboardInterrupt):
            return

"""Risk: whether somebody in a conversation may be in danger, and whether they have said since that
they are safe. From the messages alone; in doubt, somebody may be.

What hints at it is seen by the reader and, where the words are plain, by `risk.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reknit.coding import Coding
from reknit.companion import patterns
from reknit.procedure import PATIENT
from reknit.session import Turn

FILE: Final = Path(__file__).parent / "risk.toml"
KINDS: Final = ("suicide", "self_harm", "violence", "abuse")
QUESTION: Final = "Are you safe right now?"
"""What the companion asks as long as it does not know; a plain yes answers it."""
SETTLED: Final = 6
"""User turns after "I'm safe" for which only plain words count as a new hint: whatever touches the
subject would look like one."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Where a conversation stands with risk: `since` is the turn that hinted at it, None where it
    does not stand; `turns` how many user turns ago that was; `eased` whether the last turn said
    that they are safe."""

    since: int | None = None
    turns: int = 0
    kinds: tuple[str, ...] = ()
    eased: bool = False


def hints(text: str) -> tuple[str, ...]:
    """At what these words plainly may hint: kinds of `KINDS`."""
    known = patterns.load(FILE)
    rest = patterns.plain(text)
    for pattern in known["safe"]:
        rest = pattern.sub(" ", rest)
    return tuple(kind for kind in KINDS if patterns.found(known[kind], rest))


def says_safe(text: str, *, asked: bool = False) -> bool:
    """Whether these words say that they are safe; `asked`, whether they answer the question."""
    known = patterns.load(FILE)
    said = text.strip()
    if hints(said) or patterns.found(known["unless"], said):
        return False
    if patterns.found(known["safe"], said):
        return True
    return bool(
        asked and patterns.found(known["yes"], said) and not patterns.found(known["hedged"], said)
    )


def stands(turns: Sequence[Turn], codings: Sequence[Coding]) -> Risk:
    """Where a conversation stands with risk at its end."""
    since: int | None = None
    kinds: tuple[str, ...] = ()
    heard = 0
    quiet = SETTLED
    eased = False
    for at, (turn, coding) in enumerate(zip(turns, codings, strict=True)):
        if turn.speaker != PATIENT:
            continue
        plainly = hints(turn.text)
        eased = False
        if since is not None:
            heard += 1
            kinds = tuple(dict.fromkeys((*kinds, *plainly)))
            if says_safe(turn.text, asked=at > 0 and QUESTION in turns[at - 1].text):
                since, kinds, quiet, eased = None, (), 0, True
        elif plainly or (coding.risk and quiet >= SETTLED and not says_safe(turn.text)):
            since, kinds, heard = at, plainly, 0
        else:
            quiet += 1
    return Risk(since, heard, kinds, eased)

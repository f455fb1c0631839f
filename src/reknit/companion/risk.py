"""Risk: whether somebody in a conversation may be in danger, and whether they have said since that
they are safe. From the messages alone; in doubt, somebody may be.

What hints at it is seen by the reader and, where the words are plain, by `risk.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reknit.companion import patterns
from reknit.companion.hearing import Heard
from reknit.procedure import PATIENT, RISK
from reknit.session import Turn

FILE: Final = Path(__file__).parent / "risk.toml"
KINDS: Final = ("suicide", "self_harm", "violence", "abuse")
QUESTION: Final = "Are you safe right now?"
"""What the companion asks as long as it does not know; a plain yes answers it."""
SURE: Final = 0.3
"""From which probability on the reader's hint counts in a conversation. Who is asked too often
whether they are safe does not come back; on written sessions (development, rich in what looks like
risk) this finds .56 of such turns, at 1.2 false alarms per 100, where the reader's own threshold,
made for listing, finds .68 at 3.7."""
TERSE: Final = 4
"""Words up to which an answer to the question is no answer: it is asked again."""
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


def stands(turns: Sequence[Turn], heard: Sequence[Heard]) -> Risk:
    """Where a conversation stands with risk at its end.

    Plain words stand until the person says that they are safe. What only the reader sees is asked
    about, and stands on where the answer hints at it again.
    """
    now = Risk()
    sure = False
    quiet = SETTLED
    for at, turn in enumerate(turns):
        if turn.speaker != PATIENT:
            continue
        plainly = hints(turn.text)
        score = heard[at].reading.scores.get(RISK.name, 0.0)
        asked = at > 0 and QUESTION in turns[at - 1].text
        if now.since is not None:
            kinds = tuple(dict.fromkeys((*now.kinds, *plainly)))
            sure = sure or bool(plainly) or bool(heard[at].coding.risk)
            if says_safe(turn.text, asked=asked):
                now, quiet, sure = Risk(eased=True), 0, False
            elif sure or len(turn.text.split()) <= TERSE:
                now = Risk(now.since, now.turns + 1, kinds)
            else:
                now, quiet = Risk(), 0
        elif plainly or (score >= SURE and quiet >= SETTLED and not says_safe(turn.text)):
            now, sure = Risk(at, 0, plainly), bool(plainly)
        else:
            now = Risk()
            quiet += 1
    return now

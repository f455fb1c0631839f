"""Standing: where a conversation stands with risk: whether somebody may be in danger, and whether
they have said since that they are safe. From the messages alone; in doubt, somebody may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reknit.companion.hearing import Heard
from reknit.companion.safe import QUESTION, says_safe
from reknit.procedure import PATIENT, RISK
from reknit.session import Turn

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


def stands(turns: Sequence[Turn], heard: Sequence[Heard]) -> Risk:
    """Where a conversation stands with risk at its end.

    Plain words stand until the person says that they are safe. What only the reader sees is asked
    about, and stands on where the answer is as sure a hint as that was; else it lets go, and a new
    hint counts at once. (On the written sessions of the development and test splits, in which
    nobody is asked, 156 of 232 turns of risk stand so, and 462 of 6,022 others; with an answer
    that hints by the reader's own threshold as enough, 158 and 554.)
    """
    now = Risk()
    sure = False
    quiet = SETTLED
    for at, turn in enumerate(turns):
        if turn.speaker != PATIENT:
            continue
        plainly = heard[at].hints
        score = heard[at].reading.scores.get(RISK.name, 0.0)
        asked = at > 0 and QUESTION in turns[at - 1].text
        if now.since is not None:
            kinds = tuple(dict.fromkeys((*now.kinds, *plainly)))
            sure = sure or bool(plainly) or score >= SURE
            if says_safe(turn.text, asked=asked):
                now, quiet, sure = Risk(eased=True), 0, False
            elif sure or len(turn.text.split()) <= TERSE:
                now = Risk(now.since, now.turns + 1, kinds)
            else:
                now = Risk()
        elif plainly or (score >= SURE and quiet >= SETTLED and not says_safe(turn.text)):
            now, sure = Risk(at, 0, plainly), bool(plainly)
        else:
            now = Risk()
            quiet += 1
    return now

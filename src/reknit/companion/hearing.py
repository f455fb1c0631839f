"""Hearing: what was said in a conversation, as it was read.

The agent's turns are read as anybody's, but for the companion's own lines: which moves these make
is known, and need not be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from reknit import patterns, procedure
from reknit.coding import Coding
from reknit.companion import fault, nature
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reader, Reading, decide, risk
from reknit.session import Turn
from reknit.voice.phrasebook import book, holds, unquoted

FOLDER: Final = Path(__file__).parent / "phrases"
FILE: Final = Path(__file__).parent / "hearing.toml"
ANY: Final = "any_rupture"
PLAINLY: Final = 12
"""Words up to which a message, or its first sentence, is taken to say plainly what it begins
with."""
UNSURE: Final = 0.05
"""From which probability on words that are not taken for a rupture may be one all the same. In the
written chats (development and test) that is 135 turns of 736, with 47 of the 62 ruptures among
them; of the 24 that are answered by what reads as hindering, 15 are ruptures."""

_FIRST: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as it was read, and what that amounts to; which of the companion's own lines it
    holds, by their moves; at which risk its words plainly hint; and where it may be a rupture and
    is not taken for one, what it would amount to if it is."""

    reading: Reading
    coding: Coding
    own: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    maybe: Coding | None = None


def hear(reader: Reader, turns: Sequence[Turn], since: int = 0) -> list[Heard]:
    """What was heard in each of `turns[since:]`; the turns before serve as context."""
    return [
        _heard(reader, turns, at, reading)
        for at, reading in enumerate(reader.read(turns, since), since)
    ]


def _heard(reader: Reader, turns: Sequence[Turn], at: int, reading: Reading) -> Heard:
    turn = turns[at]
    coding = decide(reading, turn.speaker, reader.thresholds)
    if turn.speaker == THERAPIST:
        own = own_moves(turn.text)
        if own:
            known = tuple(move for move in own if move in procedure.MOVE_NAMES)
            coding = replace(coding, moves=known or ("other",))
        return Heard(reading, coding, own)
    if coding.rupture and (
        _instructs(turn.text) or _only_asks(coding, turn.text) or _opens(coding, turns, at)
    ):
        coding = replace(coding, rupture=(), strength=0, markers=())
    plainly = _plainly(turns, at) if at and coding.rupture == () else None
    if plainly is not None:
        kind, strength, marker = plainly
        coding = replace(coding, rupture=(kind,), strength=strength, markers=(marker,))
    maybe = None if coding.rupture else _maybe(reader, reading, coding)
    return Heard(reading, coding, hints=risk.hints(turn.text), maybe=maybe)


def _maybe(reader: Reader, reading: Reading, coding: Coding) -> Coding | None:
    """What a turn would amount to if it is a rupture after all; None where that is unlikely, or
    was ruled out."""
    score, limit = reading.scores.get(ANY, 0.0), reader.thresholds.get(ANY, 0.0)
    if not UNSURE <= score < limit:
        return None
    would = decide(reading, PATIENT, {**reader.thresholds, ANY: UNSURE})
    return replace(would, engaged=coding.engaged, risk=coding.risk)


def _opens(coding: Coding, turns: Sequence[Turn], at: int) -> bool:
    """Whether somebody has little to say at first: there was nothing yet to turn away from."""
    begun = any(turn.speaker == PATIENT for turn in turns[:at])
    return coding.markers == ("minimal_response",) and not begun


def _instructs(words: str) -> bool:
    """Whether these words are meant for a machine, to be followed by it: not said to anybody."""
    return patterns.found(patterns.load(FILE)["instructions"], words) > 0


def _only_asks(coding: Coding, words: str) -> bool:
    """Whether what looks like taking over is the question what it is: that is answered."""
    return coding.markers == ("controls_therapist",) and nature.asked(words)


def _plainly(turns: Sequence[Turn], at: int) -> tuple[str, int, str] | None:
    """The rupture in a turn whose words say it plainly to the agent: its kind, strength and
    marker. Such words are quoted back by a listening line where they are passed over, which mocks.
    """
    if _leaves(turns, at):
        return "withdrawal", 1, "leaves"
    words, known = turns[at].text.strip(), patterns.load(FILE)
    if len(words.split()) > PLAINLY:
        words = _FIRST.split(words)[0]
    if len(words.split()) > PLAINLY or patterns.found(known["elsewhere"], words):
        return None
    if patterns.found(known["complaints"], words):
        return "confrontation", 2, "complaint_therapist"
    if patterns.found(known["refusals"], words):
        return "withdrawal", 1, "minimal_response"
    return None


def _leaves(turns: Sequence[Turn], at: int) -> bool:
    """Whether somebody goes politely, after words of the agent's that plainly were no help."""
    if own_moves(turns[at - 1].text):
        return False
    if not patterns.found(patterns.load(FILE)["leaving"], turns[at].text):
        return False
    return bool(fault.plain_faults(turns, at - 1))


def own_moves(text: str) -> tuple[str, ...]:
    """The moves of the companion's own lines in a text, and the names of those that are no moves
    (`settle`, `safety`, ...); empty for a text that holds none of them."""
    plainly = unquoted(text)
    # The truth about what it is can stand before a model's words, and says nothing of these.
    found = [one.move for one in book(FOLDER) if one.move != "honest" and holds(plainly, one.words)]
    return tuple(dict.fromkeys(found))

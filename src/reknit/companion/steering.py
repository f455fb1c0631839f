"""Steering: how a language model is led through the guide's step, and whether its answer will do.

The instruction goes with the conversation to the model for one turn. What comes back is checked
before anybody sees it: what defends, presses on, appeases, repeats, claims to be human or takes
nothing up is not shown.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from reknit import patterns, procedure
from reknit.companion.fault import ALIKE, FAULTS, ITEM, alike
from reknit.companion.nature import claims_to_be_human
from reknit.companion.situation import Situation
from reknit.procedure import THERAPIST
from reknit.reader import Reader, decide
from reknit.session import Turn
from reknit.voice.llm import STOCK

FOLDER: Final = Path(__file__).parent
LONGEST: Final = 110
"""Words of an answer. The model is asked for fewer; what is a little longer may still be good."""
FILE: Final = FOLDER / "steering.toml"
"""Turns of phrase that do not belong into a mend."""


def instruction(here: Situation, wrong: str = "") -> str:
    """What the language model is told for its next message; `wrong`: why the last one would not
    do."""
    if here.kind != "rupture":
        if here.kind == "settle":
            return _text("settling.md")
        return _text("asked.md" if here.asked else "again.md")
    assert here.advice is not None
    advice = here.advice
    told = {
        "step": advice.step,
        "moves": {move: procedure.BY_NAME[move].meaning for move in advice.moves},
        "why_now": advice.why,
        "avoid": list(advice.avoid),
        "what_you_did": [_named(kind) for kind in here.faults[:2]],
        "your_words_before": next(iter(reversed(here.said)), "")[:600],
        "the_persons_words": here.turns[-1].text[:1200],
    }
    if here.asked:
        told["said_already"] = "That you are a program is said before your words. Do not repeat it."
    if wrong:
        told["your_last_try_would_not_do"] = wrong
    return f"{_text('steering.md')}\n{json.dumps(told, ensure_ascii=False, indent=1)}"


def _named(kind: str) -> str:
    if kind in FAULTS:
        return f"you {FAULTS[kind]}"
    return f"you may have done this: {procedure.BY_NAME[kind].meaning}"


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def fault(here: Situation, words: str, reader: Reader) -> str:
    """Why an answer will not do; empty where it will."""
    count = len(words.split())
    if not count:
        return "it is empty"
    if claims_to_be_human(words):
        return "it claims to be human"
    if here.kind != "rupture":
        return "it goes against the person" if hinders(here, words, reader) else ""
    if count > LONGEST or ITEM.search(words):
        return "it is too long, or a list"
    if words.count("?") > 1:
        return "it asks more than one question"
    if patterns.found(patterns.load(FILE)["defending"], words) or STOCK.search(words):
        return "it defends, presses on, or uses a stock phrase"
    if any(alike(words, one) >= ALIKE for one in here.said):
        return "it repeats what was said before"
    moves = seen(here, words, reader)
    hindering = [move for move in moves if move in procedure.HINDERING_NAMES]
    if hindering:
        return f"it reads as: {procedure.BY_NAME[hindering[0]].meaning}"
    if not any(move in procedure.REPAIR_NAMES for move in moves):
        return "it does not take up what has happened between you"
    return ""


def hinders(here: Situation, words: str, reader: Reader) -> bool:
    """Whether an answer goes against the user, past what they feel, or claims a human's place."""
    if claims_to_be_human(words) or patterns.found(patterns.load(FILE)["against"], words):
        return True
    return bool(set(seen(here, words, reader)) & set(procedure.HINDERING_NAMES))


def seen(here: Situation, words: str, reader: Reader) -> tuple[str, ...]:
    """The moves that the reader sees in an answer."""
    turns = [*here.turns, Turn(len(here.turns), THERAPIST, words)]
    (reading,) = reader.read(turns, len(here.turns))
    return decide(reading, THERAPIST, reader.thresholds).moves or ()

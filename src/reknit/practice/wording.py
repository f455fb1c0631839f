"""Wording: a language model words a patient's line, so that it answers what was said; bounded by
what the patient may tell, and checked. What does not pass is said as the case has it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from reknit import endpoint
from reknit.endpoint import Endpoint, NoAnswerError
from reknit.practice.case import Case
from reknit.practice.patient import State
from reknit.practice.sensing import place, places
from reknit.session import Turn

BRIEF: Final = Path(__file__).parent / "words.md"
LAST: Final = 8
"""Turns that are sent along."""
LONGEST: Final = 60
"""Words of a reply."""
TOO_NEAR: Final = 0.75
"""Likeness to a line of a layer that was not told yet from which a reply gives it away."""
RARE: Final = re.compile(r"[^\W\d_]{5,}")
_log = logging.getLogger(__name__)


class _WordsForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    words: str


def worded(by: Endpoint, case: Case, state: State, turns: Sequence[Turn], line: str) -> str:
    """The line in words that answer the last of `turns`, or the line itself."""
    told = [text for layer in case.beneath[: state.layer] for text in layer.lines]
    asked = {
        "patient": {"name": case.patient, "age": case.age, "setting": case.setting},
        "about": case.brief,
        "now": {"band": state.band, "anger": round(state.anger, 1), "fear": round(state.fear, 1)},
        "turns": [{"speaker": turn.speaker, "words": turn.text} for turn in turns[-LAST:]],
        "line": line,
        "told_so_far": [text for text in told if any(text == turn.text for turn in turns)],
    }
    try:
        answer = endpoint.ask(by, _brief(), asked, _WordsForm).words.strip()
    except NoAnswerError as why:
        _log.warning("%s; the patient speaks as written", why)
        return line
    return answer if may_be_said(case, state, turns, line, answer) else line


def may_be_said(case: Case, state: State, turns: Sequence[Turn], line: str, answer: str) -> bool:
    """Whether a reply keeps to what the patient may tell now: short enough, not said before, and
    nothing of a layer that was not told, by its words and by its meaning."""
    if not answer or len(answer.split()) > LONGEST or any(answer == turn.text for turn in turns):
        return False
    untold = [text for layer in case.beneath[state.layer :] for text in layer.lines]
    if not untold:
        return True
    known = " ".join([case.brief, line, *case.said_above(state.layer), *(t.text for t in turns)])
    secret = _rare(" ".join(untold)) - _rare(known)
    if _rare(answer) & secret:
        return False
    nearest = float(np.max(places(untold) @ place(answer)))
    return nearest < max(TOO_NEAR, float(np.max(places(untold) @ place(line))))


def _rare(text: str) -> set[str]:
    return {word.lower() for word in RARE.findall(text)}


@cache
def _brief() -> str:
    return BRIEF.read_text("utf-8")

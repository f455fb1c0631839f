"""A language model as voice: it words the advice, and its words are checked before they are shown.

The shipped reader has to see in them a move of the advice and no hindering one. What fails gets
one more try; what fails again, or never comes, is said in the phrase book's words. Where words may
hint at risk, no language model speaks.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from reknit import endpoint, procedure
from reknit.endpoint import Endpoint, NoAnswerError
from reknit.guide import Advice
from reknit.procedure import THERAPIST
from reknit.reader import Reader, decide
from reknit.session import Turn
from reknit.voice.wording import TONES, Scene, Voice, Wording

NAME: Final = "llm"
BRIEF: Final = Path(__file__).parent / "brief.md"
LAST: Final = 12
"""Turns that are sent along."""
LONGEST: Final = 60
"""Words of a wording."""
TRIES: Final = 2
STOCK: Final = re.compile(
    r"\b(i hear you|i hear that|it sounds like|thank you for sharing|i want to acknowledge|"
    r"hold(ing)? space|i appreciate you)\b",
    re.IGNORECASE,
)
_log = logging.getLogger(__name__)


class _WordingForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    tone: Literal["direct", "tentative", "plain"]
    move: str
    words: str


class _WordingsForm(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    wordings: list[_WordingForm]


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A voice that asks a language model, checks it by a reader, and falls back on another."""

    endpoint: Endpoint
    reader: Reader
    fallback: Voice
    name: str = NAME

    def say(self, advice: Advice, scene: Scene) -> tuple[Wording, ...]:
        """For each tone the model's words where they pass, else those of the voice behind it."""
        passed: dict[str, Wording] = {}
        if advice.step != "safety":
            self._try(advice, scene, passed)
        for one in self.fallback.say(advice, scene):
            passed.setdefault(one.tone, one)
        return tuple(passed[tone] for tone in TONES if tone in passed)

    def _try(self, advice: Advice, scene: Scene, passed: dict[str, Wording]) -> None:
        wrong: list[dict[str, str]] = []
        for _ in range(TRIES):
            told = _told(advice, scene)
            if wrong:
                told["not_good_enough"] = wrong
            try:
                answer = endpoint.ask(self.endpoint, _brief(), told, _WordingsForm)
            except NoAnswerError as why:
                _log.warning("%s; the phrase book speaks instead", why)
                return
            wrong = []
            for one in answer.wordings:
                fault = self._fault(one, advice, scene)
                if not fault:
                    words = one.words.strip()
                    passed.setdefault(one.tone, Wording(words, one.tone, one.move, NAME))
                elif one.tone not in passed:
                    wrong.append({"words": one.words, "why": fault})
            if all(tone in passed for tone in TONES):
                return

    def _fault(self, one: _WordingForm, advice: Advice, scene: Scene) -> str:
        """Why these words may not be shown; empty where they may."""
        words = one.words.split()
        if not words or len(words) > LONGEST:
            return f"it has to have 1 to {LONGEST} words"
        if one.words.count("?") > 1:
            return "it asks more than one question"
        if STOCK.search(one.words):
            return "it uses a stock phrase"
        if one.move not in advice.moves:
            return f"its move has to be one of {', '.join(advice.moves)}"
        if one.words.strip() in scene.said:
            return "it was said before"
        before = list(scene.turns[: scene.moment.at + 1])
        before.append(Turn(len(before), THERAPIST, one.words))
        (reading,) = self.reader.read(before, len(before) - 1)
        seen = decide(reading, THERAPIST, self.reader.thresholds).moves or ()
        hindering = [move for move in seen if move in procedure.HINDERING_NAMES]
        if hindering:
            return f"it reads as: {procedure.BY_NAME[hindering[0]].meaning}"
        if one.move in procedure.MOVE_NAMES and one.move not in seen:
            return f"it does not read as: {procedure.BY_NAME[one.move].meaning}"
        return ""


@cache
def _brief() -> str:
    return BRIEF.read_text("utf-8")


def _told(advice: Advice, scene: Scene) -> dict[str, object]:
    """What the model is told."""
    meanings = {
        move: procedure.BY_NAME[move].meaning for move in advice.moves if move in procedure.BY_NAME
    }
    return {
        "step": advice.step,
        "moves": meanings or dict.fromkeys(advice.moves, advice.why),
        "why_now": advice.why,
        "avoid": list(advice.avoid),
        "way_of_working": scene.modality.label if scene.modality else None,
        "helper_feels": [feeling.name for feeling in scene.feelings if feeling.stems],
        "turns": [
            {"speaker": turn.speaker, "words": turn.text}
            for turn in scene.turns[max(0, scene.moment.at + 1 - LAST) : scene.moment.at + 1]
        ],
    }

"""Patient: the state of a simulated patient, and what a therapist's turn does to it.

Rules, not chance: the same words at the same point always do the same. Warmth without repair does
not open; what closes does so faster than anything opens; what was done is remembered until it is
owned; after a mend the patient tests once more.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from reknit import procedure
from reknit.practice.case import Band, Case
from reknit.voice.wording import word_set

FILE: Final = Path(__file__).parent / "rules.toml"
WARY, OPEN = 0.38, 0.62
"""Openness from which the patient is wary rather than closed, and open rather than wary."""
FIRST_LAYER, LAST_LAYER = 0.40, 0.74
"""Openness from which the first and the last layer can be told."""
APART: Final = 2
"""Therapist turns from one layer to the next, at least."""
WARMTH: Final = 0.35
"""Openness beyond which warmth about other things leads no further."""
MOST_GAIN: Final = 0.16
VAGUE: Final = 0.6
"""How much of a gain a repair brings that touches nothing of this patient's; one that comes halfway
near brings all of it."""
MORE: Final = 0.15
"""What each further repair in the same turn adds."""
NEAR: Final = 0.35
"""How near words have to come to what lies beneath for it to be told, unless they ask about it,
name it, or put into words what it is like."""
RECOVERY: Final = 0.8
"""How much of a fall the first good turn after it can bring back, at most."""
TESTS_FROM: Final = 0.45
TOO_AFRAID: Final = 0.6
TOO_ANGRY: Final = 0.65
QUESTIONS: Final = 3
SILENCES: Final = 4
STRIKES: Final = 5
"""Turns in a row without anything of use after which the patient leaves."""
REACHING: Final = ("asked", "felt", "named")
"""Groups of moves that reach for what lies beneath."""
SOOTHING: Final = ("receive", "own", "empathize")
"""Moves that can reach somebody who is angry."""
_PROMISE: Final = re.compile(
    r"\b(i won't|i will not|i'll (leave|stop|drop|slow|let|not|wait)|we('ll| can) (leave|drop|stop|"
    r"let)|we (won't|don't have to)|no more)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?:\b(?:hi|hello|thanks|sorry|okay|well|look|listen),? |, )([a-z]{3,})(?=[,.?!]|$)",
    re.IGNORECASE,
)
_NO_NAMES: Final = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December God Jesus Christmas Easter English "
    "Doctor Sir Madam Miss Mrs Mister Yes No Okay Right Fine Sorry Thanks Please Well And But So"
)
_WORD: Final = re.compile(r"[a-zA-Z]{2,}|\bI\b")
Tested = Literal["no", "pending", "passed"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one thing does: changes of openness, anger and fear, and what the coach says of it; for
    a repair move also the group of lines that answers it and the step that it makes."""

    openness: float
    anger: float
    fear: float
    why: str
    group: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader saw in a therapist turn: its moves, each with how far over its threshold
    (1: just there), and how near the words came to what lies beneath, 0-1."""

    moves: Mapping[str, float]
    touched: float = 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a therapist turn does: which rule holds, the lines that answer it, and the changes."""

    rule: str
    group: str
    openness: float
    anger: float
    fear: float
    why: str
    step: str = ""
    move: str = ""
    touched: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """How the patient is, after `turn` therapist turns. Openness, anger and fear are 0-1; `layer`
    is how many layers have been told. `grudges` are hindering moves not yet owned, and `fell` is
    how far the last of them closed the patient."""

    openness: float
    anger: float
    fear: float
    turn: int = 0
    layer: int = 0
    layer_at: int = 0
    steps: frozenset[str] = frozenset()
    grudges: tuple[str, ...] = ()
    fell: float = 0.0
    moves: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    promised: str = ""
    tested: Tested = "no"
    questions: int = 0
    silences: int = 0
    strikes: int = 0
    left: bool = False

    @property
    def band(self) -> Band:
        """Closed, wary or open."""
        return "closed" if self.openness < WARY else "wary" if self.openness < OPEN else "open"


def begin(case: Case) -> State:
    """The patient before the therapist's first turn."""
    return State(case.start.openness, case.start.anger, case.start.fear)


def weigh(case: Case, state: State, seen: Seen, words: str) -> Effect:
    """What these words do to the patient now."""
    special = _special(case, state, words)
    if special:
        return _effect(special, rules()["special"][special], group=special)
    hindering = _hindering(case, seen)
    repairs = {m: over for m, over in seen.moves.items() if m in procedure.REPAIR_NAMES}
    if hindering and seen.moves[hindering] >= max(repairs.values(), default=0.0):
        return _hindered(case, state, hindering, own="own" in repairs)
    done = _repaired(case, state, repairs, seen.touched) if repairs else _ordinary(state, seen)
    return replace(done, touched=seen.touched)


def after(case: Case, state: State, effect: Effect, words: str) -> State:
    """The patient once these words have done what they do."""
    repair = bool(effect.move) and effect.openness > 0
    hindered = effect.move in procedure.HINDERING_NAMES
    grudges = state.grudges
    if hindered:
        grudges = (*grudges, effect.move)
    elif effect.move in ("own", "receive") and repair:
        grudges = grudges[1:]
    harmful = effect.openness <= -0.05
    new = replace(
        state,
        openness=_share(state.openness + effect.openness),
        anger=_share(state.anger + effect.anger),
        fear=_share(state.fear + effect.fear),
        turn=state.turn + 1,
        steps=state.steps | ({effect.step} if effect.step else set()),
        grudges=grudges,
        fell=-effect.openness if hindered else state.fell,
        moves=(*state.moves, effect.move or effect.rule),
        heard=(*state.heard, _plain(words)),
        promised=_promise(state, effect, words),
        tested=_tested(state, effect),
        questions=state.questions + 1 if effect.group == "question" else 0,
        silences=state.silences + (effect.rule == "silence"),
        strikes=state.strikes + 1 if harmful else 0,
    )
    if _leaves(new):
        return replace(new, left=True)
    reaches = effect.group in REACHING or effect.touched >= NEAR
    if not harmful and reaches and _tells_more(case, new):
        return replace(new, layer=new.layer + 1, layer_at=new.turn)
    return new


def tests_now(state: State) -> bool:
    """Whether the patient, having come closer, tests now whether it holds."""
    return (
        state.tested == "no"
        and state.layer >= 1
        and state.openness >= TESTS_FROM
        and state.layer_at < state.turn
    )


def needed(case: Case, layer: int) -> float:
    """Openness from which a layer (1 is the first) can be told."""
    share = (layer - 1) / max(1, len(case.beneath) - 1)
    return FIRST_LAYER + share * (LAST_LAYER - FIRST_LAYER)


@cache
def rules() -> Mapping[str, Mapping[str, Rule]]:
    """All rules: repair, hindering and ordinary moves, and what happens besides."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    return {kind: {name: Rule(**one) for name, one in of.items()} for kind, of in told.items()}


def _special(case: Case, state: State, words: str) -> str:
    plain = _plain(words)
    if not plain or plain in ("silence", "says nothing", "waits", "pause"):
        return "silence"
    if not _WORD.search(words) or max(map(len, words.split())) > 40:
        return "odd"
    for name in _NAMED.findall(words):
        # Only a word with a capital can be a name; the pattern is loose about what stands before.
        if name[0].isupper() and name not in _NO_NAMES and name.lower() not in case.words:
            return "wrong_name"
    if plain in state.heard:
        return "repeated"
    return ""


def _hindering(case: Case, seen: Seen) -> str:
    """The hindering move that does most harm, or none."""
    found = [move for move in seen.moves if move in procedure.HINDERING_NAMES]
    table = rules()["hindering"]
    return min(found, key=lambda m: table[m].openness * case.closes.get(m, 1.0), default="")


def _hindered(case: Case, state: State, move: str, *, own: bool) -> Effect:
    if state.tested == "pending":
        return _effect("failed", rules()["special"]["failed"], group=move, move=move)
    if state.promised and move == "press_on":
        rule = rules()["special"]["promise_broken"]
        return _effect("promise_broken", rule, group="promise_broken", move=move)
    much = case.closes.get(move, 1.0) * (0.6 if own else 1.0)
    return _effect(move, rules()["hindering"][move], group=move, move=move, much=much)


def _repaired(case: Case, state: State, repairs: Mapping[str, float], touched: float) -> Effect:
    table = rules()["repair"]
    best = max(repairs, key=lambda m: table[m].openness * case.opens.get(m, 1.0))
    special = _too_soon(case, state, repairs)
    if special:
        return _effect(special, rules()["special"][special], group=table[best].group)
    rule = table[best]
    much = case.opens.get(best, 1.0) * (VAGUE + (1.0 - VAGUE) * 2 * touched)
    much *= 1.0 + MORE * (len(repairs) - 1)
    if best in state.moves[-2:]:
        much *= 0.5
    if state.grudges and best not in ("own", "receive"):
        much /= 1 + 0.5 * len(state.grudges)
    if state.anger > TOO_ANGRY and best not in SOOTHING:
        much *= 0.4
    effect = _effect(best, rule, group=rule.group, move=best, much=much)
    # Only what can be answered counts as explored: a closed patient answers with a denial.
    steps = {table[m].step for m in repairs}
    step = effect.step
    if "explored" in steps:
        step = "explored" if state.openness >= 0.25 else ""
    gain = min(MOST_GAIN, effect.openness)
    if state.grudges:
        gain = min(gain, RECOVERY * state.fell)
    if state.tested == "pending":
        passed = rules()["special"]["passed"]
        gain, why = gain + passed.openness, passed.why
    else:
        why = effect.why
    return replace(effect, openness=gain, step=step, why=why)


def _too_soon(case: Case, state: State, repairs: Mapping[str, float]) -> str:
    met = state.steps | {rules()["repair"][m].step for m in repairs if m != "explore"}
    if set(repairs) == {"explore"} and state.fear > TOO_AFRAID and not met:
        return "too_soon"
    received = {"receive", "own", "empathize"}
    if set(repairs) == {"rationale"} and not received & set(state.moves):
        return "not_received"
    if "link_pattern" in repairs and ("explored" not in state.steps or state.anger > TOO_ANGRY):
        return "linked_too_soon"
    return ""


def _ordinary(state: State, seen: Seen) -> Effect:
    table = rules()["ordinary"]
    move = max((m for m in seen.moves if m in table), key=lambda m: seen.moves[m], default="other")
    if move == "question" and state.questions + 1 >= QUESTIONS:
        return _effect("many_questions", rules()["special"]["many_questions"], group="question")
    effect = _effect(move, table[move], group=move)
    if effect.openness > 0:
        return replace(effect, openness=max(0.0, min(effect.openness, WARMTH - state.openness)))
    return effect


def _effect(name: str, rule: Rule, *, group: str, move: str = "", much: float = 1.0) -> Effect:
    return Effect(
        name, group, rule.openness * much, rule.anger, rule.fear, rule.why, rule.step, move
    )


def _tells_more(case: Case, state: State) -> bool:
    """Whether the patient can now tell the next layer."""
    layer = state.layer + 1
    last = len(case.beneath)
    if layer > last or state.openness < needed(case, layer):
        return False
    if state.turn < APART * layer or state.turn - state.layer_at < APART or not state.steps:
        return False
    if layer >= 2 and (state.tested != "passed" or len(state.steps) < 2):
        return False
    return layer < last or ("explored" in state.steps and not state.grudges)


def _tested(state: State, effect: Effect) -> Tested:
    if state.tested == "pending":
        if effect.rule == "failed" or effect.openness <= -0.05:
            return "no"
        return "passed" if effect.move and effect.openness > 0 else "pending"
    return state.tested


def _promise(state: State, effect: Effect, words: str) -> str:
    if effect.rule == "promise_broken":
        return ""
    if effect.openness > -0.05 and _PROMISE.search(words.replace("’", "'")):
        return words
    return state.promised


def _leaves(state: State) -> bool:
    spent = state.openness <= 0.03 and state.strikes >= 3
    return (
        spent
        or (state.anger >= 0.92 and state.strikes >= 2)
        or state.silences >= SILENCES
        or state.strikes >= STRIKES
    )


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[\w']+", words.lower().replace("’", "'")))


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))

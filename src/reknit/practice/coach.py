"""Coach: feedback on every move, and what to take away at the end.

Feedback is what makes practice work (practice alone did nothing, or harm); it says what the reader
saw, what it did to the patient and why, and one other way of saying it. Never more than four lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reknit import advising, procedure, result
from reknit.practice.rehearsal import Exchange, Rehearsal
from reknit.reader import shipped
from reknit.voice import Voice
from reknit.voice import load as voice

MUCH: Final = 0.05
"""Change of openness, anger or fear that is worth a word."""
WELL: Final = 2
"""Turns that are named as done well, at most."""
STEP_WORDS: Final = {
    "attention": "putting into words what goes on between the two of you",
    "explored": "asking what it is like for them, here and with you",
    "resolving": "owning a part, or taking in what they say against you",
}
WORK_ON: Final = {
    "defend": "When a complaint comes, wait with your reasons until it has been taken in.",
    "blame": "Look for the sentence that leaves out whose fault it is.",
    "press_on": "When something is shown between you, let the matter wait.",
    "dismiss": "Let what they feel be as large as it is.",
    "appease": "Instead of giving in, name the one thing that was yours, and ask about the rest.",
    "silence": "Where somebody is wary, silence has to be explained to be kind.",
    "question": "Ask less about the matter while something stands between you.",
    "inform": "Keep advice until they have been met.",
    "reflect": "Warmth about their life is not enough: turn to what happens between you.",
    "other": "Turn to what happens between you.",
    "repeated": "When a sentence did not work, the same one again does not either.",
    "too_soon": "With somebody who is frightened, slow down or own something before asking.",
}


@dataclass(frozen=True, slots=True)
class Debriefing:
    """What to take away: layers told, what was done well (a trainee's words, and why), and the one
    thing to work on."""

    told: tuple[str, ...]
    layers: int
    well: tuple[tuple[str, str], ...]
    work_on: str
    left: bool


def feedback(rehearsal: Rehearsal) -> list[str]:
    """Up to four lines on the trainee's last turn."""
    done = rehearsal.exchanges[-1]
    name = rehearsal.case.patient
    labels = [procedure.BY_NAME[move].label for move in done.seen.moves]
    lines = [f"Read as: {', '.join(labels)}."] if labels else []
    lines.append(f"{name} {_change(done)}: {done.effect.why}.")
    if done.after.left:
        lines.append(f"{name} is leaving.")
    elif done.tested:
        lines.append(f"{name} now tests whether it holds.")
    elif done.after.layer > done.before.layer:
        layers = len(rehearsal.case.beneath)
        lines.append(f"What lies beneath is being told: {done.after.layer} of {layers}.")
    if done.effect.openness < MUCH:
        other = instead(rehearsal)
        if other:
            lines.append(f"Another way, at that point: “{other}”")
    return lines


def instead(rehearsal: Rehearsal) -> str:
    """Other words for the trainee's last turn."""
    turns = rehearsal.turns
    gone = 2 if rehearsal.exchanges[-1].answer else 1
    return wording(rehearsal, len(turns) - gone - 1)


def hint(rehearsal: Rehearsal) -> str:
    """Words that could be said now."""
    return wording(rehearsal, len(rehearsal.turns) - 1)


def wording(rehearsal: Rehearsal, at: int, by: Voice | None = None) -> str:
    """Words that could be said after turn `at`: the guide's, where it sees a rupture, else those
    that the case was written with for the step that is missing."""
    read = result.read(rehearsal.session(), shipped.load())
    given = advising.advise(read, by or voice(), at=at, most=1, risk_checked=True)
    words = [one.words for advice in given.advice for one in advice.wordings]
    if words:
        return words[at % len(words)]
    return next(iter(_missing(rehearsal)), "")


def debrief(rehearsal: Rehearsal) -> Debriefing:
    """What to take away from a rehearsal."""
    case, done = rehearsal.case, rehearsal.exchanges
    gains = sorted(
        (one for one in done if one.effect.openness >= MUCH),
        key=lambda one: -one.effect.openness,
    )
    return Debriefing(
        tuple(layer.told for layer in case.beneath[: rehearsal.reached]),
        len(case.beneath),
        tuple((one.words, one.effect.why) for one in gains[:WELL]),
        _work_on(done),
        rehearsal.state.left,
    )


def _work_on(done: Sequence[Exchange]) -> str:
    """The one thing that cost most; else the step that never came."""
    cost: Counter[str] = Counter()
    for one in done:
        if one.effect.openness < 0:
            rule = one.effect.move or one.effect.rule
            cost[rule if rule in WORK_ON else one.effect.group] -= one.effect.openness  # type: ignore[assignment]
    if cost and cost.most_common(1)[0][1] >= MUCH:
        return WORK_ON.get(cost.most_common(1)[0][0], "")
    steps = done[-1].after.steps if done else frozenset()
    missing = next((what for step, what in STEP_WORDS.items() if step not in steps), "")
    return f"What never came: {missing}." if missing else ""


def _missing(rehearsal: Rehearsal) -> Sequence[str]:
    steps = rehearsal.state.steps
    by_step = {"attention": "draw_attention", "explored": "explore", "resolving": "own"}
    wanted = [move for step, move in by_step.items() if step not in steps] or ["empathize"]
    said = {turn.text for turn in rehearsal.turns}
    mends = rehearsal.case.mends
    return [line for move in wanted for line in mends.get(move, ()) if line not in said]


def _change(done: Exchange) -> str:
    before, after = done.before, done.after
    parts = []
    opened = after.openness - before.openness
    if abs(opened) >= 0.005:
        how = "a little " if abs(opened) < MUCH else "clearly " if abs(opened) >= 0.12 else ""
        parts.append(f"is {how}{'more open' if opened > 0 else 'more closed'}")
    else:
        parts.append("stays as they were")
    if after.anger - before.anger >= MUCH:
        parts.append("angrier")
    elif before.anger - after.anger >= MUCH:
        parts.append("calmer")
    if after.fear - before.fear >= MUCH:
        parts.append("more afraid")
    return " and ".join(parts)

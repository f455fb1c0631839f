"""Reply: which of a patient's lines answers what was said.

Lines are chosen by what the therapist did and how open the patient is; among those that were not
said yet, by how near they lie to the therapist's words, and a little by the seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reknit.practice.case import Band, Bands, Case, Fact
from reknit.practice.patient import Effect, State, needed
from reknit.practice.sensing import place, places
from reknit.voice.quote import quote

CHANCE: Final = 0.15
"""How much the seed weighs beside nearness (0-1)."""
BANDS: Final[tuple[Band, ...]] = ("closed", "wary", "open")
NEAREST_FIRST: Final[dict[Band, tuple[Band, ...]]] = {
    "closed": ("closed", "wary"),
    "wary": ("wary", "closed"),
    "open": ("open", "wary"),
}
TELLING: Final = ("asked", "felt", "named")
LISTENING: Final = ("owned", "reflect", "question")
LISTENED: Final = 0.2
"""Groups after which an open patient tells more of the layer they are at; after the latter, if the
words come that near."""
ASKING: Final = ("question", "other", "inform")
ANSWERED: Final = (*ASKING, "asked", "named")
"""Groups after which a direct question gets its answer; where it may be about the two of them,
only a question that is known by more than a word."""
_WORDS: Final = re.compile(r"[a-z']+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply answers: the state before and after, what was said, and what it did."""

    before: State
    after: State
    effect: Effect
    words: str


def reply(case: Case, asked: Asked, said: Collection[str], chance: random.Random) -> str:
    """The patient's next line; never one of `said`."""
    for lines in _candidates(case, asked, said):
        fresh = [line for line in _filled(lines, asked) if line not in said]
        if fresh:
            return _nearest(fresh, asked.words, chance)
    # A patient who has said everything has to go.
    return next(iter(line for line in case.lines.ends if line not in said), "")


def over(case: Case, line: str) -> bool:
    """Whether this line is one with which the patient goes."""
    return not line or line in case.lines.ends or line in case.lines.leaves


def _candidates(case: Case, asked: Asked, said: Collection[str]) -> Iterator[Sequence[str]]:
    lines, after, effect = case.lines, asked.after, asked.effect
    if after.left:
        yield lines.leaves
        return
    if after.layer > asked.before.layer:
        # The first words of a layer come in their order.
        yield case.beneath[after.layer - 1].lines[:1]
    if after.tested == "pending" and asked.before.tested != "pending":
        yield lines.test
    group = effect.group
    if effect.rule in ("silence", "odd", "repeated", "wrong_name", "promise_broken"):
        yield getattr(lines, effect.rule)
        yield lines.odd
    fact = _fact(case, asked.words, 1 if group in ASKING else 2) if group in ANSWERED else None
    if fact:
        yield fact.says
        # A question that was answered before has been asked before.
        yield lines.repeated
    reaches = group in TELLING or (group in LISTENING and effect.touched >= LISTENED)
    if after.layer and reaches and after.openness >= needed(case, after.layer):
        untold = [line for line in case.beneath[after.layer - 1].lines if line not in said]
        yield untold[:1]
    kind = getattr(lines, group)
    if isinstance(kind, Bands):
        for band in NEAREST_FIRST[after.band]:
            yield kind.of(band)
    else:
        yield kind
    for other in ("reflect", "question", "other"):
        for band in NEAREST_FIRST[after.band]:
            yield getattr(lines, other).of(band)


def _fact(case: Case, words: str, least: int) -> Fact | None:
    """The fact that a direct question asks for: of those with a key of `least` words or more that
    it holds, the one whose key is longest."""
    if "?" not in words:
        return None
    asking = " ".join(_WORDS.findall(_question(words).lower()))
    found = [
        (len(key), fact)
        for fact in case.knows
        for key in fact.asked
        if len(key.split()) >= least
        and re.search(rf"\b{re.escape(' '.join(_WORDS.findall(key.lower())))}\b", asking)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _question(words: str) -> str:
    """The sentence that asks."""
    sentences = re.findall(r"[^.!?]+[.!?]*", words)
    return next((s for s in reversed(sentences) if s.endswith("?")), words)


def _filled(lines: Sequence[str], asked: Asked) -> Iterator[str]:
    """Lines with the therapist's own words in their place, where there are any to give back."""
    source = asked.before.promised if asked.effect.rule == "promise_broken" else asked.words
    words = quote(source)
    for line in lines:
        if "{words}" not in line:
            yield line
        elif words:
            yield line.replace("{words}", words)


def _nearest(lines: Sequence[str], words: str, chance: random.Random) -> str:
    if len(lines) == 1 or not words.strip():
        return lines[chance.randrange(len(lines))]
    near = places(lines) @ place(words)
    return max(zip(near, lines, strict=True), key=lambda one: one[0] + CHANCE * chance.random())[1]

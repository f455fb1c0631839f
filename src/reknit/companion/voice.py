"""Voice: the companion's own words, put together from lines that a program can honestly say.

The lines stand in `phrases/`, in the form of the phrase book; the choice among them is the phrase
book's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from reknit.companion import itself, language, listening, nature, wishes
from reknit.companion.fault import FAULTS
from reknit.companion.hearing import FOLDER
from reknit.companion.human_help import Help
from reknit.companion.safe import QUESTION
from reknit.companion.situation import Situation
from reknit.guide import Advice, Moment
from reknit.procedure import PATIENT
from reknit.voice import Scene, Wording
from reknit.voice.phrasebook import PhraseBook, book, holds, unquoted
from reknit.voice.quote import quote

OPENING: Final = ("receive", "empathize")
"""Moves that go before the owning of a part: what was said is taken in first."""
GOES_ON: Final = ("draw_attention", "receive", "empathize", "own", "clarify")
"""Moves after which the second move of an advice can follow in the same breath."""
OFFERED: Final = "offered"
"""What lines for a second offer fit."""
FOREIGN: Final = "foreign"
"""Lines to who writes another language, by its name."""
TOLD: Final = "told"
"""What lines fit where that has been said before."""
SCRIPTED: Final = "scripted"
"""What lines fit that answer whether its words were written beforehand."""
PASSED_BY: Final = ("repeated", "passed_over", "canned", "forgot", "advised")
"""Faults by which the user's own words were passed by: these are given back."""
ENOUGH: Final = 4
"""Words of the user's from which they can be given back."""
ASKABLE: Final = frozenset(("asks", "opinion", "wonders", "greeting", "first"))
"""What a question is answered to, also where one was asked just before. Else a listener asks one
time in two at most."""
STOPS: Final = "change_course"
"""The move whose lines for too many questions say that no more come."""
CASUAL: Final = 6
"""Words up to which a message without capitals is answered in everyday words."""
PAUSE: Final = (
    "If there is a person you could talk to about this, that may well do you more good. "
    "Or we leave it here, and you come back to it or not, as you like."
)
SOMEBODY: Final = "Somebody you trust would be a good start, or a helpline: {} I'm here meanwhile."
LISTED: Final = "findahelpline.com lists free ones in your country."
LIMIT: Final = "I'm a program, and I can't keep anybody safe. A person can."
LIMIT_AFTER_THAT: Final = "I can't keep anybody safe. A person can."
"""The same where it has just been said what it is."""


@cache
def _book() -> PhraseBook:
    return PhraseBook("companion", FOLDER, dict.fromkeys((*FAULTS, OFFERED, SCRIPTED), 2.0))


@cache
def _listening_book(*, questions: bool, quotes: bool) -> PhraseBook:
    return PhraseBook(
        "companion", FOLDER, listening.CLOSER, sentences=True, questions=questions, quotes=quotes
    )


def referral(helped: Help, person: str = "") -> str:
    """The way to a person for who asks for one: the operator's, else that of the country."""
    if person:
        return person
    if helped.own:
        return f"Somebody you trust would be a good start. {helped.own}"
    return SOMEBODY.format(helped.briefly() if helped.country else LISTED)


def words(here: Situation, helped: Help, person: str = "") -> str:
    """What the companion says in a situation, in its own words. `person` is the operator's way to
    a person, for when repairs have failed."""
    parts: list[str] = []
    about = itself.asked(here.turns[-1].text)
    foreign = language.other(here.turns[-1].text)
    if here.asked:
        parts.append(_line("honest", here))
    if here.kind == "safety":
        parts += _safety(here, helped, asked=here.asked)
    elif here.kind == "relieved":
        parts += [_line("relieved", here), f"If that changes, there is this. {helped.briefly()}"]
    elif here.kind == "refer":
        parts += [_line("refer", here), referral(helped, person)]
    elif foreign:
        # Whatever the reader makes of it, it cannot read this.
        parts.append(
            _fixed(FOREIGN, here, frozenset((TOLD if _has_said(FOREIGN, here) else foreign,)))
        )
    elif about and (here.kind == "ordinary" or about[0] == itself.PRIVACY):
        parts += _about_itself(here, *about)
    elif here.kind == "offer":
        parts.append(_line("offer", here))
        if not _offered(here):
            parts.append(person or PAUSE)
    elif here.kind in ("rupture", "settle") and here.advice is not None:
        parts += _step(here, here.advice)
    elif here.asked:
        parts.append(_line("carry_on", here))
    else:
        parts.append(_listening(here))
    return " ".join(part for part in parts if part)


def _about_itself(here: Situation, what: str, kinds: frozenset[str]) -> list[str]:
    """The truthful answer to what was asked of the program itself; where more was said, that is
    taken up as well."""
    more = len(here.turns[-1].text.split()) > itself.ONLY
    may_ask = wishes.NO_QUESTIONS not in _wishes(here)
    answer = _fixed(what, here, kinds, questions=may_ask and not more)
    if not more:
        return [answer]
    if here.advice is not None:
        return [answer, *_step(here, here.advice)]
    return [answer, _listening(here)]


def _offered(here: Situation) -> bool:
    """Whether a person or a pause has been offered before."""
    return _has_said("offer", here)


def _has_said(move: str, here: Situation) -> bool:
    """Whether a line for this move has been said before."""
    return any(move in one.own for one in here.heard)


def honest(here: Situation) -> str:
    """The truth about what it is, in a sentence."""
    return _line("honest", here)


def _safety(here: Situation, helped: Help, *, asked: bool) -> list[str]:
    if here.risk.turns:
        return [_line("stay", here), helped.briefly(here.risk.kinds), QUESTION]
    limit = LIMIT_AFTER_THAT if asked else LIMIT
    return [_line("safety", here), limit, helped.told(here.risk.kinds), QUESTION]


def _step(here: Situation, advice: Advice) -> list[str]:
    """The guide's step in one or two lines; what the agent did is owned, concretely, once."""
    first, *rest = advice.moves
    owned = any("own" in one.moves for one in here.moment.tried)
    if here.kind == "rupture" and here.faults and not owned:
        if first in OPENING:
            order = [first, "own"]
        else:
            order = ["own", *(move for move in (first, *rest) if move != "own")][:2]
    else:
        order = [first, *rest[:1]] if first in GOES_ON else [first]
    wished = _wishes(here)
    if wishes.NO_QUESTIONS in wished:
        order = list(dict.fromkeys(STOPS if move == "explore" else move for move in order))
    lines: list[str] = []
    for move in order:
        line = _line(move, here, tuple(lines))
        if line:
            lines.append(line)
        passed_by = move == "own" and bool(set(here.faults[:1]) & set(PASSED_BY))
        if passed_by and wishes.NO_QUOTES not in wished:
            lines += _recalled(here)
    return lines


def _recalled(here: Situation) -> list[str]:
    """What the user had said before the agent went past it, in their own words; nothing where none
    of them can be quoted."""
    last = here.moment.last or 0
    before = [at for at in range(last) if here.turns[at].speaker == PATIENT]
    told = quote(here.turns[before[-1]].text) if before else None
    if told is None or len(told.split()) < ENOUGH:
        return []
    scene = Scene(replace(here.moment, last=before[-1]), here.turns, said=here.said)
    line = _best("recall", scene, _tones(here))
    return [line] if line else []


def _listening(here: Situation) -> str:
    at = len(here.turns) - 1
    moment = Moment(at, "none", last=at, facts=listening.facts(here.turns))
    scene = Scene(moment, here.turns, said=here.said)
    asked = "?" in "".join(here.said[-1:])
    wished = _wishes(here)
    lines = _listening_book(
        questions=wishes.NO_QUESTIONS not in wished and (not asked or bool(moment.facts & ASKABLE)),
        # Words that are put to the program read wrongly when it says them back.
        quotes=wishes.NO_QUOTES not in wished and not itself.addressed(here.turns[at].text),
    )
    # Who has heard every line that fits hears them again.
    return _best("reflect", scene, ("plain",), lines) or _best(
        "reflect", replace(scene, said=here.said[-1:]), ("plain",), lines
    )


def _wishes(here: Situation) -> frozenset[str]:
    """What the user does not want, or was told that it would stop."""
    stopped = [one.words for one in book(FOLDER) if "piled_up" in one.fits and one.move == STOPS]
    if any(holds(unquoted(text), words) for text in here.said for words in stopped):
        return wishes.standing(here.turns) | {wishes.NO_QUESTIONS}
    return wishes.standing(here.turns)


def _fixed(
    move: str, here: Situation, facts: frozenset[str] = frozenset(), *, questions: bool = True
) -> str:
    """A line that says one thing truthfully, whatever else the message touches. When all that fit
    have been said, they begin again."""
    moment = Moment(len(here.turns) - 1, "none", facts=facts)
    scene = Scene(moment, here.turns, said=here.said)
    lines = _listening_book(questions=questions, quotes=False)
    return _best(move, scene, ("plain",), lines) or _best(
        move, replace(scene, said=()), ("plain",), lines
    )


def _line(move: str, here: Situation, more: tuple[str, ...] = ()) -> str:
    """One line for a move, in the tone that fits, none that was said before. When all have been
    said, they begin again."""
    moment = here.moment
    # Of kinds of danger the first: what is said must not list what may be wrong.
    facts = moment.facts | set(here.faults[:1]) | set(here.risk.kinds[:1])
    facts |= {OFFERED} if _offered(here) else set()
    if here.asked and nature.asks_if_scripted(here.turns[-1].text):
        facts |= {SCRIPTED}
    at = len(here.turns) - 1
    if moment.last is None or here.kind not in ("rupture", "offer", "settle"):
        moment = replace(moment, at=at, last=None)
    scene = Scene(
        replace(moment, facts=frozenset(facts)),
        here.turns,
        weighed=[(one.start, one.end) for one in here.heard[at].reading.evidence]
        if moment.last == at
        else (),
        said=(*here.said, *more),
    )
    tones = _tones(here)
    return _best(move, scene, tones) or _best(move, replace(scene, said=more), tones)


def _best(move: str, scene: Scene, tones: tuple[str, ...], lines: PhraseBook | None = None) -> str:
    said = (lines or _book()).say(Advice("", (move,), "", (), "", ""), scene)
    told: dict[str, Wording] = {one.tone: one for one in said}
    return next((told[tone].words for tone in tones if tone in told), "")


def _tones(here: Situation) -> tuple[str, ...]:
    """Tones in the order of preference: straight to the angry, leaving room to the withdrawn,
    plain to who writes in few small words."""
    words = here.turns[-1].text
    if len(words.split()) <= CASUAL and words == words.lower():
        return ("plain", "direct", "tentative")
    if "confrontation" in here.moment.rupture:
        return ("direct", "plain", "tentative")
    if "withdrawal" in here.moment.rupture:
        return ("tentative", "plain", "direct")
    return ("direct", "plain", "tentative")

"""Advising: from a session that was read to advice in words, and its published JSON form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from reknit import guide
from reknit.errors import UserError
from reknit.guide import Advice, Feeling, Modality, Moment
from reknit.procedure import MARKER_NAMES, RISK, RUPTURE_NAMES, THERAPIST
from reknit.result import Place, ReaderForm, Result, SessionForm, published
from reknit.voice import Scene, Voice, Wording


@dataclass(frozen=True, slots=True)
class Worded:
    """A piece of advice, and ways of saying it."""

    advice: Advice
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """What to do next in a session: where it stands, what the therapist feels, and the advice,
    empty where no rupture is open."""

    result: Result
    moment: Moment
    feelings: tuple[Feeling, ...]
    advice: tuple[Worded, ...]

    def to_json(self, indent: int | None = 2) -> str:
        """The published form."""
        return published_advice(self).model_dump_json(indent=indent)


def advise(
    result: Result,
    voice: Voice,
    *,
    at: int | None = None,
    modality: Modality | None = None,
    felt: str | None = None,
    most: int = guide.MOST,
    risk_checked: bool = False,
) -> Advised:
    """Advice for the moment after turn `at`, by default the end; for a turn of the therapist, what
    could have been said in its place.

    `felt` is what the therapist feels, in plain words; of what is not on the guide's list it is
    only taken in that something is felt. Raises UserError for a turn that there is not.
    """
    turns = result.session.turns
    if at is not None and not 0 <= at < len(turns):
        raise UserError(
            f"there is no turn {at}", where=result.session.source, expected=f"0 to {len(turns) - 1}"
        )
    feelings = _feelings(felt)
    here = guide.moment(turns, result.codings, at, risk_checked=risk_checked)
    said = [turn.text for turn in turns[: here.at + 1] if turn.speaker == THERAPIST]
    worded: list[Worded] = []
    for advice in guide.advise(here, modality=modality, felt=feelings, most=most):
        scene = Scene(here, turns, modality, feelings, _weighed(result, here), tuple(said))
        wordings = voice.say(advice, scene)
        said += [one.words for one in wordings]
        worded.append(Worded(advice, wordings))
    return Advised(result, here, feelings, tuple(worded))


def _feelings(felt: str | None) -> tuple[Feeling, ...]:
    if felt is None or not felt.strip():
        return ()
    return guide.recognised(felt) or (guide.UNKNOWN,)


def _weighed(result: Result, here: Moment) -> Sequence[tuple[int, int]]:
    """Where in the turn that it is about the words are that told the reader so: of risk where it
    is about risk, else of the rupture."""
    if here.last is None:
        return ()
    about = (RISK.name,) if here.standing == "risk" else (*RUPTURE_NAMES, *MARKER_NAMES)
    evidence = result.readings[here.last].evidence
    return [(one.start, one.end) for one in evidence if one.code in about]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TriedForm(_Form):
    """A turn that tried to repair, and how the patient answered; null: not yet."""

    at: Place
    moves: list[str]
    answer: guide.Answer | None


class MomentForm(_Form):
    """Where the session stands: after turn `at` (-1: nothing said yet), with the patient's last
    strained turn (or, for risk, the turn that may hint at it), and what holds there by name."""

    at: int
    standing: guide.Standing
    last: Place | None
    rupture: list[str]
    strength: int | None
    markers: list[str]
    hindered: list[str]
    tried: list[TriedForm]
    facts: list[str]


class FeelingForm(_Form):
    """A feeling of the therapist's, and the question that it may raise; `literal` false where their
    own words may only be near to it."""

    name: str
    question: str
    literal: bool


class WordingForm(_Form):
    """Words that could be said, their tone, the move that they make, and whose they are."""

    words: str
    tone: str
    move: str
    voice: str


class AdviceForm(_Form):
    """A piece of advice: step and moves, why now, what to avoid, its rule, and wordings."""

    step: str
    moves: list[str]
    why: str
    avoid: list[str]
    rule: str
    source: str
    wordings: list[WordingForm]


class AdvisedForm(_Form):
    """What to do next, as Reknit sees it."""

    session: SessionForm
    reader: ReaderForm
    moment: MomentForm
    feelings: list[FeelingForm]
    advice: list[AdviceForm]


def published_advice(advised: Advised) -> AdvisedForm:
    """The published form of advice."""
    whole = published(advised.result)
    here = advised.moment
    return AdvisedForm(
        session=whole.session,
        reader=whole.reader,
        moment=MomentForm(
            at=here.at,
            standing=here.standing,
            last=here.last,
            rupture=list(here.rupture),
            strength=here.strength,
            markers=list(here.markers),
            hindered=list(here.hindered),
            tried=[
                TriedForm(at=one.at, moves=list(one.moves), answer=one.answer) for one in here.tried
            ],
            facts=sorted(here.facts),
        ),
        feelings=[
            FeelingForm(name=one.name, question=one.question, literal=one.literal)
            for one in advised.feelings
        ],
        advice=[
            AdviceForm(
                step=one.advice.step,
                moves=list(one.advice.moves),
                why=one.advice.why,
                avoid=list(one.advice.avoid),
                rule=one.advice.rule,
                source=one.advice.source,
                wordings=[
                    WordingForm(words=w.words, tone=w.tone, move=w.move, voice=w.voice)
                    for w in one.wordings
                ],
            )
            for one in advised.advice
        ],
    )

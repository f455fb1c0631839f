"""Page: one session as a single HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reknit import procedure
from reknit.episodes import Episode
from reknit.procedure import BY_NAME, PATIENT, THERAPIST
from reknit.reader import Evidence
from reknit.report import chart, curve, wording
from reknit.result import Result
from reknit.session import talk_share

WIDE, NARROW = 1000, 320
"""Widths of the timeline for a desk and for a phone, in pixels."""
MARKED_GROUPS = {
    **dict.fromkeys((*procedure.RUPTURE_NAMES, *procedure.MARKER_NAMES), "rupture"),
    **dict.fromkeys(procedure.REPAIR_NAMES, "repair"),
    **dict.fromkeys(procedure.HINDERING_NAMES, "hindering"),
    "risk": "risk",
}
"""Codes whose words are marked in the transcript, and how. Ordinary moves stay unmarked."""


def render(result: Result) -> str:
    """The whole page as text."""
    turns, codings = result.session.turns, result.codings
    share = talk_share(result.session)
    values = curve.engagement(result)
    heard = [c for t, c in zip(turns, codings, strict=True) if t.speaker == PATIENT]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            result=result,
            session=result.session,
            ruptures_line=wording.ruptures_line(result),
            therapists=[n for n, r in result.session.speakers.items() if r == THERAPIST],
            roles_from=wording.ROLES_FROM_WORDS[result.session.roles_from],
            risk=[t for t, c in zip(turns, codings, strict=True) if c.risk],
            wide=_drawn(result, WIDE),
            narrow=_drawn(result, NARROW),
            cards=[_card(result, episode) for episode in wording.in_order_of_need(result.episodes)],
            rows=[_row(result, at) for at in range(len(turns))],
            share=share,
            spark=curve.sparkline(values),
            open_turns=sum(bool(c.engaged) for c in heard),
            patient_turns=len(heard),
            not_a_verdict=wording.NOT_A_VERDICT,
            colours=chart.COLOURS,
            outcome_colours=chart.OUTCOME_COLOURS,
        )
    )


def marked(text: str, evidence: Sequence[Evidence]) -> Markup:
    """The text with the words that weighed marked by kind; all of it escaped."""
    kinds = [""] * len(text)
    for one in evidence:
        kind = MARKED_GROUPS.get(one.code)
        if kind:
            kinds[one.start : one.end] = [kind] * (min(one.end, len(text)) - one.start)
    pieces: list[Markup] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            piece = escape(text[start:at])
            if kinds[start]:
                piece = Markup('<mark class="{}">{}</mark>').format(kinds[start], piece)
            pieces.append(piece)
            start = at
    return Markup("").join(pieces)


def _drawn(result: Result, width: int) -> Markup:
    # Safe: the chart holds turn numbers, codes and chances, never words of the session.
    return Markup(chart.svg(chart.timeline(result, width)))  # noqa: S704


def _card(result: Result, episode: Episode) -> dict[str, object]:
    turns, codings = result.session.turns, result.codings
    inside = codings[episode.start : episode.end + 1]
    return {
        "number": result.episodes.index(episode),
        "episode": episode,
        "title": " ".join(
            filter(None, (wording.strength(result, episode), wording.kinds(episode)))
        ).capitalize(),
        "span": wording.place(turns[episode.start]),
        "until": turns[episode.end].index if episode.end != episode.start else None,
        "outcome": wording.OUTCOME_WORDS[episode.outcome],
        "trigger": None if episode.trigger is None else turns[episode.trigger],
        "trigger_moves": ""
        if episode.trigger is None
        else wording.labels(codings[episode.trigger].moves or ()),
        "onset": turns[episode.start],
        "markers": wording.labels(
            [n for n in procedure.MARKER_NAMES if any(n in (c.markers or ()) for c in inside)]
        ),
        "steps": wording.steps(result, episode),
        "hindering": wording.hindering(result, episode),
        "back": turns[episode.end] if episode.outcome in ("resolved", "passed") else None,
    }


def _row(result: Result, at: int) -> dict[str, object]:
    turn, coding, reading = result.session.turns[at], result.codings[at], result.readings[at]
    chips = [(kind, BY_NAME[kind].label) for kind in coding.rupture or ()]
    chips += [("marker", BY_NAME[name].label) for name in coding.markers or ()]
    chips += [
        (MARKED_GROUPS.get(move, "ordinary"), BY_NAME[move].label) for move in coding.moves or ()
    ]
    if coding.risk:
        chips.insert(0, ("risk", BY_NAME["risk"].label))
    if coding.engaged:
        chips.append(("engaged", BY_NAME["engaged"].label))
    return {
        "turn": turn,
        "text": marked(turn.text, reading.evidence),
        "clock": None if turn.start is None else wording.clock(turn.start),
        "chips": chips,
        "strength": coding.strength or 0,
        "ruptured": bool(coding.rupture),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reknit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

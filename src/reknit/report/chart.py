"""Chart: the timeline of a session, one specification for screen, paper and picture."""

from __future__ import annotations

import re
from typing import Any

import altair as alt

from reknit import procedure
from reknit.procedure import PATIENT, THERAPIST
from reknit.report import wording
from reknit.result import Result

COLOURS = {
    "withdrawal": "#2f6db0",
    "confrontation": "#c2571a",
    "repair": "#3c8052",
    "hindering": "#8c3f73",
}
OUTCOME_COLOURS = {
    "worsened": "#e8c4c4",
    "unaddressed": "#efd9c3",
    "partly": "#f1e9c6",
    "passed": "#e3e6e8",
    "resolved": "#d3e6d6",
}
HEIGHT = 150
LANE_HEIGHT = 44
FONT = "Georgia, 'Liberation Serif', 'DejaVu Serif', serif"


def timeline(result: Result, width: int) -> alt.VConcatChart:
    """Rupture probability of both kinds over the turns, marked ruptures sized by strength,
    episodes as spans, and below them the moves. `width` is in pixels.

    Everything that stands for a turn links to `#t{index}`.
    """
    last = max(1, len(result.session.turns) - 1)
    x = alt.X("turn:Q", axis=None, scale=alt.Scale(domain=[0, last], nice=False))
    marks = alt.layer(_curves(result, x), _ruptures(result, x))
    upper = (
        alt.layer(_spans(result, last), marks)
        .resolve_scale(color="independent")
        .properties(width=width, height=HEIGHT)
    )
    lower = _moves(result, last).properties(width=width, height=LANE_HEIGHT)
    whole: alt.VConcatChart = (
        alt.vconcat(upper, lower, spacing=6)
        .resolve_scale(x="shared", color="independent", size="independent")
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            grid=False,
            labelColor="#555",
            titleColor="#555",
            titleFontWeight="normal",
            domainColor="#bbb",
        )
    )
    return whole


def svg(chart: alt.VConcatChart) -> str:
    """The chart as SVG text, drawn without a network or a browser."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(chart.to_json(), vl_version=_vega_lite())
    # The renderer puts an address of its own before links within the page.
    return re.sub(r'xlink:href="[^"#]*#', 'href="#', drawn)


def png(chart: alt.VConcatChart, scale: float = 2.0) -> bytes:
    """The chart as a PNG picture."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(chart.to_json(), vl_version=_vega_lite(), scale=scale)
    return drawn


def _vega_lite() -> str:
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _rows(values: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=values)


def _spans(result: Result, last: int) -> alt.Chart:
    rows = [
        {
            "from": episode.start - 0.4,
            "to": min(last, episode.end + 0.4),
            "outcome": episode.outcome or "not read",
            "href": f"#e{number}",
            "what": f"{wording.kinds(episode)}, {wording.OUTCOME_WORDS[episode.outcome]}",
        }
        for number, episode in enumerate(result.episodes)
    ]
    names = list(OUTCOME_COLOURS)
    drawn: alt.Chart = (
        alt.Chart(_rows(rows))
        .mark_rect(opacity=0.8)
        .encode(
            x=alt.X("from:Q", axis=None),
            x2="to:Q",
            color=alt.Color(
                "outcome:N",
                scale=alt.Scale(domain=names, range=[OUTCOME_COLOURS[n] for n in names]),
                legend=None,
            ),
            href="href:N",
            description="what:N",
        )
    )
    return drawn


def _curves(result: Result, x: alt.X) -> alt.Chart:
    rows = [
        {"turn": turn.index, "kind": kind, "chance": reading.scores[kind]}
        for turn, reading in zip(result.session.turns, result.readings, strict=True)
        for kind in procedure.RUPTURE_NAMES
        if turn.speaker == PATIENT and kind in reading.scores
    ]
    drawn: alt.Chart = (
        alt.Chart(_rows(rows))
        .mark_line(strokeWidth=1.6)
        .encode(
            x=x,
            y=alt.Y(
                "chance:Q",
                title="chance of a rupture",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(values=[0, 0.5, 1], format="%"),
            ),
            color=_kind_colour(),
            strokeDash=alt.StrokeDash(
                "kind:N",
                scale=alt.Scale(domain=list(procedure.RUPTURE_NAMES), range=[[1, 0], [5, 2]]),
                legend=None,
            ),
        )
    )
    return drawn


def _ruptures(result: Result, x: alt.X) -> alt.Chart:
    rows = [
        {
            "turn": turn.index,
            "kind": kind,
            "chance": reading.scores.get(kind, 1.0),
            "strength": coding.strength or 1,
            "href": f"#t{turn.index}",
            "what": f"turn {turn.index}, {kind}",
        }
        for turn, reading, coding in zip(
            result.session.turns, result.readings, result.codings, strict=True
        )
        for kind in coding.rupture or ()
    ]
    drawn: alt.Chart = (
        alt.Chart(_rows(rows))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y="chance:Q",
            color=_kind_colour(),
            size=alt.Size(
                "strength:Q", scale=alt.Scale(domain=[1, 3], range=[40, 200]), legend=None
            ),
            href="href:N",
            description="what:N",
        )
    )
    return drawn


def _kind_colour() -> alt.Color:
    names = list(procedure.RUPTURE_NAMES)
    scale = alt.Scale(domain=names, range=[COLOURS[n] for n in names])
    return alt.Color("kind:N", scale=scale, legend=None)


def _moves(result: Result, last: int) -> alt.Chart:
    lanes = {"repair": procedure.REPAIR_NAMES, "hindering": procedure.HINDERING_NAMES}
    rows = [
        {
            "turn": turn.index,
            "lane": lane,
            "href": f"#t{turn.index}",
            "what": f"turn {turn.index}, "
            + wording.labels([m for m in coding.moves or () if m in names]),
        }
        for turn, coding in zip(result.session.turns, result.codings, strict=True)
        for lane, names in lanes.items()
        if turn.speaker == THERAPIST and coding.has_any(names)
    ]
    drawn: alt.Chart = (
        alt.Chart(_rows(rows))
        .mark_tick(thickness=4, height=15)
        .encode(
            x=alt.X(
                "turn:Q",
                title="turn",
                scale=alt.Scale(domain=[0, last], nice=False),
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            y=alt.Y("lane:N", title=None, scale=alt.Scale(domain=list(lanes))),
            color=alt.Color(
                "lane:N",
                scale=alt.Scale(domain=list(lanes), range=[COLOURS[n] for n in lanes]),
                legend=None,
            ),
            href="href:N",
            description="what:N",
        )
    )
    return drawn

"""Terminal: half a page on one session, for a tired supervisor."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reknit import procedure
from reknit.episodes import Episode
from reknit.procedure import PATIENT, THERAPIST
from reknit.report import curve, wording
from reknit.result import Result
from reknit.session import talk_share

QUOTE = 110
"""How many characters of a turn are quoted, at most."""
MOST_RISK_TURNS = 8


def show(result: Result, console: Console) -> None:
    """Print the summary of one session."""
    console.print(_heading(result))
    for part in (_risk(result), _ruptures(result), _glance(result)):
        if part is not None:
            console.print()
            console.print(part)
    console.print()
    console.print(Text(wording.NOT_A_VERDICT, style="dim"))


def _heading(result: Result) -> Text:
    session = result.session
    therapists = " and ".join(n for n, role in session.speakers.items() if role == THERAPIST)
    line = Text(session.source or session.id, style="bold")
    line.append(
        f"  {len(session.turns)} turns, therapist: {therapists}"
        f" ({wording.ROLES_FROM_WORDS[session.roles_from]})",
        style="not bold dim",
    )
    return line


def _risk(result: Result) -> Group | None:
    told = [
        turn
        for turn, coding in zip(result.session.turns, result.codings, strict=True)
        if coding.risk
    ]
    if not told:
        return None
    lines = [Text("Possible risk: read these turns first", style="bold red")]
    for turn in told[:MOST_RISK_TURNS]:
        lines.append(_said("  ", wording.place(turn), turn.text))
    if len(told) > MOST_RISK_TURNS:
        numbers = ", ".join(str(turn.index) for turn in told[MOST_RISK_TURNS:])
        lines.append(Text(f"  and turns {numbers}"))
    return Group(*lines)


def _ruptures(result: Result) -> Group:
    parts: list[Text | Padding] = [Text(wording.ruptures_line(result), style="bold")]
    for episode in wording.in_order_of_need(result.episodes):
        parts.append(_title(result, episode))
        parts.append(Padding(_facts(result, episode), (0, 0, 0, 2)))
    return Group(*parts)


def _title(result: Result, episode: Episode) -> Text:
    missed = "" if episode.sensed else "not taken up: "
    strength = wording.strength(result, episode)
    first, last = (result.session.turns[at] for at in (episode.start, episode.end))
    span = wording.place(first)
    if last is not first:
        span += f" to {wording.place(last).removeprefix('turn ')}"
    line = Text("\n")
    line.append(f"{missed}{strength} {wording.kinds(episode)}".strip().capitalize(), style="bold")
    line.append(f", {span}: {wording.OUTCOME_WORDS[episode.outcome]}")
    return line


def _facts(result: Result, episode: Episode) -> Table:
    turns, codings = result.session.turns, result.codings
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    if episode.trigger is not None:
        grid.add_row("opened after", _quote(turns[episode.trigger].text, episode.trigger))
    grid.add_row("patient", _quote(turns[episode.start].text, episode.start))
    peak = max(
        range(episode.start, episode.end + 1), key=lambda at: (codings[at].strength or 0, -at)
    )
    if peak != episode.start:
        grid.add_row("", _quote(turns[peak].text, peak))
    markers = [
        name
        for name in procedure.MARKER_NAMES
        if any(name in (c.markers or ()) for c in codings[episode.start : episode.end + 1])
    ]
    if markers:
        grid.add_row("seen in", wording.labels(markers))
    hindered = wording.hindering(result, episode)
    if hindered:
        grid.add_row("in the way", ", ".join(f"{label} ({at})" for label, at in hindered))
    met = wording.steps(result, episode)
    done = "; ".join(
        f"{name} ({at})" if name != "resolving" else f"{moves} ({at})" for name, at, moves in met
    )
    grid.add_row("done", done or "nothing that took it up")
    if episode.outcome in ("resolved", "passed"):
        grid.add_row("came back", _quote(turns[episode.end].text, episode.end))
    return grid


def _glance(result: Result) -> Table | None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    share = talk_share(result.session)
    if share is not None:
        grid.add_row("talk", f"therapist {share:.0%}, patient {1 - share:.0%} of the words")
    values = curve.engagement(result)
    if values:
        heard = [
            c
            for t, c in zip(result.session.turns, result.codings, strict=True)
            if t.speaker == PATIENT
        ]
        open_turns = sum(bool(c.engaged) for c in heard)
        grid.add_row(
            "taking part", f"{curve.sparkline(values)}  {open_turns} of {len(heard)} patient turns"
        )
    if result.alliance is not None:
        grid.add_row(
            "alliance", f"{result.alliance:.2f} of 1, a guess at how the patient would rate it"
        )
    return grid


def _quote(text: str, at: int) -> Text:
    quoted = Text(f"“{wording.shortened(text, QUOTE)}”")
    quoted.append(f" {at}", style="dim")
    return quoted


def _said(indent: str, where: str, text: str) -> Text:
    line = Text(indent)
    line.append(where, style="bold")
    line.append(f"  “{wording.shortened(text, QUOTE)}”")
    return line

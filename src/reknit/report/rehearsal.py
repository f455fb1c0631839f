"""A rehearsal on the terminal: the case, and at its end what to take away."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from reknit.practice import case as cases
from reknit.practice.case import Case
from reknit.practice.coach import Debriefing
from reknit.practice.rehearsal import Rehearsal
from reknit.practice.shelf import Kept
from reknit.report.curve import sparkline
from reknit.report.wording import shortened

LONGEST = 90


def listing(console: Console) -> None:
    """The cases that ship."""
    for name in cases.listed():
        case = cases.load(name)
        kinds = " and ".join(case.rupture)
        console.print(
            f"{name:18} {case.patient}, {case.age}, {case.setting}: {kinds}", markup=False
        )


def introduce(case: Case, console: Console) -> None:
    """Who is coming, and what was said so far."""
    console.print(Text(f"{case.title}: {case.setting}", style="bold"))
    console.print(Text(case.brief))
    console.print()
    for turn in case.turns():
        console.print(Text(f"{turn.name}: {turn.text}", style="dim"))


def take_away(
    rehearsal: Rehearsal, debriefing: Debriefing, earlier: Sequence[Kept], console: Console
) -> None:
    """What was reached, what was done well, what to work on, and how it compares."""
    name = rehearsal.case.patient
    curve = [one.after.openness for one in rehearsal.exchanges]
    console.print()
    console.print(Text("What to take away", style="bold"))
    console.print(Text(f"openness     {sparkline([rehearsal.case.start.openness, *curve])}"))
    told = f"{len(debriefing.told)} of {debriefing.layers} layers were told"
    console.print(Text(f"beneath      {told}{f'; {name} left' if debriefing.left else ''}"))
    for line in debriefing.told:
        console.print(Text(f"             {line}"))
    for words, why in debriefing.well:
        console.print(Text(f"did well     “{shortened(words, LONGEST)}”: {why}"))
    if debriefing.work_on:
        console.print(Text(f"work on      {debriefing.work_on}"))
    if earlier:
        best = max(one.reached for one in earlier)
        last = earlier[-1]
        console.print(
            Text(
                f"before       {len(earlier)} of this case: at best {best} of {debriefing.layers} "
                f"layers; last time {last.reached}, with {last.hindered} that closed "
                f"(now {sum(one.effect.openness <= -0.05 for one in rehearsal.exchanges)})"
            )
        )

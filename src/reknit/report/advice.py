"""Advice on the terminal: where the session stands, and what could be done and said next."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reknit import episodes, guide, procedure
from reknit.advising import Advised, Worded
from reknit.guide import Feeling
from reknit.report import wording

STEP_WORDS = {
    "sense": "Sense",
    "attention": "Draw attention",
    "explore": "Explore",
    "resolve": "Resolve",
    "settle": "Let it settle",
    "safety": "Safety first",
}
ANSWER_WORDS = {
    "closer": "the patient came closer",
    "same": "it stayed as it was",
    "farther": "the patient moved further off",
    None: "not answered yet",
}
FAILED_TWICE = "two tries in a row did not help: worth taking to a colleague or supervisor"
OFFERS = "Offers, not instructions: you were there, and know more than the words show."


def show(advised: Advised, console: Console) -> None:
    """Print the advice for one moment."""
    console.print(Text(standing(advised), style="bold"))
    for line in tried(advised):
        console.print(Text(f"  {line}", style="dim"))
    for feeling in advised.feelings:
        console.print(Text(felt(feeling)))
    for number, one in enumerate(advised.advice, start=1):
        console.print()
        console.print(_title(one, number if len(advised.advice) > 1 else None))
        console.print(Padding(_body(one), (0, 0, 0, 2)))
    if advised.advice:
        console.print()
        console.print(Text(OFFERS, style="dim"))


def felt(feeling: Feeling) -> str:
    """What a feeling may ask. What a therapist wrote of it is as private as what was said: it is
    not repeated."""
    if feeling == guide.UNKNOWN:
        known = ", ".join(one.name for one in guide.feelings())
        return (
            f"None of these feelings is known here, so the advice goes by the session. "
            f"{feeling.question} (Known are: {known}.)"
        )
    if feeling.literal:
        return f"You feel {feeling.name}: {feeling.question}"
    return f"What you feel may be near to {feeling.name}: {feeling.question}"


def standing(advised: Advised) -> str:
    """Where the session stands, in a sentence or two."""
    here = advised.moment
    turns = advised.result.session.turns
    until = "before anything was said" if here.at < 0 else f"at turn {here.at}"
    if here.standing == "risk":
        return f"Turn {here.last} may hint at risk."
    if here.standing == "none":
        return f"No rupture seems open {until}. {_why_none(advised)}"
    assert here.last is not None
    if here.standing == "settling":
        back = here.episode.end if here.episode else here.at
        return f"The patient seems to have come back at {wording.place(turns[back])}."
    strength = procedure.STRENGTHS[here.strength] if here.strength else ""
    kinds = " and ".join(here.rupture)
    return (
        f"A {strength} {kinds} may be open at {wording.place(turns[here.last])}: "
        f"{wording.labels(here.markers)}."
    ).replace("A  ", "A ")


def _why_none(advised: Advised) -> str:
    here = advised.moment
    if here.episode is None:
        return _elsewhere(advised) or "None was seen up to there."
    where = f"The last one, turns {here.episode.start} to {here.episode.end},"
    if here.episode.outcome == "resolved":
        return f"{where} was taken up, and the patient came back."
    if here.episode.outcome == "passed":
        return f"{where} passed, and the patient came back."
    return f"{where} was {episodes.CALM_TURNS} patient turns ago or more."


def _elsewhere(advised: Advised) -> str:
    later = [one for one in advised.result.episodes if one.end > advised.moment.at]
    if not later:
        return ""
    return f"None was seen up to there; later ones begin at turn {later[0].start}."


def tried(advised: Advised) -> list[str]:
    """What was done about it so far, and how the patient answered; what may have got in the
    way."""
    here = advised.moment
    if here.standing != "open":
        return []
    lines = [
        f"turn {one.at}: {wording.labels(one.moves)}; {ANSWER_WORDS[one.answer]}"
        for one in here.tried[-3:]
    ]
    if here.hindered:
        lines.append(f"may have got in the way: {wording.labels(here.hindered)}")
    if "failed_twice" in here.facts:
        lines.append(FAILED_TWICE)
    return lines


def _title(one: Worded, number: int | None) -> Text:
    line = Text(f"{number}. " if number else "", style="bold")
    step = STEP_WORDS[one.advice.step]
    moves = wording.labels([move for move in one.advice.moves if move in procedure.BY_NAME])
    if not moves:
        line.append(step)
    elif moves.startswith(step.lower()):
        # A step that is called like its first move is not said twice.
        line.append(step).append(moves.removeprefix(step.lower()), style="not bold")
    else:
        line.append(step).append(f": {moves}", style="not bold")
    return line


def _body(one: Worded) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("why now", one.advice.why)
    for avoid in one.advice.avoid:
        grid.add_row("not now", avoid)
    for words in one.wordings:
        grid.add_row(words.tone, Text(f"“{words.words}”", style="italic"))
    return grid

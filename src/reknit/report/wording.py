"""Wording: what reports say of ruptures, steps and outcomes, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from reknit import procedure
from reknit.episodes import Episode
from reknit.procedure import BY_NAME
from reknit.result import Result
from reknit.session import Turn

OUTCOME_WORDS = {
    "worsened": "it grew, or the patient left",
    "unaddressed": "nobody spoke of it, and it went on",
    "partly": "it was taken up; some of it went on",
    "passed": "it passed without being taken up",
    "resolved": "it was taken up, and the patient came back",
    None: "not read",
}
ROLES_FROM_WORDS = {
    "labels": "as the labels say",
    "named": "as you said",
    "inferred": "guessed from the talk: use --therapist NAME if that is wrong",
}
NOT_A_VERDICT = "These are readings of the words alone, not verdicts on anyone."


def shortened(text: str, most: int) -> str:
    """The text cut at a word to `most` characters, with an ellipsis where it was cut."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    whole = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return whole.rstrip(" ,;:.-") + "…"


def clock(seconds: float) -> str:
    """Seconds as people read them: 75 is 1:15, 3675 is 1:01:15."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def place(turn: Turn) -> str:
    """Where a turn stands: its number, and its time where the transcript has one."""
    return f"turn {turn.index}" + ("" if turn.start is None else f" ({clock(turn.start)})")


def labels(codes: Sequence[str]) -> str:
    """Codes by their labels, in one line."""
    return ", ".join(BY_NAME[code].label for code in codes)


def kinds(episode: Episode) -> str:
    """What kind of rupture an episode may be."""
    return " and ".join(episode.rupture)


def strength(result: Result, episode: Episode) -> str:
    """The strongest that an episode got, in a word; empty when not read."""
    found = [c.strength for c in result.codings[episode.start : episode.end + 1] if c.strength]
    return procedure.STRENGTHS[max(found)] if found else ""


def in_order_of_need(found: Sequence[Episode]) -> list[Episode]:
    """Episodes as a supervisor wants them: the missed ones first, the mended ones last."""
    order = list(procedure.OUTCOMES)
    return sorted(
        found,
        key=lambda e: (e.sensed, order.index(e.outcome) if e.outcome else 0, e.start),
    )


def ruptures_line(result: Result) -> str:
    """How many ruptures there may be, and how many of them nobody took up."""
    found = result.episodes
    if not found:
        return "No rupture seen."
    missed = sum(not e.sensed for e in found)
    count = "One moment" if len(found) == 1 else f"{len(found)} moments"
    verb = "may be a rupture" if len(found) == 1 else "may be ruptures"
    if not missed:
        return f"{count} that {verb}; taken up by the therapist."
    if len(found) == 1:
        return f"{count} that {verb}; not taken up."
    return f"{count} that {verb}; {missed} not taken up."


def steps(result: Result, episode: Episode) -> list[tuple[str, int, str]]:
    """The steps that were met: what it was, the turn, and the moves made there."""
    met = [
        ("drew attention", episode.attention, procedure.ATTENTION_MOVES),
        ("explored", episode.explored, procedure.EXPLORING_MOVES),
        ("resolving", episode.resolving, procedure.RESOLVING_MOVES),
    ]
    return [
        (name, at, labels([m for m in result.codings[at].moves or () if m in moves]))
        for name, at, moves in met
        if at is not None
    ]


def hindering(result: Result, episode: Episode) -> list[tuple[str, int]]:
    """What may have got in the way while the episode was open, and where it first did."""
    return [
        (BY_NAME[move].label, at)
        for move in episode.hindered
        for at in [
            next(
                i
                for i in range(episode.start, len(result.codings))
                if move in (result.codings[i].moves or ())
            )
        ]
    ]

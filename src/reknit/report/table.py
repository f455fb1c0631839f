"""Table: readings as CSV, a row per turn, for a researcher's own statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from reknit import procedure
from reknit.result import Result

COLUMNS = (
    "session",
    "turn",
    "speaker",
    "start",
    "end",
    "rupture",
    "strength",
    "markers",
    "engaged",
    "risk",
    "moves",
    "episode",
    "outcome",
    *(f"p_{name}" for name in (*procedure.CODE_NAMES, *procedure.GROUPS)),
    "text",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def text(results: Iterable[Result]) -> str:
    """All turns of these sessions as CSV. Lists are joined by spaces; what was not read is empty.

    `episode` counts from 1 within a session. Text that a spreadsheet would run as a formula gets
    an apostrophe in front.
    """
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for result in results:
        for turn, reading, coding in zip(
            result.session.turns, result.readings, result.codings, strict=True
        ):
            number = next(
                (n for n, e in enumerate(result.episodes) if e.start <= turn.index <= e.end), None
            )
            writer.writerow(
                {
                    "session": _safe(result.session.id),
                    "turn": turn.index,
                    "speaker": turn.speaker,
                    "start": _blank(turn.start),
                    "end": _blank(turn.end),
                    "rupture": " ".join(coding.rupture or ()),
                    "strength": _blank(coding.strength),
                    "markers": " ".join(coding.markers or ()),
                    "engaged": _flag(coding.engaged),
                    "risk": _flag(coding.risk),
                    "moves": " ".join(coding.moves or ()),
                    "episode": "" if number is None else number + 1,
                    "outcome": "" if number is None else result.episodes[number].outcome or "",
                    **{f"p_{name}": score for name, score in reading.scores.items()},
                    "text": _safe(turn.text),
                }
            )
    return held.getvalue()


def _blank(value: float | None) -> object:
    return "" if value is None else value


def _flag(value: bool | None) -> str:
    return "" if value is None else str(int(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

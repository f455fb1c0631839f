"""Columns: which column or key holds the speaker, the words and the times, by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reknit.errors import UserError
from reknit.formats.clock import seconds
from reknit.formats.line import listed
from reknit.formats.roles import role_word

SPEAKER: Final = listed(
    "speaker speaker_name speaker_label interlocutor name who participant speaker_id role "
    "from author sender person user"
)
"""Names for the speaker, the most telling first."""

TEXT: Final = listed(
    "text utterance utterance_text words transcript transcription content message sentence "
    "speech dialogue value said"
)
"""Names for the words said."""

_START: Final = listed("start start_time starttime start_ms start_s begin onset timestamp time")
_END: Final = listed("end end_time endtime end_ms end_s stop offset")
_SESSION: Final = listed(
    "transcript_id session_id session conversation_id conv_id dialogue_id dialog_id interview_id"
)
_MS: Final = 0.001
_SLOWEST: Final = 0.08


@dataclass(frozen=True, slots=True)
class Columns:
    """The names, as they stand in the file, of what was found."""

    speaker: str
    text: str
    start: str | None
    end: str | None


def find(names: Iterable[str]) -> Columns | None:
    """The columns among these names, or None where speaker or words have none."""
    by_plain = {_plain(name): name for name in reversed(tuple(names))}
    speaker, text = _first(SPEAKER, by_plain), _first(TEXT, by_plain)
    if speaker is None or text is None:
        return None
    return Columns(speaker, text, _first(_START, by_plain), _first(_END, by_plain))


def prefer_roles(found: Columns, rows: Sequence[Mapping[str, object]]) -> Columns:
    """The same with a `role` column as the speaker, where that says therapist or patient."""
    for name in rows[0] if rows else ():
        if _plain(name) in SPEAKER and name != found.speaker:
            values = {v for row in rows if isinstance(v := row.get(name), str) and v.strip()}
            said = {role_word(value) for value in values}
            if len(said) == 2 and None not in said:
                return Columns(name, found.text, found.start, found.end)
    return found


def times(found: Columns, row: Mapping[str, object], unit: float) -> tuple[float | None, ...]:
    """Start and end of one row, in seconds."""
    values = []
    for name in (found.start, found.end):
        milli = name is not None and _plain(name).endswith("_ms")
        values.append(seconds(row.get(name), _MS if milli else unit) if name else None)
    return tuple(values)


def unit_of(ends: Iterable[object], words: int) -> float:
    """Seconds per unit of the times: 0.001 where all are whole numbers too long for the words.

    People say two to three words a second; as seconds, milliseconds would make that one in
    minutes.
    """
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    whole = numbers and all(isinstance(number, int) for number in numbers)
    return _MS if whole and max(numbers) * _SLOWEST > words else 1.0


def check_one_session(rows: Sequence[Mapping[str, object]], where: str) -> None:
    """UserError where a session column holds more than one value."""
    for name in rows[0] if rows else ():
        if _plain(name) not in _SESSION:
            continue
        values = {str(row[name]) for row in rows if row.get(name) not in (None, "")}
        if len(values) > 1:
            raise UserError(
                f"holds {len(values)} sessions (by {name})",
                where=where,
                expected="one session",
                do="save each session in a file of its own",
            )


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _first(wanted: Sequence[str], by_plain: Mapping[str, str]) -> str | None:
    return next((by_plain[name] for name in wanted if name in by_plain), None)

"""Columns: which column or key holds the speaker, the words and the times, by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from reknit.errors import UserError
from reknit.formats.clock import seconds
from reknit.formats.label import key
from reknit.formats.line import listed
from reknit.formats.roles import role_word
from reknit.procedure import Role

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
_SESSION: Final = frozenset(
    listed("session transcript conversation conv dialogue dialog interview meeting visit encounter")
)
_SOURCE: Final = frozenset(listed("file filename document doc recording audio case call"))
_NUMBER: Final = frozenset(listed("id no nr num number"))
# Numbers of what a session holds many of.
_WITHIN: Final = frozenset(
    listed(
        "utterance turn row line segment section topic question page sentence chunk exchange word "
        "message part speaker volley item entry index"
    )
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


def voices(
    found: Columns, rows: Sequence[Mapping[str, object]], name: Callable[[object], str | None]
) -> tuple[list[str | None], dict[str, Role]]:
    """The speaker of each row, and the roles that a column of their own says.

    `name` makes a name of a cell. Where one name has two roles, the roles are the speakers.
    """
    names = [name(row.get(found.speaker)) for row in rows]
    column = _role_column(found, rows)
    if column is None:
        return names, {}
    said = [name(row.get(column)) for row in rows]
    roles: dict[str, Role] = {}
    for index, (who, what) in enumerate(zip(names, said, strict=True)):
        role = role_word(what or "")
        who = names[index] = who or what
        if who and role and roles.setdefault(key(who), role) != role:
            return said, {}
    return names, roles


def _role_column(found: Columns, rows: Sequence[Mapping[str, object]]) -> str | None:
    """The column besides the speaker's that says therapist or patient, and nothing else."""
    for name in dict.fromkeys(name for row in rows[:50] for name in row):
        if _plain(name) in SPEAKER and name != found.speaker:
            values = {v for row in rows if isinstance(v := row.get(name), str) and v.strip()}
            said = {role_word(value) for value in values}
            if len(said) == 2 and None not in said:
                return name
    return None


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
    """UserError where a column that tells sessions apart holds more than one value."""
    for name in rows[0] if rows else ():
        if _plain(name) in (*SPEAKER, *TEXT):
            continue
        values = [str(row[name]) for row in rows if row.get(name) not in (None, "")]
        several = len(set(values))
        if several > 1 and _parts_sessions(set(_plain(name).split("_")), values):
            raise UserError(
                f"holds {several} sessions (by {name})",
                where=where,
                expected="one session",
                do="save each session in a file of its own",
            )


def _parts_sessions(words: set[str], values: Sequence[str]) -> bool:
    """Whether a column of these words and values numbers sessions."""
    if words & _WITHIN:
        return False
    if words & _SESSION:
        return not words - _SESSION - _NUMBER - {"name"}
    repeats = len(set(values)) < len(values)
    if words & _SOURCE:
        return repeats and not words - _SOURCE - _NUMBER - {"name"}
    # Another number parts sessions where it stays for several rows and does not come back.
    changes = sum(one != two for one, two in pairwise(values))
    return bool(words & _NUMBER) and repeats and changes == len(set(values)) - 1


def known(name: str) -> bool:
    """Whether this is the name of a column that transcripts have, rather than somebody's words."""
    words = _plain(name)
    others = _SESSION | _SOURCE | _NUMBER | _WITHIN | {"when", "date", "language", "duration"}
    return words in (*SPEAKER, *TEXT, *_START, *_END) or others.issuperset(words.split("_"))


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _first(wanted: Sequence[str], by_plain: Mapping[str, str]) -> str | None:
    return next((by_plain[name] for name in wanted if name in by_plain), None)

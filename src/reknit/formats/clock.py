"""Times in transcripts: clock readings and numbers to seconds.

A time that cannot be read is left out (None), never reported: no reading needs it, and the words
are worth more than their stamp. Subtitles are the exception, since their cues hang on times.
"""

from __future__ import annotations

import math
import re
from typing import Final

_BARE: Final = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_DATE: Final = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:,\s?|T|\s)\s?"
_ZONE: Final = r"(?:Z|[+-]\d\d:?\d\d)?"

TIME: Final = rf"(?:{_DATE}{_BARE}{_ZONE}|{_BARE})"
"""A clock reading: m:ss, h:mm:ss, with or without a fraction, AM or PM; after a date or not."""

SPAN: Final = rf"{TIME}(?:\s*(?:-->|->|-|–|—|to)\s*{TIME})?"
"""A clock reading, or from one to another."""

LONGEST: Final = 360_000.0
"""Seconds in 100 hours: a time beyond it is a date or an error, not a place in a session."""

_TIME: Final = re.compile(rf"({_DATE})?({_BARE})(?(1){_ZONE})", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?(?:\s?([AaPp])\.?[Mm]\b\.?)?", re.ASCII
)
_NUMBER: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?s?", re.ASCII)


def seconds(value: object, unit: float = 1.0) -> float | None:
    """Seconds from a number of `unit` seconds each, or from text such as "12.5" or "00:01:02.5".

    None where it is absent, negative, not a number, beyond 100 hours, or not understood.
    """
    if isinstance(value, str):
        value = value.strip().strip("[]()").strip()
        clock = _CLOCK.fullmatch(value)
        if clock:
            return _clock(clock)
        if not _NUMBER.fullmatch(value):
            return None
        value = float(value.rstrip("s").replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= LONGEST / unit or math.isnan(value):
        return None
    return float(value) if unit == 1 else round(value * unit, 6)


def span(text: str) -> tuple[float | None, float | None]:
    """Start and end from text such as "00:01" or "00:01 --> 00:04"."""
    found = [seconds(match[2]) for match in _TIME.finditer(text)]
    start, end = (*found, None, None)[:2]
    return start, end


def _clock(match: re.Match[str]) -> float | None:
    hours, minutes, secs, fraction, half = match.groups()
    if int(secs) > 59 or (hours and int(minutes) > 59):
        return None
    if half and not hours:  # "10:03 AM" is hours and minutes
        hours, minutes, secs = minutes, secs, "0"
    hour = int(hours or 0)
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    total = hour * 3600 + int(minutes) * 60 + int(secs) + float(f"0.{fraction or 0}")
    return total if total <= LONGEST else None

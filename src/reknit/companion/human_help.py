"""Human help: whom the companion names to somebody who may be at risk.

The table stands in `help.toml`: per country the emergency number and lines, each with its source
and the date on which it was checked. Numbers change: an operator is asked to check their own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from reknit.errors import UserError

FILE: Final = Path(__file__).parent / "help.toml"
OLD: Final = 365
"""Days after which a check is called old."""
PURPOSES: Final = {
    "suicide": ("suicide", "distress"),
    "self_harm": ("suicide", "distress"),
    "violence": ("suicide", "distress"),
    "abuse": ("violence",),
}
"""What a line has to be for, by the kind of danger (`risk.KINDS`). Who may hurt somebody needs a
person to talk to; lines for violence are for those whom others hurt."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, what it is for, how it is reached, when, and whence that is known."""

    name: str
    purposes: tuple[str, ...]
    call: str
    text: str
    hours: str
    languages: str
    source: str
    checked: date
    how: str


@dataclass(frozen=True, slots=True)
class Help:
    """The way to human help of one country, or what an operator has said in its place. `country`
    is empty where none was named."""

    country: str
    name: str
    emergency: str
    lines: tuple[Line, ...]
    own: str = ""

    def told(self, kinds: Sequence[str] = ()) -> str:
        """The way to help, in a sentence or three; the lines for these kinds of danger
        (`risk.KINDS`), all where the kind is not known."""
        if self.own:
            return self.own
        if not self.country:
            return (
                "In danger right now, call your local emergency number. "
                "findahelpline.com lists free lines in your country, to call or to text."
            )
        lines = " ".join(_told(line) for line in self._fitting(kinds))
        return f"In danger right now, call {self.emergency}. {lines}"

    def briefly(self, kinds: Sequence[str] = ()) -> str:
        """The same in few words, for further turns."""
        if self.own or not self.country:
            return self.own or "Your emergency number, or a line from findahelpline.com."
        first = " ".join(_told(line) for line in self._fitting(kinds)[:1])
        return f"{first} In danger: {self.emergency}."

    def _fitting(self, kinds: Sequence[str]) -> tuple[Line, ...]:
        wanted = {purpose for kind in kinds for purpose in PURPOSES[kind]}
        return tuple(one for one in self.lines if wanted & set(one.purposes)) or self.lines


def _told(line: Line) -> str:
    ways = [line.call] if line.call else []
    ways += [f"text {line.text}"] if line.text else []
    when = f" ({line.hours})" if line.hours else ""
    tongue = f", in {line.languages}" if line.languages else ""
    return f"{line.name}{when}{tongue}: {' or '.join(ways)}."


@cache
def table(file: Path = FILE) -> dict[str, Help]:
    """Every country that the table knows, by its ISO 3166 code of two letters."""
    told = tomllib.loads(file.read_text("utf-8"))
    return {code: _help(code, one) for code, one in sorted(told["countries"].items())}


def _help(code: str, told: dict[str, Any]) -> Help:
    lines = tuple(
        Line(
            name=one["name"],
            purposes=tuple(one["for"]),
            call=one.get("call", ""),
            text=one.get("text", ""),
            hours=one.get("hours", ""),
            languages=one.get("languages", ""),
            source=one["source"],
            checked=one["checked"],
            how=one["how"],
        )
        for one in told["lines"]
    )
    return Help(code, told["name"], told["emergency"], lines)


EVERYWHERE: Final = Help("", "", "", ())
"""Where no country was named."""


def given(country: str | None = None, own: str | None = None) -> Help:
    """The help of a country, or in an operator's own words. Raises UserError for a country that
    the table does not know."""
    if own and own.strip():
        return Help((country or "").upper(), "", "", (), own.strip())
    if not country:
        return EVERYWHERE
    known = table()
    if country.upper() not in known:
        raise UserError(
            f"no lines are known for the country '{country}'",
            where="--country",
            expected=", ".join(known),
            do="or say it in your own words: --help-line",
        )
    return known[country.upper()]


def old(helped: Help, today: date) -> list[Line]:
    """Lines whose last check is long ago."""
    return [line for line in helped.lines if (today - line.checked).days > OLD]

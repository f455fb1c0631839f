"""Modality: a way of working, and what to avoid in it while a rupture is open.

The principle of repair is the same in all of them (Safran & Muran, 2000); the words are not. The
list stands in `modalities.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reknit.errors import UserError

FILE: Final = Path(__file__).parent / "modalities.toml"


@dataclass(frozen=True, slots=True)
class Modality:
    """A way of working: its name on the command line, its label, how it is called otherwise, and
    what to avoid in it now, with the source."""

    name: str
    label: str
    otherwise: tuple[str, ...]
    avoid: str
    source: str


@cache
def modalities() -> tuple[Modality, ...]:
    """All ways of working that have words of their own."""
    listed = tomllib.loads(FILE.read_text("utf-8"))["modality"]
    return tuple(Modality(**(one | {"otherwise": tuple(one["otherwise"])})) for one in listed)


def named(name: str) -> Modality:
    """The modality of this name, however it is called. Raises UserError for one unknown."""
    asked = name.strip().lower()
    for modality in modalities():
        if asked in (modality.name, modality.label.lower(), *modality.otherwise):
            return modality
    names = ", ".join(modality.name for modality in modalities())
    raise UserError(f"there is no modality named '{name}'", expected=f"one of {names}")

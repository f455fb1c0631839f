"""Shelf: rehearsals kept on this machine, to compare with and to take up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reknit.errors import UserError
from reknit.practice import case as cases
from reknit.practice import rehearsal as rehearsals
from reknit.practice.rehearsal import Rehearsal

FOLDER: Final = "rehearsals"


class Kept(BaseModel):
    """A rehearsal as it is kept: the case's name or file, the seed, and the trainee's words, from
    which all else follows; how far it came, and how open the patient was after each turn."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    case: str
    seed: int
    began: datetime
    words: tuple[str, ...]
    reached: Annotated[int, Field(ge=0)]
    hindered: Annotated[int, Field(ge=0)]
    left: bool
    openness: tuple[float, ...]


def kept(rehearsal: Rehearsal) -> Kept:
    """What is kept of a rehearsal."""
    done = rehearsal.exchanges
    return Kept(
        case=rehearsal.name,
        seed=rehearsal.seed,
        began=rehearsal.began,
        words=tuple(one.words for one in done),
        reached=rehearsal.reached,
        hindered=sum(one.effect.openness <= -0.05 for one in done),
        left=rehearsal.state.left,
        openness=tuple(round(one.after.openness, 3) for one in done),
    )


def keep(rehearsal: Rehearsal, path: Path | None = None) -> Path:
    """Keep a rehearsal on the shelf, or in a file; returns where."""
    if path is None:
        stem = Path(rehearsal.name).stem
        path = _folder() / f"{stem}-{rehearsal.began:%Y%m%dT%H%M%S}-{rehearsal.seed}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(kept(rehearsal).model_dump_json(indent=1) + "\n", "utf-8")
    return path


def earlier(rehearsal: Rehearsal) -> list[Kept]:
    """Other rehearsals of the same case on the shelf, the oldest first."""
    found = [one for one in _all() if one.case == rehearsal.name and one.began < rehearsal.began]
    return sorted(found, key=lambda one: one.began)


def take_up(path: Path, turns: int | None = None) -> Rehearsal:
    """The rehearsal kept in a file, with its first `turns` trainee turns, by default all.

    Raises UserError for a file that holds none.
    """
    try:
        held = Kept.model_validate_json(path.read_text("utf-8"))
    except OSError:
        raise UserError("cannot be read", where=str(path)) from None
    except (ValidationError, UnicodeDecodeError):
        raise UserError("holds no rehearsal", where=str(path)) from None
    fresh = rehearsals.begin(cases.load(held.case), held.case, held.seed)
    return rehearsals.again(fresh, held.words[:turns])


def _all() -> Iterator[Kept]:
    for path in _folder().glob("*.json"):
        try:
            yield Kept.model_validate_json(path.read_text("utf-8"))
        except (ValidationError, OSError, UnicodeDecodeError):
            continue


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("reknit", appauthor=False)) / FOLDER

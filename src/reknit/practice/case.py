"""Case: a simulated patient's file: who they are, the rupture, what lies beneath, and their lines.

Written in YAML by anyone; the form is `Case`, the how-to is docs/how-to/cases.md. Cases that ship
stand in `cases/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from reknit import procedure
from reknit.errors import UserError
from reknit.guide import modalities
from reknit.procedure import PATIENT, THERAPIST, Rupture
from reknit.session import Turn

FOLDER: Final = Path(__file__).parent / "cases"
FEWEST_LINES: Final = 90
"""Lines of their own that a patient needs: below that they repeat themselves."""
FEWEST_LAYERS: Final = 3
HINDERED: Final = procedure.HINDERING_NAMES
Line = Annotated[str, Field(min_length=1, max_length=600)]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=3)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Start(_Part):
    """How the patient is at the beginning, each 0-1."""

    openness: Share = 0.2
    anger: Share = 0.3
    fear: Share = 0.4


class Layer(_Part):
    """What lies beneath, one step down. `told` says it in a sentence, for afterwards; `touches`
    are ways in which a therapist might come near it; `lines` are how the patient tells it, in
    order."""

    told: Line
    touches: Annotated[tuple[Line, ...], Field(min_length=3)]
    lines: Annotated[tuple[Line, ...], Field(min_length=2)]


class Fact(_Part):
    """An answer to direct questions that hold one of the words (or word sequences) in `asked`."""

    asked: Annotated[tuple[Line, ...], Field(min_length=1)]
    says: Annotated[tuple[Line, ...], Field(min_length=1)]


class Bands(_Part):
    """Lines for one kind of therapist turn, by how open the patient is."""

    closed: Annotated[tuple[Line, ...], Field(min_length=2)]
    wary: Annotated[tuple[Line, ...], Field(min_length=2)]
    open: Annotated[tuple[Line, ...], Field(min_length=1)]

    def of(self, band: Band) -> tuple[str, ...]:
        """The lines of one band."""
        lines: tuple[str, ...] = getattr(self, band)
        return lines


Band = Literal["closed", "wary", "open"]


class Lines(_Part):
    """All that the patient can say, by what the therapist did."""

    # Ordinary moves.
    question: Bands
    reflect: Bands
    inform: Bands
    other: Bands
    # Repair moves: the distance named; asked about; a part owned or a complaint received; what it
    # is like put into words; what is done changed or explained.
    named: Bands
    asked: Bands
    owned: Bands
    felt: Bands
    changed: Bands
    # Hindering moves.
    defend: Annotated[tuple[Line, ...], Field(min_length=2)]
    blame: Annotated[tuple[Line, ...], Field(min_length=2)]
    press_on: Annotated[tuple[Line, ...], Field(min_length=2)]
    dismiss: Annotated[tuple[Line, ...], Field(min_length=2)]
    appease: Annotated[tuple[Line, ...], Field(min_length=2)]
    # What happens now and then.
    silence: Annotated[tuple[Line, ...], Field(min_length=2)]
    odd: Annotated[tuple[Line, ...], Field(min_length=2)]
    repeated: Annotated[tuple[Line, ...], Field(min_length=2)]
    promise_broken: Annotated[tuple[Line, ...], Field(min_length=1)]
    wrong_name: Annotated[tuple[Line, ...], Field(min_length=1)]
    test: Annotated[tuple[Line, ...], Field(min_length=2)]
    leaves: Annotated[tuple[Line, ...], Field(min_length=2)]
    ends: Annotated[tuple[Line, ...], Field(min_length=1)]


class Case(_Part):
    """A simulated patient.

    `opening` is what was said before the rehearsal begins, the therapist and the patient in turn,
    the patient last. `opens` and `closes` say which moves count more (or less) than usual with this
    patient, 1 being usual. `mends` are words by which a therapist might reach them, move by move.
    """

    title: Line
    patient: Line
    age: Annotated[int, Field(ge=10, le=110)]
    setting: Line
    modality: str
    brief: Line
    rupture: Annotated[tuple[Rupture, ...], Field(min_length=1)]
    markers: Annotated[tuple[str, ...], Field(min_length=1)]
    sets_off: Line
    names: tuple[str, ...] = ()
    start: Start = Start()
    opens: dict[str, Weight] = {}
    closes: dict[str, Weight] = {}
    opening: Annotated[tuple[Line, ...], Field(min_length=2)]
    beneath: Annotated[tuple[Layer, ...], Field(min_length=FEWEST_LAYERS)]
    knows: Annotated[tuple[Fact, ...], Field(min_length=4)]
    mends: dict[str, Annotated[tuple[Line, ...], Field(min_length=2)]]
    lines: Lines

    @model_validator(mode="after")
    def _holds_together(self) -> Case:
        known = set(procedure.MOVE_NAMES)
        for where, names in (("opens", self.opens), ("closes", self.closes), ("mends", self.mends)):
            for name in names:
                if name not in known:
                    raise ValueError(f"{where}: there is no move named {name}")
        for marker in self.markers:
            if not any(marker in procedure.MARKERS_OF[kind] for kind in self.rupture):
                raise ValueError(f"markers: {marker} is none of {' or '.join(self.rupture)}")
        if self.modality not in {one.name for one in modalities()}:
            raise ValueError(f"modality: there is none named {self.modality}")
        if len(self.opening) % 2:
            raise ValueError("opening: therapist and patient in turn, the patient last")
        said = list(self.said())
        twice = sorted({line for line in said if said.count(line) > 1})
        if twice:
            raise ValueError(f"a line stands twice: {twice[0][:60]}")
        if len(said) < FEWEST_LINES:
            raise ValueError(f"{len(said)} lines of the patient's own, at least {FEWEST_LINES}")
        return self

    def said(self) -> Iterator[str]:
        """Every line that the patient can say."""
        for layer in self.beneath:
            yield from layer.lines
        for fact in self.knows:
            yield from fact.says
        for name in Lines.model_fields:
            lines = getattr(self.lines, name)
            if isinstance(lines, Bands):
                yield from (*lines.closed, *lines.wary, *lines.open)
            else:
                yield from lines

    def said_above(self, layer: int) -> Iterator[str]:
        """Every line that the patient can say before the layer after this one is told."""
        hidden = {line for later in self.beneath[layer:] for line in later.lines}
        yield from (line for line in self.said() if line not in hidden)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that stands in the case, in small letters: who is named there is known."""
        told = [self.patient, *self.names, self.brief, *self.opening, *self.said()]
        told += [line for lines in self.mends.values() for line in lines]
        return frozenset(re.findall(r"[^\W\d_]+", " ".join(told).lower()))

    def turns(self) -> tuple[Turn, ...]:
        """The opening as turns."""
        return tuple(
            Turn(at, PATIENT if at % 2 else THERAPIST, text, name=self.patient if at % 2 else "You")
            for at, text in enumerate(self.opening)
        )


def listed() -> dict[str, Path]:
    """The cases that ship, by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def load(named: str | Path) -> Case:
    """The case of this name, or in this file. Raises UserError for one that there is not, or that
    is not in form."""
    path = listed().get(str(named), Path(named))
    if not path.is_file():
        raise UserError(
            f"there is no case '{named}'", do="see reknit practice --list, or name a YAML file"
        )
    try:
        # Every scalar is text here: a patient who says "yes" does not say True. Nothing is built.
        told = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    except UnicodeDecodeError:
        raise UserError("is not UTF-8", where=path.name) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise UserError(f"is not YAML: {getattr(error, 'problem', '')}", where=where) from None
    try:
        return Case.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = _place(first["loc"])
        more = f"; and {error.error_count() - 1} more" if error.error_count() > 1 else ""
        what = first["msg"].removeprefix("Value error, ")
        raise UserError(f"{what}{more}", where=f"{path.name}{place}") from None


def _place(location: tuple[Any, ...]) -> str:
    return ", " + ".".join(str(part) for part in location) if location else ""

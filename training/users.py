"""Users: people who talk with a supportive chat agent, written to be replayed (`training/users/`).

Each has what was said `before`, with a clumsy agent, and lines that are said live. Of each line it
is known what it is; a line that is a rupture tells by patterns which answers would mend it
(`<name>` in one stands for a list of `met.toml`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from reknit import patterns
from reknit.companion import Message

FOLDER: Final = Path(__file__).parent / "users"
Is = Literal["ordinary", "rupture", "risk", "safe", "bot_question"]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Before(_Form):
    """One message of what was said before."""

    user: str | None = None
    agent: str | None = None


class Then(_Form):
    """A line that is said live: `user`, or `unmet` where the answer before did not mend a rupture.
    An answer meets it that holds all of `met`."""

    user: str
    is_: Annotated[Is, Field(alias="is")]
    met: tuple[str, ...] = ()
    unmet: str | None = None
    unmet_is: Is | None = None


class User(_Form):
    """One person."""

    kind: str
    who: str
    before: tuple[Before, ...] = ()
    then: tuple[Then, ...]

    def said_before(self) -> list[Message]:
        """What was said before, as messages."""
        return [
            Message("user", one.user)
            if one.user is not None
            else Message("assistant", one.agent or "")
            for one in self.before
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is said: its words, what it is, and what meets it."""

    words: str
    is_: Is
    met: tuple[str, ...] = ()


def line(then: Then, met: bool) -> Line:
    """Which line is said, after an answer that has met what was needed, or has not."""
    if met or then.unmet is None:
        return Line(then.user, then.is_, then.met)
    return Line(then.unmet, then.unmet_is or "rupture")


def meets(said: Line, answer: str) -> bool:
    """Whether an answer meets a rupture; any does where nothing has to be met."""
    plainly = answer.replace("’", "'").replace("‘", "'")
    return all(re.search(told(pattern), plainly, re.IGNORECASE) for pattern in said.met)


def told(pattern: str) -> str:
    """A pattern with the lists that it names in their places."""
    return patterns.whole(pattern, _shared())


@cache
def _shared() -> dict[str, list[str]]:
    """Patterns that many share, by name."""
    shared: dict[str, list[str]] = tomllib.loads((FOLDER / "met.toml").read_text("utf-8"))
    return shared


@cache
def load() -> dict[str, User]:
    """Everybody, by name."""
    return {
        path.stem: User.model_validate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))
        for path in sorted(FOLDER.glob("*.yaml"))
    }

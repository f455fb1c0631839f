"""Policy: when which step of the procedure. The rules themselves stand in `policy.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "policy.toml"
Condition = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when, which step and moves, why now, what to avoid, and whose finding it is.

    `when` and `unless` name facts of the moment (`moment.FACTS`); a tuple within `when` asks for
    any one of its facts. `feels` names feelings of the therapist of which one must be there.
    """

    name: str
    step: str
    moves: tuple[str, ...]
    why: str
    avoid: str
    source: str
    when: Condition = ()
    unless: tuple[str, ...] = ()
    feels: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every fact that `when` names, alternatives included."""
        return tuple(
            one for need in self.when for one in ((need,) if isinstance(need, str) else need)
        )

    def fits(self, facts: Collection[str], feelings: Collection[str] = ()) -> bool:
        """Whether the rule speaks to a moment with these facts and feelings."""
        if self.feels and not any(name in feelings for name in self.feels):
            return False
        needs = ((need,) if isinstance(need, str) else need for need in self.when)
        return all(any(one in facts for one in need) for need in needs) and not any(
            fact in facts for fact in self.unless
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules for an open rupture in the order in which they are asked, and what holds outside
    one: after a mend, where words may hint at risk, and where only the therapist feels it."""

    rules: tuple[Rule, ...]
    settle: Rule
    safety: Rule
    felt: Rule


@cache
def load(file: Path = FILE) -> Policy:
    """The policy as written in `file`."""
    told = tomllib.loads(file.read_text("utf-8"))
    outside = {name: _rule(told[name]) for name in ("settle", "safety", "felt")}
    return Policy(tuple(_rule(one) for one in told["rule"]), **outside)


def _rule(told: dict[str, Any]) -> Rule:
    listed = {name: _tuples(one) for name, one in told.items() if isinstance(one, list)}
    return Rule(**(told | listed))


def _tuples(listed: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(one) if isinstance(one, list) else one for one in listed)

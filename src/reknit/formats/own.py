"""Reknit's own published form, read again: its turns stay as they are, and so do the roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from reknit.errors import UserError
from reknit.formats.clock import seconds
from reknit.formats.line import Line, Script
from reknit.procedure import PATIENT, THERAPIST, Role
from reknit.session import RolesFrom


def script(session: Mapping[str, Any], turns: Sequence[object], where: str) -> Script:
    """The turns of a published session; each has a role, and a name where its role has just one."""
    given = session.get("speakers")
    roles = {
        str(name): role
        for name, role in (given if isinstance(given, dict) else {}).items()
        if role in (THERAPIST, PATIENT)
    }
    lines = tuple(_line(turn, roles, where, f"turn {n}") for n, turn in enumerate(turns, 1))
    stated: Any = session.get("roles_from")
    how: RolesFrom = stated if stated in get_args(RolesFrom) else "labels"
    return Script(lines, roles, how, turns=True)


def _line(turn: object, roles: dict[str, Role], where: str, place: str) -> Line:
    if not isinstance(turn, dict) or turn.get("speaker") not in (THERAPIST, PATIENT):
        raise UserError(
            "the speaker is not known",
            where=f"{where}, {place}",
            expected=f'"speaker": "{THERAPIST}" or "{PATIENT}"',
        )
    role: Role = turn["speaker"]
    names = [name for name, its in roles.items() if its == role]
    name, text = turn.get("name") or (names[0] if len(names) == 1 else role), turn.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise UserError("the name or the words are not text", where=f"{where}, {place}")
    return Line(name, text, seconds(turn.get("start")), seconds(turn.get("end")), place, role)

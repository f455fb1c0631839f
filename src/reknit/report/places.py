"""Places: where reports are written, settled before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from reknit.errors import UserError


def places(sessions: Sequence[Path], goal: Path, suffix: str, option: str) -> dict[Path, Path]:
    """For each session the file that its report goes to: `goal` itself for one session, else
    a file in it. Raises UserError where that cannot be.
    """
    if len(sessions) == 1 and not goal.is_dir():
        return {sessions[0]: goal}
    if goal.is_file() or goal.suffix.lower() == suffix:
        raise UserError(
            "there are several sessions, and this names one file",
            where=str(goal),
            do=f"name a folder after {option}",
        )
    names = [f"{path.stem}{suffix}" for path in sessions]
    if len(set(names)) < len(names):
        # Two sessions of the same name must not overwrite each other.
        names = [f"{number:03}-{name}" for number, name in enumerate(names, start=1)]
    return {path: goal / name for path, name in zip(sessions, names, strict=True)}


def check(goals: Iterable[Path], sessions: Sequence[Path]) -> None:
    """Raise UserError where a report would overwrite a transcript or cannot be written, so that
    it is known before the reading and not after it. Makes the folders.
    """
    for goal in goals:
        if any(_same(goal, session) for session in sessions):
            raise UserError(
                "would overwrite the transcript", where=str(goal), do="name another place"
            )
        try:
            goal.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise _unwritable(goal, problem) from None
        if goal.is_dir() or not os.access(goal if goal.exists() else goal.parent, os.W_OK):
            raise _unwritable(goal, PermissionError(0, "not a file that may be written"))


def write(goal: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a report; UserError where that fails."""
    try:
        goal.write_text(text, encoding=encoding, newline="")
    except OSError as problem:
        raise _unwritable(goal, problem) from None


def _same(goal: Path, session: Path) -> bool:
    try:
        return goal.samefile(session)
    except OSError:
        return False


def _unwritable(goal: Path, problem: OSError) -> UserError:
    return UserError(
        f"cannot be written ({problem.strerror})", where=str(goal), do="name another place"
    )

"""Log: what was sensed and done, a JSON line per turn, without a word of what was said."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from reknit.errors import unwritable


@dataclass(frozen=True, slots=True)
class Log:
    """A file to which lines are added, readable by its owner alone."""

    path: Path
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, what: dict[str, Any]) -> None:
        """Add one line: when, and what. Raises OSError where it can no longer be written."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **what})
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def opened(path: Path) -> Log:
    """The log at `path`. Raises UserError where it cannot be written."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    except OSError as why:
        raise unwritable(path, why) from None
    return Log(path)

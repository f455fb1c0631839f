"""Reknit: finds ruptures in the therapeutic alliance, and what became of them.

>>> import reknit
>>> result = reknit.read("session.vtt")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reknit.errors import UserError

if TYPE_CHECKING:
    from reknit.reader import Reader
    from reknit.result import Result

__all__ = ["UserError", "__version__", "read"]
__version__ = "0.1.0"


def read(
    path: str | Path, *, therapist: str | None = None, reader: str | Reader = "shipped"
) -> Result:
    """Read the transcript at `path`: the same values as `reknit read` shows and writes.

    `therapist` names the therapist as the transcript does, where its labels do not say who that
    is. `reader` is a reader or its name. Raises UserError, with one line that says what to do, for
    anything wrong with the file.
    """
    from reknit import formats, result  # importing Reknit must not load a model's runtime
    from reknit.reader import load

    session = formats.read(path, therapist=therapist)
    return result.read(session, load(reader) if isinstance(reader, str) else reader)

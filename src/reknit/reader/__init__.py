"""Readers: turns in, readings out.

The shipped reader is the default. Others are added by name in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reknit.errors import UserError
from reknit.reader.deciding import decide
from reknit.reader.reading import Evidence, Reader, Reading

__all__ = ["READERS", "Evidence", "Reader", "Reading", "decide", "load"]


def _shipped() -> Reader:
    from reknit.reader import shipped  # starting up without a model must stay quick

    return shipped.load()


READERS: Mapping[str, Callable[[], Reader]] = {"shipped": _shipped}


def load(name: str = "shipped") -> Reader:
    """The reader of this name. Raises UserError for a name that there is not."""
    if name not in READERS:
        raise UserError(f"there is no reader named '{name}'", expected=" or ".join(sorted(READERS)))
    return READERS[name]()

"""Readers: turns in, readings out.

The shipped reader is the default. Others are added by name in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reknit.errors import UserError
from reknit.reader.deciding import decide
from reknit.reader.reading import Evidence, Reader, Reading

if TYPE_CHECKING:
    from reknit.endpoint import Endpoint

__all__ = ["READERS", "Evidence", "Reader", "Reading", "decide", "following", "load"]


def _shipped(_: Endpoint | None) -> Reader:
    from reknit.reader import shipped  # starting up without a model must stay quick

    return shipped.load()


def _llm(asked: Endpoint | None) -> Reader:
    from reknit import endpoint
    from reknit.reader.llm import LanguageModelReader

    return LanguageModelReader(asked or endpoint.given())


READERS: Mapping[str, Callable[[Endpoint | None], Reader]] = {"shipped": _shipped, "llm": _llm}


def following() -> Reader:
    """The shipped reader for talk that grows: each turn costs once, what was made of the turns
    before it is kept in memory for a while (`kept`)."""
    from reknit.reader import shipped

    return shipped.following()


def load(name: str = "shipped", endpoint: Endpoint | None = None) -> Reader:
    """The reader of this name; `endpoint` is where a language model is asked, by default what the
    environment names. Raises UserError for a name that there is not."""
    if name not in READERS:
        raise UserError(f"there is no reader named '{name}'", expected=" or ".join(sorted(READERS)))
    return READERS[name](endpoint)

"""Reknit: finds ruptures in the therapeutic alliance, and what became of them.

>>> import reknit
>>> result = reknit.read("session.vtt")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reknit.errors import UserError

if TYPE_CHECKING:
    from reknit.advising import Advised
    from reknit.endpoint import Endpoint
    from reknit.reader import Reader
    from reknit.result import Result
    from reknit.session import Session
    from reknit.voice import Voice

__all__ = ["UserError", "__version__", "next", "read"]
__version__ = "0.1.0"


def read(
    path: str | Path,
    *,
    therapist: str | None = None,
    reader: str | Reader = "shipped",
    base_url: str | None = None,
    model: str | None = None,
) -> Result:
    """Read the transcript at `path`: the same values as `reknit read` shows and writes.

    `therapist` names the therapist as the transcript does, where its labels do not say who that
    is. `reader` is a reader or its name; for `llm`, `base_url` and `model` name the language model.
    Raises UserError, with one line that says what to do, for anything wrong with the file.
    """
    from reknit import formats, result  # importing Reknit must not load a model's runtime
    from reknit.reader import load

    by = load(reader, _asked(base_url, model)) if isinstance(reader, str) else reader
    return result.read(formats.read(path, therapist=therapist), by)


def next(
    session: str | Path | Session | Result,
    *,
    at: int | None = None,
    modality: str | None = None,
    felt: str | None = None,
    most: int = 3,
    risk_checked: bool = False,
    therapist: str | None = None,
    voice: str | Voice = "phrasebook",
    reader: str | Reader = "shipped",
    base_url: str | None = None,
    model: str | None = None,
) -> Advised:
    """What could be done next in a session: the same values as `reknit next` shows.

    `session` is a transcript's path, a session, or a session that was read (then `reader` is not
    asked). `at` is a turn index, by default the last turn. `modality` is how the therapist works;
    `felt` what the therapist feels, in plain words; `most` limits the pieces of advice;
    `risk_checked` says that possible risk has been looked into. `base_url` and `model` name the
    language model that `llm`, as voice or reader, asks. Raises UserError for anything given that
    cannot be used.
    """
    from reknit import advising, formats, guide, result
    from reknit import reader as readers
    from reknit import voice as voices
    from reknit.session import Session

    way = guide.named(modality) if modality is not None else None
    asked = _asked(base_url, model)
    words = voices.load(voice, asked) if isinstance(voice, str) else voice
    if isinstance(session, str | Path):
        session = formats.read(session, therapist=therapist)
    if isinstance(session, Session):
        by = readers.load(reader, asked) if isinstance(reader, str) else reader
        session = result.read(session, by)
    return advising.advise(
        session, words, at=at, modality=way, felt=felt, most=most, risk_checked=risk_checked
    )


def _asked(base_url: str | None, model: str | None) -> Endpoint | None:
    """The language model that was named; None where that is left to the environment."""
    from reknit import endpoint

    return endpoint.given(base_url, model) if base_url or model else None

"""Voices: advice in, words out: the second of Reknit's two seams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reknit.errors import UserError
from reknit.voice.wording import TONES, Scene, Voice, Wording

if TYPE_CHECKING:
    from reknit.endpoint import Endpoint

__all__ = ["TONES", "VOICES", "Scene", "Voice", "Wording", "load"]


def _phrasebook(_: Endpoint | None) -> Voice:
    from reknit.voice.phrasebook import PhraseBook  # loads the model's runtime

    return PhraseBook()


def _llm(asked: Endpoint | None) -> Voice:
    from reknit import endpoint, reader
    from reknit.voice.llm import LanguageModel

    return LanguageModel(asked or endpoint.given(), reader.load(), _phrasebook(None))


VOICES: Mapping[str, Callable[[Endpoint | None], Voice]] = {"phrasebook": _phrasebook, "llm": _llm}


def load(name: str = "phrasebook", endpoint: Endpoint | None = None) -> Voice:
    """The voice of this name; `endpoint` is where a language model is asked, by default what the
    environment names. Raises UserError for a name that there is not."""
    if name not in VOICES:
        raise UserError(f"there is no voice named '{name}'", expected=" or ".join(sorted(VOICES)))
    return VOICES[name](endpoint)

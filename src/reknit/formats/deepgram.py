"""Deepgram's JSON: utterances, or paragraphs, or words, each with the number of a speaker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reknit.formats.clock import seconds
from reknit.formats.line import Line


def lines(results: Mapping[str, Any]) -> list[Line] | None:
    """The lines of Deepgram's `results`; None where they are not of its shape."""
    said = [
        _line(entry, "utterance", n) for n, entry in enumerate(_objects(results, "utterances"), 1)
    ]
    if said:
        return said
    channels = _objects(results, "channels")
    if not channels:
        return None
    first = next(iter(_objects(channels[0], "alternatives")), {})
    inner = first.get("paragraphs")
    paragraphs = _objects(inner, "paragraphs") if isinstance(inner, dict) else []
    if any("speaker" in paragraph for paragraph in paragraphs):
        return [
            _line({**sentence, "speaker": paragraph.get("speaker")}, "paragraph", number)
            for number, paragraph in enumerate(paragraphs, 1)
            for sentence in _objects(paragraph, "sentences")
        ]
    return [_line(word, "word", n) for n, word in enumerate(_objects(first, "words"), 1)]


def _line(entry: Mapping[str, Any], unit: str, number: int) -> Line:
    speaker = entry.get("speaker")
    known = isinstance(speaker, int | str) and not isinstance(speaker, bool)
    name = f"Speaker {speaker}" if isinstance(speaker, int) else str(speaker)
    text = next(
        (t for k in ("transcript", "text", "punctuated_word", "word") if (t := entry.get(k))), ""
    )
    return Line(
        name if known else None,
        text if isinstance(text, str) else "",
        seconds(entry.get("start")),
        seconds(entry.get("end")),
        f"{unit} {number}",
    )


def _objects(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

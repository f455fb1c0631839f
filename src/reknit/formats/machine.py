"""JSON: speech recognisers' output, our own published form, and lists of utterances."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from reknit.errors import UserError
from reknit.formats import deepgram, own
from reknit.formats.belief import labels
from reknit.formats.columns import Columns, check_one_session, find, times, unit_of, voices
from reknit.formats.label import head
from reknit.formats.line import Line, Script, listed, visible

_KNOWN: Final = (
    "Whisper or WhisperX (segments), AssemblyAI or Deepgram (utterances), Reknit's own form "
    "(session, turns), or a list of objects with a speaker and a text"
)
_LISTS: Final = listed(
    "segments utterances turns messages conversation conversations dialogue dialog transcript "
    "results items entries lines data"
)
_SILENT: Final = frozenset(("system", "developer", "tool", "function"))

Entry = Mapping[str, Any]


def parse(text: str, where: str) -> Script:
    """The utterances of any known shape; UserError for broken JSON or an unknown shape."""
    data = _load(text, where)
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        lines = deepgram.lines(data["results"])
        if lines is not None:
            return Script(tuple(lines))
    if isinstance(data, dict) and isinstance(data.get("session"), dict):
        turns = data.get("turns")
        if isinstance(turns, list) and turns:
            return own.script(data["session"], turns, where)
    entries = _entries(data)
    if not entries:
        raise UserError("the JSON is of no known shape", where=where, expected=_KNOWN)
    check_one_session(entries, where)
    return _generic(entries, where)


def _load(text: str, where: str) -> object:
    try:
        # Numbers of thousands of digits are an error to int(), and infinite to float().
        return json.loads(text, parse_int=lambda s: int(s) if len(s) < 19 else float(s))
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        raise UserError(
            "the JSON breaks off" if cut else "is not valid JSON",
            where=f"{where}, line {error.lineno}, column {error.colno}",
            do="export it again" if cut else "correct it there, or export it again",
        ) from None
    except RecursionError:
        raise UserError("the JSON is nested too deeply", where=where, expected=_KNOWN) from None


def _entries(data: object) -> list[Entry] | None:
    """The list of utterances: the data itself, or the best list in it, two levels down at most."""
    level = [data]
    for _ in range(3):
        for value in level:
            if isinstance(value, list) and any(_is_said(entry) for entry in value[:50]):
                return [entry for entry in value if isinstance(entry, dict)]
        objects = [value for value in level if isinstance(value, dict)]
        level = [value[name] for value in objects for name in _LISTS if name in value]
        level += [v for value in objects for v in value.values() if isinstance(v, dict | list)]
    return None


def _is_said(entry: object) -> bool:
    """An object with words: with a speaker, or with times as recognisers give them."""
    if not isinstance(entry, dict):
        return False
    return find(entry) is not None or {"text", "start", "end"} <= entry.keys()


def _generic(entries: Sequence[Entry], where: str) -> Script:
    names = dict.fromkeys(name for entry in entries for name in entry)
    found = find(names) or Columns("speaker", "text", "start", "end")
    speakers, roles = voices(found, entries, _speaker)
    texts = [
        _text(entry.get(found.text), where, f"entry {i}") for i, entry in enumerate(entries, 1)
    ]
    words = sum(len(text.split()) for text in texts)
    unit = unit_of((entry.get(found.end or found.start or "") for entry in entries), words)
    lines = []
    rows = zip(entries, texts, speakers, strict=True)
    for number, (entry, text, speaker) in enumerate(rows, 1):
        if found.speaker in ("role", "from") and speaker in _SILENT:
            continue
        start, end = times(found, entry, unit)
        lines.append(Line(speaker, text, start, end, f"entry {number}"))
    if not any(line.speaker for line in lines):
        lines = _labelled(lines)
    return Script(tuple(lines), roles)


def _labelled(lines: Sequence[Line]) -> list[Line]:
    """Whisper knows no speakers, but its text may have "Name:" in it."""
    found = labels([head(visible(line.text)) for line in lines])
    return [
        replace(line, speaker=label.name, text=label.rest) if label else line
        for line, label in zip(lines, found, strict=True)
    ]


def _text(value: object, where: str, place: str) -> str:
    """The words of one entry; chat messages may hold them in parts."""
    if isinstance(value, list):
        parts = [part.get("text") if isinstance(part, dict) else part for part in value]
        value = " ".join(part for part in parts if isinstance(part, str))
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UserError("the words are not text", where=f"{where}, {place}", expected="a string")
    return value


def _speaker(value: object) -> str | None:
    """A name from text, a number ("Speaker 0") or an object that holds one."""
    if isinstance(value, dict):
        value = next((value[k] for k in ("name", "label", "role", "id") if value.get(k)), None)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}"
    return None

"""Deepgram's JSON: utterances, or paragraphs, or words, each with a speaker or a channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from reknit.formats.clock import seconds
from reknit.formats.line import Line

Entry = Mapping[str, Any]

_PAUSE: Final = 1.0
"""Seconds of silence after which words of one channel begin a new line."""


def lines(results: Entry) -> list[Line] | None:
    """The lines of Deepgram's `results`; None where they are not of its shape."""
    said = _objects(results, "utterances")
    if said:
        several = len({_channel(entry) for entry in said}) > 1
        voices = _voices([(_channel(entry) if several else None, entry) for entry in said])
        found = [_line(e, v, f"utterance {n}") for n, (e, v) in enumerate(voices, 1)]
        return _by_time(found) if several else found
    channels = _objects(results, "channels")
    if not channels:
        return None
    units = [
        (index if len(channels) > 1 else None, entry)
        for index, channel in enumerate(channels)
        for entry in _units(channel)
    ]
    found = [_line(e, v, f"entry {n}") for n, (e, v) in enumerate(_voices(units), 1)]
    return _by_time(found) if len(channels) > 1 else found


def _voices(entries: Sequence[tuple[int | None, Entry]]) -> list[tuple[Entry, str | None]]:
    """Each entry with the name of its speaker: the channel's, the speaker's, or both."""
    speakers: dict[int | None, set[object]] = {}
    for channel, entry in entries:
        speakers.setdefault(channel, set()).add(_speaker(entry))
    named: list[tuple[Entry, str | None]] = []
    for channel, entry in entries:
        name = _speaker(entry)
        if channel is not None:
            alone = name is None or len(speakers[channel]) == 1
            name = f"Channel {channel}" if alone else f"Channel {channel}, {name}"
        named.append((entry, name))
    return named


def _units(channel: Entry) -> list[Entry]:
    """A channel's sentences, where its paragraphs know the speakers, else its words."""
    first = next(iter(_objects(channel, "alternatives")), {})
    inner = first.get("paragraphs")
    paragraphs = _objects(inner, "paragraphs") if isinstance(inner, dict) else []
    if any("speaker" in paragraph for paragraph in paragraphs):
        return [
            {**sentence, "speaker": paragraph.get("speaker")}
            for paragraph in paragraphs
            for sentence in _objects(paragraph, "sentences")
        ]
    return _objects(first, "words")


def _by_time(lines: Sequence[Line]) -> list[Line]:
    """The channels' lines as one talk: each stretch of words whole, in the order they begin."""
    stretches: list[list[Line]] = []
    for line in lines:
        last = stretches[-1][-1] if stretches else None
        if last and last.speaker == line.speaker and _goes_on(last, line):
            stretches[-1].append(line)
        else:
            stretches.append([line])
    begins, begun = [], 0.0
    for stretch in stretches:
        begun = stretch[0].start if stretch[0].start is not None else begun
        begins.append(begun)
    order = sorted(range(len(stretches)), key=begins.__getitem__)
    return [replace(line, place="") for index in order for line in stretches[index]]


def _goes_on(last: Line, line: Line) -> bool:
    ended = last.end if last.end is not None else last.start
    short = line.start is None or ended is None or line.start - ended < _PAUSE
    return short and not last.text.rstrip().endswith((".", "?", "!"))


def _line(entry: Entry, speaker: str | None, place: str) -> Line:
    text = next(
        (t for k in ("transcript", "text", "punctuated_word", "word") if (t := entry.get(k))), ""
    )
    words = text if isinstance(text, str) else ""
    return Line(speaker, words, seconds(entry.get("start")), seconds(entry.get("end")), place)


def _speaker(entry: Entry) -> str | None:
    speaker = entry.get("speaker")
    if isinstance(speaker, bool) or not isinstance(speaker, int | str):
        return None
    return f"Speaker {speaker}" if isinstance(speaker, int) else speaker


def _channel(entry: Entry) -> int | None:
    """The channel of an utterance: a number, or its number and how many there are."""
    channel = entry.get("channel")
    if isinstance(channel, list) and channel:
        channel = channel[0]
    return channel if isinstance(channel, int) and not isinstance(channel, bool) else None


def _objects(value: Entry, name: str) -> list[Entry]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

"""Subtitles: WebVTT with `<v Name>` or "Name:" cues, SRT with "Name:" cues (webvtt-py).

A cue without a speaker goes on with the last one. Timings are put into one form before the parser
sees them, since it would leave out, silently, a cue whose times it cannot read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from reknit.errors import UserError
from reknit.formats.belief import labels
from reknit.formats.clock import seconds
from reknit.formats.label import head
from reknit.formats.line import Line, Script, visible

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_CLOCK: Final = r"(?:\d{1,4}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,9})?"
_TIMING: Final = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})(?=\s|$)(.*)", re.ASCII)
_VOICE: Final = re.compile(r"<v(?:\.[^<>\s]{1,40})?\s+([^<>]{1,200})>")
_TAG: Final = re.compile(
    r"</?(?:b|i|u|c|v|ruby|rt|lang|font)(?:[.\s][^<>]{0,200})?>|<[\d:.]{5,20}>|\{\\[^{}]{1,40}\}"
)


def parse_vtt(text: str, where: str) -> Script:
    """The cues of a WebVTT file."""
    raw = _BREAK.split(text.lstrip())
    if not raw[0].startswith("WEBVTT"):
        raise UserError(
            "does not begin as WebVTT",
            where=f"{where}, line 1",
            expected="WEBVTT",
            do="export the subtitles again, or give the text as .txt",
        )
    return _script(_cues("vtt", _timed(raw, where), where), html.unescape)


def parse_srt(text: str, where: str) -> Script:
    """The cues of an SRT file."""
    raw = _timed(_BREAK.split(text.strip()), where)
    numbered: list[str] = []
    for line in raw:
        # The parser wants a number over each cue, the first one on line 1; not every tool does so.
        if "-->" in line and not (numbered and numbered[-1].strip().isdigit()):
            numbered += ["", "1"] if numbered else ["1"]
        if numbered or "-->" in line:
            numbered.append(line)
    return _script(_cues("srt", numbered, where), str)


def _timed(raw: Sequence[str], where: str) -> list[str]:
    """The lines with every timing as hh:mm:ss.mmm; UserError for one that is not a time."""
    lines = []
    for number, line in enumerate(raw, 1):
        if "-->" in line:
            match = _TIMING.fullmatch(line)
            start, end = (seconds(match[1]), seconds(match[2])) if match else (None, None)
            if start is None or end is None:
                raise UserError(
                    "the times of a cue cannot be read",
                    where=f"{where}, line {number}",
                    expected="such as 00:01:02.000 --> 00:01:05.000",
                )
            line = f"{_stamp(start)} --> {_stamp(end)}"  # cue settings say nothing of the words
        lines.append(line)
    return lines


def _stamp(time: float) -> str:
    whole, thousandth = divmod(round(time * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandth:03}"


def _cues(kind: str, lines: Sequence[str], where: str) -> list[Line]:
    """One Line per cue, its words with tags and line breaks as they stand."""
    import webvtt  # here, since it costs start-up time
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_buffer(iter(lines), format=kind).captions
    except (MalformedFileError, MalformedCaptionError):
        captions = []
    if not captions:
        raise UserError(
            "no subtitles found",
            where=where,
            expected="cues such as 00:01:02.000 --> 00:01:05.000 with words below",
        )
    return [
        Line(None, cue.raw_text, seconds(cue.start), seconds(cue.end), f"cue {number}")
        for number, cue in enumerate(captions, 1)
    ]


def _script(cues: Sequence[Line], plain: Callable[[str], str]) -> Script:
    if any(_VOICE.search(cue.text) for cue in cues):
        return Script(tuple(line for cue in cues for line in _voices(cue, plain)))
    parts = [
        (cue, index == 0, words)
        for cue in cues
        for index, words in enumerate(plain(_TAG.sub("", cue.text)).split("\n"))
    ]
    found = labels([head(visible(words), opens=opens) for _, opens, words in parts])
    return Script(
        tuple(
            replace(cue, speaker=label.name, text=label.rest) if label else replace(cue, text=words)
            for (cue, _, words), label in zip(parts, found, strict=True)
        )
    )


def _voices(cue: Line, plain: Callable[[str], str]) -> list[Line]:
    """The cue cut where a voice begins; a cue may hold several."""
    before, *voiced = _VOICE.split(cue.text)
    pairs = [(None, before), *zip(voiced[::2], voiced[1::2], strict=True)]
    return [
        replace(cue, speaker=plain(name) if name else None, text=plain(_TAG.sub("", words)))
        for name, words in pairs
    ]

from __future__ import annotations

from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats import subtitles


def vtt(*cues: str, head: str = "WEBVTT\n\n") -> Any:
    text = head + "\n\n".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{cue}" for n, cue in enumerate(cues)
    )
    return [(line.speaker, line.text) for line in subtitles.parse_vtt(text, "s.vtt").lines]


def test_a_cue_may_hold_several_voices() -> None:
    assert vtt("<v Ann>So?</v> <v.loud Bo>I &amp; she</v>\nwent")[1:] == [
        ("Ann", "So? "),
        ("Bo", "I & she\nwent"),
    ]


def test_a_cue_may_hold_several_names() -> None:
    assert vtt("Ann: So?\nBo: I.", "Ann: And?\n- Bo: I.") == [
        ("Ann", "So?"),
        ("Bo", "I."),
        ("Ann", "And?"),
        ("Bo", "I."),
    ]


def test_only_subtitle_tags_are_taken_off() -> None:
    (line,) = vtt("<b>So</b> <00:01.500><c.red>we</c> <name> &lt;b&gt; a < b {\\an8}")
    assert line == (None, "So we <name> <b> a < b ")


def test_a_cue_without_words_does_no_harm() -> None:
    assert vtt("", "Ann: So?") == [(None, ""), ("Ann", "So?")]


@pytest.mark.parametrize(
    "head", ["WEBVTT\n", "\nWEBVTT - talk\nKind: captions\n\n", "WEBVTT\r\n\r\n"]
)
def test_headers(head: str) -> None:
    assert vtt("T: So?", "P: I.", head=head) == [("T", "So?"), ("P", "I.")]


@pytest.mark.parametrize(
    "timing",
    ["0:00:01.5 --> 0:00:02.75", "00:01.500 --> 00:02.750 line:0", "00:00:01,5 -->00:00:02,75"],
)
def test_ways_to_write_times(timing: str) -> None:
    for text in (f"WEBVTT\n\n{timing}\nT: So", f"1\n{timing}\nT: So", f"{timing}\nT: So"):
        parse = subtitles.parse_vtt if text.startswith("WEB") else subtitles.parse_srt
        (line,) = parse(text, "s").lines
        assert (line.start, line.end, line.place) == (1.5, 2.75, "cue 1")


def test_numbers_in_srt_may_be_missing_or_wrong_and_blank_lines_stay_inside() -> None:
    first = "junk\n00:00:01,000 --> 00:00:02,000\nT: So\n\nwhat?\n"
    text = first + "7\n00:00:03,000 --> 00:00:04,000\nP: 8"
    lines = subtitles.parse_srt(text, "s.srt").lines
    assert [(line.speaker, line.text) for line in lines] == [
        ("T", "So"),
        (None, "what?"),
        ("P", "8"),
    ]


@pytest.mark.parametrize(
    "timing", ["00:00:01.000 --> soon", "x --> y", "00:99:01.000 --> 01:00:00.0"]
)
@pytest.mark.parametrize("parse", [subtitles.parse_vtt, subtitles.parse_srt])
def test_a_timing_that_cannot_be_read_is_reported_not_dropped(timing: str, parse: Any) -> None:
    text = f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nT: So?\n\n{timing}\nP: I."
    with pytest.raises(UserError, match=r"^s, line 6: the times of a cue cannot be read; expected"):
        parse(text, "s")


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (subtitles.parse_vtt, "T: So?", "line 1: does not begin as WebVTT"),
        (subtitles.parse_vtt, "WEBVTT\n\nT: So?", "no subtitles found"),
        (subtitles.parse_srt, "T: So?\nP: I.", "no subtitles found"),
        (subtitles.parse_srt, "1\n00:00:01,000 --> 00:00:02,000\n", "no subtitles found"),
    ],
)
def test_no_subtitles(parse: Any, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        parse(text, "s")

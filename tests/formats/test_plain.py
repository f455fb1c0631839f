from __future__ import annotations

import time
from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats import plain
from reknit.formats.speakers import session


def said(text: str) -> Any:
    """Name and words of each turn."""
    made = session(plain.parse(text), "s.txt", "s", None)
    return [(turn.name, turn.text) for turn in made.turns]


@pytest.mark.parametrize(
    "text",
    [
        "T: Hello you?\nP: I am here.",
        "T:Hello you?\nP:I am here.",
        "T\tHello you?\nP\tI am here.",
        "T : Hello you?\nP : I am here.",
        "T： Hello you?\nP： I am here.",
        "[0:01] T: Hello you?\n[0:02] P: I am here.",
        "(00:00:01) T: Hello you?\n(00:00:02) P: I am here.",
        "00:00:01 T: Hello you?\n00:00:02 P: I am here.",
        "00:00:01 - T: Hello you?\n00:00:02 - P: I am here.",
        "[00:00:01 --> 00:00:02] T: Hello you?\n[00:00:02 --> 00:00:03] P: I am here.",
        "T (00:01): Hello you?\nP (00:02): I am here.",
        "T [00:01]: Hello you?\nP [00:02]: I am here.",
        "T 00:01: Hello you?\nP 00:02: I am here.",
        "T: [00:01] Hello you?\nP: [00:02] I am here.",
        "T 00:01\nHello you?\nP 00:02\nI am here.",
        "T:\nHello you?\n\nP:\nI am here.",
        "T:\n\nHello\n\nyou?\n\nP:\n\nI am\n\nhere.",
        "00:01 T\nHello you?\n00:02 P\nI am here.",
        "0:0:0.0 --> 0:0:4.3\nT\nHello you?\n0:0:4.3 --> 0:0:6.0\nP\nI am here.",
        "- T: Hello you?\n- P: I am here.",
        "> **T**: Hello you?\n> **P**: I am here.",
        "T: Hello\rT: you?\rP: I am here.",
        "\n\n  T: Hello\u00a0you?  \u200b\n\tP: I am\u2028here.",
    ],
)
def test_ways_to_write_it(text: str) -> None:
    assert said(text) == [("T", "Hello you?"), ("P", "I am here.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ann: How are you?\nBo: I am well.",
        "Ann: How are you?\n\nBo: I am well.\n",
        "ANN 0:01\nHow are you?\nBO 0:03\nI am well.",
        "Ann Lee (she/her)  0:01\nHow are you?\nBo O’Neill-Smith  0:03\nI am well.",
        "Lee, Ann: How are you?\nOrtiz, Bo: I am well.",
        "Therapist\nHow are you?\n\nClient\nI am well.",
        "Speaker 1 | 00:01\nHow are you?\n\nSpeaker 2 | 00:04\nI am well.",
        "Ann L.: How are you?\nBo M.: I am well.",
        "Mrs. Lee: How are you?\nBo: I am well.",
    ],
)
def test_two_speakers_once_each(text: str) -> None:
    assert [words for _, words in said(text)] == ["How are you?", "I am well."]


@pytest.mark.parametrize(
    "words",
    [
        "He said: no.",
        "two things: the bus and him.",
        "at 10:30 it was over.",
        "Monday: I walked.",
        "well, Ann: it is so.",
        "It is http://example.org now.",
        "Thanks :) yes.",
        "10:30 was fine.",
        "We could meet at 10:30",
        "patient",
        "I felt like this: nothing. Like this: nothing.",
        "Homework: three walks.",
        "You know what she told me: go.",
        "Dear Mum: I am gone.",
    ],
)
def test_a_colon_in_speech_is_no_speaker(words: str) -> None:
    lines = f"T: How are you?\nP: So.\n{words}\nT: Mm.\nP: And then.\n{words}\nT: Go on."
    if words.startswith(("Homework", "Dear")):  # once only: coming back would make it a label
        lines = lines.replace(f"And then.\n{words}", f"And then. {words}")
    assert said(lines) == [
        ("T", "How are you?"),
        ("P", f"So. {words}"),
        ("T", "Mm."),
        ("P", f"And then. {words}"),
        ("T", "Go on."),
    ]


def test_he_said_twice_and_nobody_else_is_no_transcript() -> None:
    with pytest.raises(UserError, match="no speakers found"):
        said("He said: no.\nShe said: yes.\nHe said: no.\nShe said: yes.\n")


def test_stamps_on_continued_lines_are_no_words() -> None:
    text = "[0:01] T: How\n[0:02] are you?\n00:00:03 today?\n[0:05] P: I\n0:07 is fine."
    assert said(text) == [("T", "How are you? today?"), ("P", "I 0:07 is fine.")]


def test_marks_in_brackets_are_kept() -> None:
    text = "T: [laughs] So?\nP: [laughs]\n(silence 20s)\nT: You cry."
    assert [words for _, words in said(text)] == [
        "[laughs] So?",
        "[laughs] (silence 20s)",
        "You cry.",
    ]


def test_an_opening_page_is_left_out() -> None:
    text = (
        "Transcript\nDate: 3 May\nTherapist: Ann Lee\nClient: Bo\nSession: 4\n\n"
        "T: So?\nP: I did.\nT: Good.\nP: Yes."
    )
    assert said(text) == [("T", "So?"), ("P", "I did."), ("T", "Good."), ("P", "Yes.")]


def test_case_of_a_label_does_not_count() -> None:
    assert said("ANN: How are you?\nAnn: Well?\nBo: I am.\nbo: I was.") == [
        ("ANN", "How are you? Well?"),
        ("Bo", "I am. I was."),
    ]


def test_a_third_voice_with_a_time_is_a_speaker() -> None:
    text = "T  0:01\nSo?\nP  0:02\nI did.\nReceptionist  0:03\nYour bus.\nT  0:04\nYou go."
    assert [name for name, _ in said(text)] == ["T", "P", "Receptionist", "T"]


def test_times_of_turns() -> None:
    made = session(plain.parse("[0:01] T: You?\n[0:04] P: I.\n[0:02 - 0:03] P: I."), "s", "s", None)
    assert [(turn.start, turn.end) for turn in made.turns] == [(1.0, None), (4.0, None)]


@pytest.mark.parametrize(
    "text", ["a" + " " * 400_000, "a" + "-" * 400_000 + "1", "(" * 400_000, "1:11 " * 100_000]
)
def test_long_lines_take_no_long_time(text: str) -> None:
    begun = time.perf_counter()
    plain.parse(f"{text}\n{text}:")
    assert time.perf_counter() - begun < 2

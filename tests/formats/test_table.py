from __future__ import annotations

from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats import table


def said(text: str, suffix: str = ".csv") -> Any:
    lines = table.parse(text, suffix, "s.csv").lines
    return [(line.speaker, line.text, line.start, line.end, line.place) for line in lines]


def test_columns_by_any_known_name() -> None:
    text = "Who,Start Time,End,Transcript\nAnn,0:01,2.5,So?\n,,x,And?\n"
    assert said(text) == [
        ("Ann", "So?", 1.0, 2.5, "line 2"),
        (None, "And?", None, None, "line 3"),
    ]


def test_the_most_telling_column_is_the_speaker() -> None:
    assert said("name,speaker,text\nBo,Ann,So?")[0][0] == "Ann"


def test_a_role_column_tells_the_roles_of_the_names() -> None:
    head = "speaker,role,text\n"
    script = table.parse(head + "Ann,therapist,So?\nBo,client,I.\n,client,I.", ".csv", "s.csv")
    assert [line.speaker for line in script.lines] == ["Ann", "Bo", "client"]
    assert script.roles == {"ann": "therapist", "bo": "patient", "client": "patient"}
    both = head + "S0,therapist,So?\nS0,client,I."
    assert [row[0] for row in said(both)] == ["therapist", "client"]
    assert [row[0] for row in said(head + "S0,lead,So?\nS1,guest,I.")] == ["S0", "S1"]


def test_short_and_long_rows_and_blank_lines() -> None:
    assert [row[:2] for row in said("speaker,text\n\nAnn\nBo,I.,more,\n,,\n")] == [
        ("Ann", ""),
        ("Bo", "I."),
    ]


def test_tabs_without_quoting_keep_their_quotation_marks() -> None:
    assert said('speaker\ttext\nAnn\t"So" he said\nBo\tI "', ".tsv")[1][1] == 'I "'


def test_a_tsv_may_hold_commas_in_its_head() -> None:
    assert said("speaker\ttext, as said\ttext\nAnn\tno\tyes", ".tsv")[0][1] == "yes"


def test_a_column_without_a_name_stays_a_column() -> None:
    assert [row[:2] for row in said("\tspeaker\ttext\n0\tT\thi\n1\tP\tyo", ".tsv")] == [
        ("T", "hi"),
        ("P", "yo"),
    ]


def test_the_first_rows_words_are_not_shown() -> None:
    with pytest.raises(UserError) as caught:
        said("T,Husband hit me\nP,yes")
    assert "Husband" not in str(caught.value)


@pytest.mark.parametrize("name", ["utterance_id", "line number", "turn_no", "segment_id"])
def test_numbers_within_a_session(name: str) -> None:
    assert len(said(f"{name},speaker,text\n1,Ann,So?\n1,Bo,I.\n2,Ann,So?\n")) == 3


def test_numbers_that_come_back_are_no_sessions() -> None:
    assert len(said("person_id,speaker,text\n1,Ann,So?\n2,Bo,I.\n1,Ann,So?\n")) == 3


@pytest.mark.parametrize(
    "name",
    ["transcript_id", "Session ID", "session", "Session Number", "file", "client_id", "seance_no"],
)
def test_several_sessions(name: str) -> None:
    text = f"{name},speaker,text\n1,Ann,So?\n1,Bo,I.\n2,Ann,So?\n"
    with pytest.raises(
        UserError, match=rf"s\.csv: holds 2 sessions \(by {name}\).*file of its own"
    ):
        said(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("turn,My sister,when\n1,Ann,2", "it has turn, when and others; expected one of speaker"),
        ("T,Thanks for coming in today.\nP,I.", "its first row does not name columns"),
        (",,\n,,", "the table is empty"),
        ('speaker,text\nAnn,"So?\nBo,I.\n', "s.csv, line 3: the quotation marks do not match"),
        ('speaker,text\nAnn,"So" he"\nBo,I.\n', "s.csv, line 2: the quotation marks"),
        ("speaker\ttext\nAnn\t" + "x" * 200_000, "a cell is too long"),
    ],
)
def test_what_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        said(text)
    assert message in str(caught.value)
    assert "Thanks" not in str(caught.value)

from __future__ import annotations

from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from reknit.errors import UserError
from reknit.formats import word
from reknit.formats.speakers import session

from .writers import SPOKEN, TEXTS, document, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = ("Dr. Maeve Quinn", "Ola Brandt") * 4


def said(data: bytes) -> Any:
    made = session(word.parse(data, "s.docx"), "s.docx", "s", None)
    return tuple((turn.speaker, turn.text) for turn in made.turns)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [line for n, t in zip(NAMES, TEXTS, strict=True) for line in (f"{n}   0:03", t)],
        [f"{n}   0:03\n{t}" for n, t in zip(NAMES, TEXTS, strict=True)],
        [f"0:0:3.0 --> 0:0:4.3\n{n}\n{t}" for n, t in zip(NAMES, TEXTS, strict=True)],
        ["Audio file", "talk.wav", "Transcript"]
        + [line for n, t in SPOKEN for line in (f"00:00:03 {n}", t)],
        [f"{n}: {t}" for n, t in zip(NAMES, TEXTS, strict=True)],
        [f"[{n}] 10:00:03\n{t}" for n, t in zip(NAMES, TEXTS, strict=True)],
    ],
    ids=["zoom", "teams", "old teams", "word", "names", "captions"],
)
def test_exports(paragraphs: list[str]) -> None:
    assert said(document(paragraphs)) == SPOKEN


def table_of(rows: Any, before: Any = ()) -> Any:
    made = docx.Document()
    for text in before:
        made.add_paragraph(text)
    grid = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    return made


@pytest.mark.parametrize(
    "rows",
    [
        [("Time", "Speaker", "Utterance"), *((f"0:0{n}", *s) for n, s in enumerate(SPOKEN))],
        SPOKEN,
        [(f"{n}", *s) for n, s in enumerate(SPOKEN)],
        [(f"00:0{n}", *s) for n, s in enumerate(SPOKEN)],
    ],
    ids=["named", "two columns", "numbered", "stamped"],
)
def test_tables(rows: Any) -> None:
    assert said(saved(table_of(rows, ["Session 4"]))) == SPOKEN


def test_a_table_that_tells_of_the_session_is_not_the_talk() -> None:
    talk = [f"{role}: {text}" for role, text in SPOKEN]
    made = table_of([("Name", "Value"), ("Client name", "Bo"), ("Date", "3 May")])
    for line in talk:
        made.add_paragraph(line)
    assert said(saved(made)) == SPOKEN
    made = table_of([("Speaker", "Content"), ("Therapist", "notes")])
    for line in talk:
        made.add_paragraph(line)
    assert said(saved(made)) == ((SPOKEN[0][0], "notes " + SPOKEN[0][1]), *SPOKEN[1:])


def test_several_tables_are_one_talk() -> None:
    made = table_of([("Speaker", "Text"), *SPOKEN[:4]])
    second = table_of([("Speaker", "Text"), *SPOKEN[4:]]).element.body[0]
    made.element.body.insert(1, second)
    assert said(saved(made)) == SPOKEN


def test_tracked_changes_read_as_accepted() -> None:
    made = docx.Document()
    made.add_paragraph("T: So?")
    changed = made.add_paragraph("P: I ")._p
    changed.append(parse_xml(f"<w:ins {W}><w:r><w:t>did</w:t></w:r></w:ins>"))
    changed.append(parse_xml(f"<w:del {W}><w:r><w:delText>never</w:delText></w:r></w:del>"))
    assert said(saved(made)) == (("therapist", "So?"), ("patient", "I did"))


@pytest.mark.parametrize("cut", [4, 100, 5000, -30])
def test_a_torn_document(cut: int) -> None:
    with pytest.raises(UserError, match=r"s\.docx: the Word document is damaged; open it in Word"):
        said(document(["T: So?", "P: I."])[:cut])

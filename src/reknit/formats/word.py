"""Word documents, as Zoom, Teams and Word's own transcription write them (python-docx).

The paragraphs are read as plain text, a table with a speaker and a text column as a table where
the talk stands in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from reknit.errors import UserError
from reknit.formats import parcel, plain, table
from reknit.formats.columns import find
from reknit.formats.label import key
from reknit.formats.line import Line, Script, tidy

if TYPE_CHECKING:
    from docx.document import Document

Element = Any  # lxml has no types

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
# What was struck out by a tracked change, text boxes, and properties.
_SKIPPED: Final = (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr")


def parse(data: bytes, where: str) -> Script:
    """The words of a Word document, after its package has been checked."""
    parcel.check(data, where)
    body = _open(data, where).element.body
    tables = {element: rows for element in body.iter(f"{_W}tbl") if (rows := _rows(element))}
    named = {e: rows for e, rows in tables.items() if find([tidy(cell) for cell in rows[0]])}
    whole = plain.parse_lines(list(_flat(body)), "line")
    if not named:
        return whole
    scripts = [
        table.from_rows(rows, [f"table {n}, row {m + 1}" for m in range(len(rows))], where)
        for n, rows in enumerate(named.values(), 1)
    ]
    lines = tuple(line for script in scripts for line in script.lines)
    beside = plain.parse_lines(list(_flat(body, frozenset(named))), "line")
    if _speakers(lines) > 1 and (_speakers(beside.lines) < 2 or _said(lines) > _said(beside.lines)):
        roles = {name: role for script in scripts for name, role in script.roles.items()}
        return Script(lines, roles)
    return whole  # the table tells of the session; the talk stands in the paragraphs


def _speakers(lines: Sequence[Line]) -> int:
    return len({key(line.speaker) for line in lines if line.speaker})


def _said(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _open(data: bytes, where: str) -> Document:
    import docx  # here, since it costs start-up time

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError("no body")
    except Exception:
        # A damaged package leads python-docx and lxml to errors of a dozen unrelated classes.
        raise UserError(
            "the Word document is damaged",
            where=where,
            do="open it in Word and save it again as .docx",
        ) from None
    return document


def _words(paragraph: Element) -> str:
    """A paragraph's words. python-docx's own `text` leaves out what tracked changes put in."""
    words: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag in _BREAKS:
            words.append(_BREAKS[element.tag])
        elif element.tag not in _SKIPPED:
            stack.extend(reversed(element))
    return "".join(words)


def _cell(element: Element) -> str:
    return "\n".join(_paragraphs(element))


def _paragraphs(element: Element) -> Iterator[str]:
    """The words of each paragraph; text boxes are left out, since Word holds them twice."""
    for paragraph in element.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}txbxContent"), None) is None:
            yield _words(paragraph)


def _rows(element: Element) -> list[list[str]]:
    rows = [[_cell(cell) for cell in row.iter(f"{_W}tc")] for row in element.iter(f"{_W}tr")]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _flat(body: Element, left_out: frozenset[Element] = frozenset()) -> Iterator[str]:
    """Lines in order; a table's row as its cells, tabs between."""
    for element in body:
        if element in left_out:
            continue
        if element.tag == f"{_W}tbl":
            for row in _rows(element):
                cells = [tidy(cell) for cell in row]
                yield "\t".join(cells[1:] if cells[0].isdecimal() else cells)
        else:
            for words in _paragraphs(element):
                yield from words.split("\n")

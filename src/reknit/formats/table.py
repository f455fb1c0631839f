"""Tables: CSV and TSV with named columns for the speaker and the words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final, Literal

from reknit.errors import UserError
from reknit.formats.columns import SPEAKER, TEXT, check_one_session, find, known, times, voices
from reknit.formats.line import Line, Script, tidy

_SEPARATOR_LINE: Final = re.compile(r"sep=.\n", re.IGNORECASE)  # Excel's first line


def parse(text: str, suffix: str, where: str) -> Script:
    """The rows of a table whose first row names its columns."""
    text = re.sub("\r\n|\r", "\n", text).replace("\x00", "").lstrip(" \n")
    skipped = _SEPARATOR_LINE.match(text)
    body = text[skipped.end() :] if skipped else text
    order = "\t,;" if suffix == ".tsv" else ",;\t"
    first = body.split("\n", 1)[0]
    mark = next((mark for mark in order if find(_cells(first, mark))), None)
    mark = mark or max(order, key=first.count)
    rows, numbers = _rows(body, mark, where)
    return from_rows(rows, [f"line {number + bool(skipped)}" for number in numbers], where)


def from_rows(rows: Sequence[Sequence[str]], places: Sequence[str], where: str) -> Script:
    """Lines from rows of cells, the first naming the columns; also for tables in Word."""
    if not rows:
        raise UserError("the table is empty", where=where, expected="a row for each utterance")
    names = [tidy(cell) or f"column {index}" for index, cell in enumerate(rows[0], 1)]
    found = find(names)
    if found is None:
        raise UserError(
            f"the table needs a column for the speaker and one for the words; {_has(names)}",
            where=where,
            expected=f"one of {', '.join(SPEAKER[:6])} and one of {', '.join(TEXT[:6])}",
            do="rename the columns in the first row",
        )
    entries = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    check_one_session(entries, where)
    speakers, roles = voices(found, entries, lambda cell: tidy(str(cell or "")) or None)
    lines = []
    for place, entry, speaker in zip(places[1:], entries, speakers, strict=True):
        start, end = times(found, entry, 1.0)
        lines.append(Line(speaker, entry.get(found.text, ""), start, end, place))
    return Script(tuple(lines), roles)


def _has(names: Sequence[str]) -> str:
    """The columns there are whose names are known; any other cell may be what somebody said."""
    shown = [name for name in names if known(name)]
    if not shown:
        return "its first row does not name columns"
    return f"it has {', '.join(shown[:12])}" + (" and others" if len(shown) < len(names) else "")


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip(' "') for cell in line.split(mark)]


def _rows(body: str, mark: str, where: str) -> tuple[list[list[str]], list[int]]:
    try:
        return _read(body, mark, csv.QUOTE_MINIMAL)
    except csv.Error:
        pass
    if mark == "\t":  # many tools write tabs without any quoting
        try:
            return _read(body, mark, csv.QUOTE_NONE)
        except csv.Error:
            raise UserError("a cell is too long", where=where, expected="one utterance") from None
    reader = csv.reader(io.StringIO(body), delimiter=mark, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        pass
    raise UserError(
        "the quotation marks do not match",
        where=f"{where}, line {reader.line_num}",
        expected='words with a quotation mark to be in quotes, and the mark doubled ("")',
        do="save the table again as CSV from a spreadsheet",
    )


def _read(body: str, mark: str, quoting: Literal[0, 3]) -> tuple[list[list[str]], list[int]]:
    # Strict, since a lone quotation mark would otherwise swallow the rest of the file in silence.
    reader = csv.reader(io.StringIO(body), delimiter=mark, quoting=quoting, strict=True)
    rows, numbers = [], []
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append(row)
            numbers.append(reader.line_num)
    return rows, numbers

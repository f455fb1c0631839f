"""The zip around a Word document, checked before anything opens it: bombs and entities.

A DOCX from a stranger can unpack to petabytes, or hold XML entities that grow or fetch. No real
one needs a document type, so any is refused, in whatever part and encoding it stands.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from typing import Final

from reknit.errors import UserError
from reknit.formats.line import listed

MOST_PARTS: Final = 2000
LARGEST: Final = 100 * 1024 * 1024
"""Bytes that all parts together may unpack to."""

STEEPEST: Final = 250
"""How many times its packed size a part over a megabyte may unpack to."""

_BLOCK: Final = 64 * 1024
_BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED: Final = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})")
_PLAIN: Final = frozenset(listed("utf-8 utf8 utf-16 utf-16le utf-16be us-ascii ascii iso-8859-1"))
_TYPES: Final = tuple(
    word.encode(name)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for name in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037")
)
_EBCDIC: Final = "<?xml".encode("cp037")
_DO: Final = "open it in Word and save it again as .docx"


def check(data: bytes, where: str) -> None:
    """UserError unless the bytes are a sound and harmless package with a Word document in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _declared(entries, len(data), where)
            total = 0
            for entry in entries:
                part = _stream(package, entry, LARGEST - total, where)
                total += len(part)
                _no_types(part, where)
            names = {entry.filename for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,  # a password, or a way of packing that is not known
        ValueError,
        KeyError,
    ):
        raise UserError("the Word document is damaged", where=where, do=_DO) from None
    if not any(name.startswith("word/") for name in names):
        raise UserError("is a zip archive but not a Word document", where=where, do=_DO)


def _declared(entries: list[zipfile.ZipInfo], size: int, where: str) -> None:
    if len(entries) > MOST_PARTS:
        raise _bomb(f"has {len(entries)} parts", where)
    if len({entry.filename for entry in entries}) < len(entries):
        raise _bomb("holds two parts of the same name", where)
    if sum(entry.compress_size for entry in entries) > size:
        raise _bomb("has parts that overlap", where)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise _bomb(f"would unpack to over {LARGEST // 1024**2} MB", where)


def _stream(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, where: str) -> bytes:
    """A part's bytes, read in blocks so that what is declared need not be believed."""
    part = bytearray()
    with package.open(entry) as stream:
        while block := stream.read(_BLOCK):
            part += block
            if len(part) > room:
                raise _bomb(f"unpacks to over {LARGEST // 1024**2} MB", where)
            if len(part) > 1024**2 and len(part) > STEEPEST * max(entry.compress_size, 1):
                raise _bomb(f"unpacks to over {STEEPEST} times its size", where)
    return bytes(part)


def _no_types(part: bytes, where: str) -> None:
    upper = part.upper()
    suspect = part.startswith(_EBCDIC) or any(word in upper for word in _TYPES)
    start = part.lstrip(b" \t\r\n")[:400]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    declared = _DECLARED.match(start.replace(b"\x00", b"").decode("latin-1"))
    if suspect or (declared and declared[1].strip().lower() not in _PLAIN):
        raise UserError(
            "the Word document holds a document type or encoding that Word never writes",
            where=where,
            expected="a document without XML entities",
            do="do not open it unless you trust where it comes from",
        )


def _bomb(what: str, where: str) -> UserError:
    return UserError(
        f"the Word document {what}",
        where=where,
        expected="the transcript of one session",
        do="do not open it unless you trust where it comes from",
    )

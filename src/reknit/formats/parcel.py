"""The zip around a Word document, checked before anything opens it: bombs and entities.

A DOCX from a stranger can unpack to petabytes, or hold XML entities that grow or fetch. No real
one needs a document type, so any is refused, in whatever part and encoding it stands; only pictures
may hold one (SVG does), since nothing here parses them.
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
"""How many times its packed size a part over a megabyte may unpack to; blank pictures pack well."""

_PICTURE: Final = re.compile(
    r"word/media/[^/]+\.(svg|png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|wdp)", re.IGNORECASE
)
_TYPES_PART: Final = "[Content_Types].xml"
_DEFAULT: Final = re.compile(rb"<[^<>]*Extension\s*=\s*[\"']\s*(\w+)\s*[\"'][^<>]*>", re.IGNORECASE)
_IMAGE: Final = re.compile(rb"ContentType\s*=\s*[\"']image/", re.IGNORECASE)
_STRICT: Final = b"http://purl.oclc.org/ooxml/"

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
            names = {entry.filename for entry in entries}
            total, typed = 0, []
            for entry in entries:
                part = _stream(package, entry, LARGEST - total, where)
                total += len(part)
                if entry.filename == "_rels/.rels" and _STRICT in part:
                    raise _strict(where)
                if _typed(part):
                    typed.append(entry.filename)
            if typed and not all(map(_PICTURE.fullmatch, typed)):
                raise _has_types(where)
            if typed and not _are_pictures(typed, package.read(_TYPES_PART)):
                raise _has_types(where)
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
            steep = len(part) > 1024**2 and len(part) > STEEPEST * max(entry.compress_size, 1)
            if steep and not _PICTURE.fullmatch(entry.filename):
                raise _bomb(f"unpacks to over {STEEPEST} times its size", where)
    return bytes(part)


def _are_pictures(names: list[str], types: bytes) -> bool:
    """Whether the package's list of types gives these parts, by their endings, as images."""
    if b"\x00" in types or b"media/" in types.lower() or b"&" in types:
        return False
    kinds: dict[bytes, bool] = {}
    for found in _DEFAULT.finditer(types):
        ending = found[1].lower()
        kinds[ending] = bool(_IMAGE.search(found[0])) and kinds.get(ending, True)
    return all(kinds.get(name.rsplit(".", 1)[1].lower().encode(), False) for name in names)


def _typed(part: bytes) -> bool:
    """Whether a part holds a document type, or is in an encoding that could hide one."""
    upper = part.upper()
    suspect = part.startswith(_EBCDIC) or any(word in upper for word in _TYPES)
    start = part.lstrip(b" \t\r\n")[:400]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    declared = _DECLARED.match(start.replace(b"\x00", b"").decode("latin-1"))
    return suspect or (declared is not None and declared[1].strip().lower() not in _PLAIN)


def _has_types(where: str) -> UserError:
    return UserError(
        "the Word document holds a document type or encoding that Word never writes",
        where=where,
        expected="a document without XML entities",
        do="do not open it unless you trust where it comes from",
    )


def _strict(where: str) -> UserError:
    return UserError(
        "is a Strict Open XML document",
        where=where,
        expected="an ordinary Word document",
        do='open it in Word and save it again as "Word Document (.docx)", not "Strict"',
    )


def _bomb(what: str, where: str) -> UserError:
    return UserError(
        f"the Word document {what}",
        where=where,
        expected="the transcript of one session",
        do="do not open it unless you trust where it comes from",
    )

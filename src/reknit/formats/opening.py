"""Opening a file: is it there, how large, what is it really, and its text.

Nothing is guessed past the name: a file that is something else than its ending says is refused,
with the ending that it should have.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from typing import Final

from reknit.errors import UserError
from reknit.formats.columns import find

LARGEST: Final = 50 * 1024 * 1024
"""Bytes: a session of two hours is under one megabyte in any format."""

SUFFIXES: Final = (".txt", ".md", ".vtt", ".srt", ".docx", ".json", ".csv", ".tsv")
"""The endings that can be read."""

_SUPPORTED: Final = f"one of {', '.join(SUFFIXES)}"
_SAVE: Final = "save or export the transcript as .docx or .txt"
_TRANSCRIBE: Final = "transcribe it first, then give the transcript"

# What a file's first bytes say: (offset, bytes, what it is, what to do).
_MAGIC: Final = (
    (0, b"%PDF", "a PDF file", _SAVE),
    (0, b"{\\rtf", "a rich text (RTF) file", _SAVE),
    (0, b"\xd0\xcf\x11\xe0", "an old Word file (.doc) or one with a password", _SAVE),
    (0, b"\x89PNG", "an image", "give the transcript as text"),
    (0, b"\xff\xd8\xff", "an image", "give the transcript as text"),
    (0, b"GIF8", "an image", "give the transcript as text"),
    (0, b"RIFF", "a sound or video file", _TRANSCRIBE),
    (0, b"ID3", "a sound file", _TRANSCRIBE),
    (0, b"OggS", "a sound file", _TRANSCRIBE),
    (0, b"fLaC", "a sound file", _TRANSCRIBE),
    (4, b"ftyp", "a sound or video file", _TRANSCRIBE),
    (0, b"\x1aE\xdf\xa3", "a video file", _TRANSCRIBE),
    (0, b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (0, b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (0, b"Rar!", "a RAR archive", "unpack it first"),
)
_SRT: Final = re.compile(r"\s*\d+\s*\n\s*\d+:\d+:\d+[,.]\d+\s*-->")
_JSON: Final = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\]))')
_HTML: Final = re.compile(r"\s*<(?:!doctype html|html|\?xml)", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def suffix_of(path: Path) -> str:
    """The file's ending in lower case; UserError where it is not one that can be read."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES and path.is_dir():
        raise UserError("is a folder", where=_name(path), expected="a transcript file")
    if suffix not in SUFFIXES:
        what = f"files ending in {suffix} cannot be read" if suffix else "the name has no ending"
        raise UserError(what, where=_name(path), expected=_SUPPORTED)
    return suffix


def read_bytes(path: Path) -> bytes:
    """All bytes of a regular file of at most `LARGEST`; UserError for anything else."""
    where = _name(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UserError("is a folder", where=where, expected="a transcript file")
        if not stat.S_ISREG(mode):
            # Reading a pipe or a device could wait for ever.
            raise UserError("is not an ordinary file", where=where, expected="a transcript file")
        # The path may have become a pipe since: opened so, even that does not wait.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(handle, "rb") as file:
            if os.fstat(handle).st_size > LARGEST:
                raise _too_large(where)
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UserError("no such file", where=where, do="check the path") from None
    except PermissionError:
        raise UserError("no permission to read it", where=where) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
        raise UserError(f"cannot be opened ({reason})", where=where) from None
    if len(data) > LARGEST:
        raise _too_large(where)
    if not data.strip(b" \t\r\n\x00"):
        raise UserError("the file is empty", where=where, expected="a transcript")
    return data


_BINARY: Final = getattr(os, "O_BINARY", 0)


def check_kind(data: bytes, suffix: str, where: str) -> None:
    """UserError where the bytes are plainly not what the ending says."""
    for offset, magic, what, do in _MAGIC:
        if data.startswith(magic, offset):
            raise UserError(f"is {what}", where=where, expected=_SUPPORTED, do=do)
    zipped = data.startswith(b"PK\x03\x04")
    if zipped and suffix != ".docx":
        if b"word/" in data:
            raise _other(suffix, "a Word document", ".docx", where)
        raise UserError("is a zip archive", where=where, expected=_SUPPORTED, do="unpack it first")
    if suffix == ".docx" and not zipped:
        raise UserError(
            "is not a Word document",
            where=where,
            expected="the format its ending says",
            do="save it again from Word as .docx, or rename it if it is plain text",
        )


def decode(data: bytes, where: str) -> str:
    """The text, from UTF-8, UTF-16, UTF-32 or Windows-1252; UserError where it is none."""
    text = _decode(data)
    if text is None or _binary(text):
        raise UserError(
            "is not text", where=where, expected=_SUPPORTED, do="give the transcript as text"
        )
    text = text.lstrip("\ufeff")
    if not text.strip(" \t\r\n\x0b\x0c\x85\xa0\u200b\u2028\u2029\u2060\ufeff"):
        raise UserError("the file is empty", where=where, expected="a transcript")
    return text


def check_text(text: str, suffix: str, where: str) -> None:
    """UserError where the text is plainly of another format than the ending says."""
    start = text[:2000].replace("\r\n", "\n").replace("\r", "\n")
    if _HTML.match(start):
        raise UserError("is a web page or XML", where=where, expected=_SUPPORTED, do=_SAVE)
    if start.lstrip().startswith("WEBVTT"):
        found, right = "WebVTT subtitles", ".vtt"
    elif _SRT.match(start):
        found, right = "SRT subtitles", ".srt"
    elif _JSON.match(start):
        found, right = "JSON", ".json"
    elif suffix in (".txt", ".md") and (mark := _table_mark(start)):
        found, right = "a table", ".tsv" if mark == "\t" else ".csv"
    else:
        return
    if suffix != right:
        raise _other(suffix, found, right, where)


def _table_mark(start: str) -> str | None:
    """What parts the columns where the first line names columns of a transcript."""
    first = start.lstrip().split("\n", 1)[0]
    if len(first) > 300 or ":" in first:
        return None
    return next((mark for mark in ",;\t" if find(first.replace('"', "").split(mark))), None)


def _decode(data: bytes) -> str | None:
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) > len(sample) * 0.3:  # of every two bytes of plain words, one is 0
        return data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A torn character or two in a UTF-8 file must not turn all its accents into nonsense.
    mended = data.decode("utf-8", errors="replace")
    torn = mended.count("\ufffd")
    if sum(char > "\x7f" for char in mended) > 2 * torn:
        return mended
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _binary(text: str) -> bool:
    odd = len(_CONTROL.findall(text)) + text.count("\ufffd")
    return odd > max(2, len(text) // 200)


def _other(suffix: str, found: str, right: str, where: str) -> UserError:
    return UserError(
        f"looks like {found}",
        where=where,
        expected=f"what its ending {suffix} says",
        do=f"rename it to end in {right}",
    )


def _too_large(where: str) -> UserError:
    size = LARGEST // 1024**2
    return UserError(
        f"is larger than {size} MB", where=where, expected="the transcript of one session"
    )


def _name(path: Path) -> str:
    return path.name.encode("utf-8", "replace").decode() or str(path)

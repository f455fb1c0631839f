from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from reknit import formats
from reknit.errors import UserError
from reknit.formats import opening

from .writers import SPOKEN, chat, plain, srt, table, tabs, vtt, word

TEXT = plain(SPOKEN)


def message(path: Path, data: bytes | None = None, **options: Any) -> str:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        formats.read(path, **options)
    text = str(caught.value)
    assert "sister" not in text
    assert str(path.parent) not in text
    return text


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf \n", b"\xff\xfe \x00\n\x00"])
def test_empty(suffix: str, data: bytes, tmp_path: Path) -> None:
    text = message(tmp_path / f"s{suffix}", data)
    assert "the file is empty" in text or (suffix == ".docx" and "not a Word document" in text)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "an image"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(500), "a sound or video file"),
        (b"ID3\x04" + bytes(500), "a sound file"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "a sound or video file"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"{\\rtf1 T: hello}", "a rich text (RTF) file"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "an old Word file (.doc)"),
        (b"PK\x03\x04" + bytes(500), "a zip archive"),
        (b"<!DOCTYPE html><p>T: hello", "a web page"),
        (b"\xff\xfb\x90\x44" + bytes(range(256)) * 4, "is not text"),
        (random.Random(1).randbytes(4000), "is not text"),
        (bytes(range(256)), "is not text"),
        (TEXT + b"\x00\x01\x02\x03" * 20, "is not text"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".json", ".csv"])
def test_not_a_transcript(data: bytes, what: str, suffix: str, tmp_path: Path) -> None:
    assert what in message(tmp_path / f"s{suffix}", data)


@pytest.mark.parametrize(
    ("name", "data", "do"),
    [
        ("s.vtt", word(SPOKEN), "a Word document; expected what its ending .vtt says; rename"),
        ("s.txt", word(SPOKEN), "end in .docx"),
        ("s.txt", chat(SPOKEN), "looks like JSON; expected what its ending .txt says; rename"),
        ("s.csv", chat(SPOKEN), "end in .json"),
        ("s.txt", vtt(SPOKEN), "end in .vtt"),
        ("s.srt", vtt(SPOKEN), "end in .vtt"),
        ("s.json", vtt(SPOKEN), "end in .vtt"),
        ("s.txt", srt(SPOKEN), "end in .srt"),
        ("s.vtt", srt(SPOKEN), "end in .srt"),
        ("s.txt", table(SPOKEN), "looks like a table; expected what its ending .txt says; rename"),
        ("s.md", tabs(SPOKEN), "end in .tsv"),
        ("s.docx", TEXT, "is not a Word document"),
    ],
)
def test_wrong_ending(name: str, data: bytes, do: str, tmp_path: Path) -> None:
    assert do in message(tmp_path / name, data)


@pytest.mark.parametrize("name", ["s.pdf", "s.mp3", "s.doc", "s", ".txt", "s.txt.bak"])
def test_unknown_ending(name: str, tmp_path: Path) -> None:
    text = message(tmp_path / name, TEXT)
    assert "expected one of .txt, .md, .vtt, .srt, .docx, .json, .csv, .tsv" in text


def test_the_case_of_an_ending_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "S.TXT").write_bytes(TEXT)
    assert len(formats.read(tmp_path / "S.TXT").turns) == 8


def test_no_such_file(tmp_path: Path) -> None:
    assert message(tmp_path / "gone.txt") == "gone.txt: no such file; check the path"
    assert "no such file" in message(tmp_path / "no" / "gone.txt")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "s.txt").mkdir()
    assert "is a folder" in message(tmp_path / "s.txt")
    (tmp_path / "sessions").mkdir()
    assert "is a folder" in message(tmp_path / "sessions")


def test_a_path_that_cannot_be(tmp_path: Path) -> None:
    assert "cannot be opened" in message(tmp_path / "a\0b.txt")
    assert "cannot be opened" in message(tmp_path / ("a" * 300 + ".txt"))


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "s.txt").symlink_to(tmp_path / "s.txt")
    assert "cannot be opened" in message(tmp_path / "s.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.txt")
    assert "is not an ordinary file" in message(tmp_path / "s.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "s.txt").symlink_to("/dev/zero")
    assert "is not an ordinary file" in message(tmp_path / "s.txt")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s.txt").write_bytes(TEXT)

    def refuse(*args: object) -> None:  # a mode of 000 would not stop root
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert message(tmp_path / "s.txt") == "s.txt: no permission to read it"


def test_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.txt"
    with path.open("wb") as file:
        file.truncate(opening.LARGEST + 1)
    fdopen = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda *args: _Unreadable(fdopen(*args)))
    assert "is larger than 50 MB" in message(path)


class _Unreadable:
    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        self.file.close()

    def read(self, *size: Any) -> None:
        raise AssertionError("read before its size was known")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: text.encode("cp1252"),
    ],
)
def test_encodings(encode: Any) -> None:
    text = "T: Ça va – “so”? It’s 5 €.\nP: Naïve, I’d say.\n"
    assert opening.decode(encode(text), "s.txt") == text


def test_one_torn_character_does_not_spoil_the_rest() -> None:
    data = "T: Ça va, déjà?\nP: It’s é".encode()[:-1] + b"\n"
    assert opening.decode(data, "s.txt") == "T: Ça va, déjà?\nP: It’s \ufffd\n"


def test_a_file_name_that_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"s\xff.txt")
    path.write_bytes(TEXT)
    session = formats.read(path)
    assert (session.id, session.source) == ("s?", "s?.txt")

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats import parcel, word

from .writers import document

GOOD = document(["T: So?", "P: I."])
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'


def packed(parts: Any, packing: Any = zipfile.ZIP_DEFLATED) -> Any:
    """The good document with other or further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(out, "w", packing) as made:
        whole = {name: good.read(name) for name in good.namelist()} | parts
        for name, data in whole.items():
            made.writestr(name, data)
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        word.parse(data, "s.docx")
    return str(caught.value)


def test_a_good_one_passes() -> None:
    parcel.check(packed({}), "s.docx")
    assert len(word.parse(packed({}), "s.docx").lines) == 2


def test_a_part_that_unpacks_steeply() -> None:
    assert "250 times its size" in refused(packed({"word/document.xml": b" " * 20_000_000}))


TYPES = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml").decode()
SVG = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'


def typed(ending: str, kind: str) -> str:
    more = f'<Default Extension="{ending}" ContentType="{kind}"/><Default'
    return TYPES.replace("<Default", more, 1)


def test_pictures_may_pack_well_and_hold_a_document_type() -> None:
    word.parse(packed({"word/media/blank.bmp": b"\0" * 20_000_000}), "s.docx")
    types = {"[Content_Types].xml": typed("svg", "image/svg+xml")}
    assert len(word.parse(packed(types | {"word/media/a.svg": SVG}), "s.docx").lines) == 2


@pytest.mark.parametrize(
    "parts",
    [
        {"word/media/a.svg": SVG},
        {"word/media/a.svg": SVG, "[Content_Types].xml": typed("svg", "application/xml")},
        {
            "word/media/a.svg": SVG,
            "[Content_Types].xml": typed("svg", "image/svg+xml").replace(
                "<Override",
                '<Override PartName="/word/media/a.svg" ContentType="a/xml"/><Override',
                1,
            ),
        },
        {"word/a.svg": SVG, "[Content_Types].xml": typed("svg", "image/svg+xml")},
    ],
)
def test_a_picture_that_could_be_parsed_may_not(parts: Any) -> None:
    assert "a document type or encoding" in refused(packed(parts))


def test_strict_open_xml_says_how_to_save_it() -> None:
    rels = zipfile.ZipFile(io.BytesIO(GOOD)).read("_rels/.rels")
    strict = rels.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")
    assert 'as "Word Document (.docx)", not "Strict"' in refused(packed({"_rels/.rels": strict}))


def test_parts_that_unpack_to_too_much_by_their_own_word() -> None:
    data = packed({f"word/media/{n}.bin": b"\0" * 30_000_000 for n in range(4)})
    assert "would unpack to over 100 MB" in refused(data)


def test_a_part_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(packed({"word/media/a.bin": b"\0" * 3_000_000}))
    at = data.index(b"PK\x01\x02", data.rindex(b"word/media/a.bin") - 60)
    struct.pack_into("<I", data, at + 24, 100)
    assert refused(bytes(data)) == (
        "s.docx: the Word document is damaged; open it in Word and save it again as .docx"
    )


def test_the_streamed_total_is_capped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "_declared", lambda *args: None)
    monkeypatch.setattr(parcel, "LARGEST", 1000)
    assert "unpacks to over 0 MB" in refused(GOOD)


def test_too_many_parts() -> None:
    assert "has 2" in refused(packed({f"word/{n}.xml": b"" for n in range(parcel.MOST_PARTS)}))


def test_parts_that_overlap() -> None:
    data = bytearray(packed({}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 20, len(data) + 1)
    assert "parts that overlap" in refused(bytes(data))


def test_two_parts_of_one_name() -> None:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as made:
        made.writestr("word/document.xml", b"<a/>")
    assert "two parts of the same name" in refused(out.getvalue())


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/odd.bin"])
@pytest.mark.parametrize(
    "data",
    [
        f"<?xml version='1.0'?>{ENTITIES}<a>&c;</a>".encode(),
        f"<?xml version='1.0'?>{ENTITIES.lower()}<a>&c;</a>".encode(),
        f"{ENTITIES}<a/>".encode("utf-16"),
        f"{ENTITIES}<a/>".encode("utf-16-be"),
        f"{ENTITIES}<a/>".encode("utf-32"),
        f"<?xml version='1.0' encoding='cp037'?>{ENTITIES}<a/>".encode("cp037"),
        b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a><a/>",
        b"\xef\xbb\xbf<?xml version='1.0' encoding=\"UTF-7\"?><a/>",
    ],
)
def test_document_types_in_any_part_and_encoding(part: str, data: bytes) -> None:
    assert "a document type or encoding that Word never writes" in refused(packed({part: data}))


def test_a_password() -> None:
    data = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for at in (i for i in range(len(data)) if data.startswith(mark, i)):
            data[at + flags] |= 1
    assert "damaged" in refused(bytes(data))


def test_a_zip_of_something_else() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", "<a/>")
    assert "is a zip archive but not a Word document" in refused(out.getvalue())

"""Transcripts in: any supported file to a Session.

`read` is all that the rest of Reknit needs. A file becomes a `Script` (its lines as they stand,
in the module of its format), then a Session (`speakers`: merged turns, roles decided).
"""

from __future__ import annotations

from pathlib import Path

from reknit.formats import opening
from reknit.formats.line import Script
from reknit.formats.opening import SUFFIXES
from reknit.session import Session

__all__ = ["SUFFIXES", "read"]


def read(path: str | Path, therapist: str | None = None) -> Session:
    """Read one session from a transcript file.

    `therapist` names who the therapist is (a whole name or its beginning, case does not count);
    without it the labels say, or else the talk does (`Session.roles_from`). Raises UserError for
    anything wrong with the file, its content or the names.
    """
    path = Path(path)
    suffix = opening.suffix_of(path)
    data = opening.read_bytes(path)
    source = path.name.encode("utf-8", "replace").decode()
    opening.check_kind(data, suffix, source)
    script = _script(data, suffix, source)
    from reknit.formats import speakers

    stem = path.stem.encode("utf-8", "replace").decode()
    return speakers.session(script, source, stem, therapist)


def _script(data: bytes, suffix: str, source: str) -> Script:
    # Each parser is imported when it is needed: start-up time matters.
    if suffix == ".docx":
        from reknit.formats import word

        return word.parse(data, source)
    text = opening.decode(data, source)
    opening.check_text(text, suffix, source)
    if suffix in (".vtt", ".srt"):
        from reknit.formats import subtitles

        parse = subtitles.parse_vtt if suffix == ".vtt" else subtitles.parse_srt
        return parse(text, source)
    if suffix == ".json":
        from reknit.formats import machine

        return machine.parse(text, source)
    if suffix in (".csv", ".tsv"):
        from reknit.formats import table

        return table.parse(text, suffix, source)
    from reknit.formats import plain

    return plain.parse(text)

"""One session written in every format, for tests: turns in, bytes of a file out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import docx
import docx.document

SAMPLES = Path(__file__).parent / "samples"

TEXTS = (
    "Come in, sit wherever you like. How was the week?",
    "Long. [laughs] I did the sheet, most of it.",
    "Most of it. What got in the way of the rest?",
    "My sister rang. She said: you always make it about you. So I stopped.",
    "That sounds as if it stung.",
    "I suppose. (silence 20s) It’s fine, really.",
    "Is it? You went quiet just then.",
    "Yes, well. I don't know what you want me to say.",
)
ROLES = ("therapist", "patient") * 4
SPOKEN = tuple(zip(ROLES, TEXTS, strict=True))
"""What every sample holds: the role and the words of each turn."""

Turns = Sequence[tuple[str, str]]


def plain(turns: Turns) -> bytes:
    return "".join(f"{role}: {text}\n\n" for role, text in turns).encode()


def stamped(turns: Turns) -> bytes:
    return "".join(
        f"[{_clock(n)[:8]}] {role}: {text}\n" for n, (role, text) in enumerate(turns)
    ).encode()


def own_line(turns: Turns) -> bytes:
    return "".join(
        f"Dr {role}  {n}:05\n{text}\n\n" if role == "therapist" else f"Ann  {n}:05\n{text}\n\n"
        for n, (role, text) in enumerate(turns)
    ).encode()


def vtt(turns: Turns) -> bytes:
    cues = (
        f"{_clock(n)} --> {_clock(n + 1)}\n<v {role}>{text.replace('&', '&amp;')}</v>\n\n"
        for n, (role, text) in enumerate(turns)
    )
    return ("WEBVTT\n\n" + "".join(cues)).encode()


def vtt_names(turns: Turns) -> bytes:
    return (
        vtt(turns)
        .replace(b"<v ", b"")
        .replace(b"</v>", b"")
        .replace(b">", b": ")
        .replace(b"--: ", b"-->")
    )


def srt(turns: Turns) -> bytes:
    return "".join(
        f"{n + 1}\n{_clock(n)} --> {_clock(n + 1)}\n{role}: {text}\n\n".replace(".000", ",000")
        for n, (role, text) in enumerate(turns)
    ).encode()


def whisper(turns: Turns) -> bytes:
    return json.dumps(
        {"segments": [_timed(n, text=f" {r}: {t}") for n, (r, t) in enumerate(turns)]}
    ).encode()


def whisperx(turns: Turns) -> bytes:
    return json.dumps(
        {"segments": [_timed(n, text=t, speaker=r) for n, (r, t) in enumerate(turns)]}
    ).encode()


def assemblyai(turns: Turns) -> bytes:
    said = [
        {"speaker": r, "text": t, "start": n * 60_000, "end": (n + 1) * 60_000}
        for n, (r, t) in enumerate(turns)
    ]
    return json.dumps({"status": "completed", "utterances": said}).encode()


def deepgram(turns: Turns) -> bytes:
    said = [_timed(n, transcript=t, speaker=r) for n, (r, t) in enumerate(turns)]
    return json.dumps({"results": {"channels": [], "utterances": said}}).encode()


def own(turns: Turns) -> bytes:
    return json.dumps(
        {
            "session": {"id": "s", "source": "s.txt", "speakers": {"Ann": "patient"}},
            "turns": [{"speaker": role, "text": text} for role, text in turns],
        }
    ).encode()


def chat(turns: Turns) -> bytes:
    names = {"therapist": "assistant", "patient": "user"}
    return json.dumps([{"role": names[role], "content": text} for role, text in turns]).encode()


def table(turns: Turns, mark: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(("interlocutor", "utterance_text", "timestamp"))
    writer.writerows((r, t, _clock(n)) for n, (r, t) in enumerate(turns))
    return out.getvalue().encode()


def semicolons(turns: Turns) -> bytes:
    return table(turns, ";")


def tabs(turns: Turns) -> bytes:
    return table(turns, "\t")


def word(turns: Turns) -> bytes:
    return document(f"{role}: {text}" for role, text in turns)


def word_headers(turns: Turns) -> bytes:
    return document(
        line for n, (r, t) in enumerate(turns) for line in (f"{_clock(n)[:8]} {r} 1", t)
    )


def word_table(turns: Turns) -> bytes:
    made = docx.Document()
    grid = made.add_table(rows=0, cols=2)
    for pair in (("Speaker", "Text"), *turns):
        for cell, text in zip(grid.add_row().cells, pair, strict=True):
            cell.text = text
    return saved(made)


def document(paragraphs: Iterable[str]) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WRITERS: dict[str, tuple[str, Callable[[Turns], bytes]]] = {
    "plain": (".txt", plain),
    "stamped": (".txt", stamped),
    "own line": (".txt", own_line),
    "markdown": (".md", plain),
    "vtt voices": (".vtt", vtt),
    "vtt names": (".vtt", vtt_names),
    "srt": (".srt", srt),
    "whisper": (".json", whisper),
    "whisperx": (".json", whisperx),
    "assemblyai": (".json", assemblyai),
    "deepgram": (".json", deepgram),
    "our own": (".json", own),
    "chat": (".json", chat),
    "csv": (".csv", table),
    "csv semicolons": (".csv", semicolons),
    "tsv": (".tsv", tabs),
    "word": (".docx", word),
    "word headers": (".docx", word_headers),
    "word table": (".docx", word_table),
}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:05.000"


def _timed(minute: int, **entry: str) -> dict[str, object]:
    return {**entry, "start": minute * 60 + 0.5, "end": minute * 60 + 59.5}

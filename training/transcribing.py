"""Transcribing: a session as another hand would have set it down, so that the model learns words
and not the habits of the writers' punctuation.

Captions carry no punctuation; verbatim transcripts keep every "um", "I-I" and restart; others cut
one utterance in two around the listener's "mm-hm". Then both parts keep the codes of the whole:
mostly right of `engaged`, and not done where there is a rupture or a risk.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn
from training.corpus import Coded

UNCHANGED, CUT = 0.35, 0.25
BARE, VERBATIM = 0.25, 0.4
"""Shares of sessions that are left alone and that are cut around "mm-hm"; of all but those left
alone, shares without punctuation and with every hesitation kept (the rest keep their words)."""
HESITATES, UNHEARD = 0.05, 0.006
FILLERS = ("um,", "uh,", "you know,", "like,", "I mean,", "uh", "um")
MARKS = ("[inaudible]", "[crosstalk]", "[unintelligible]", "(inaudible)", "[pause]", "[?]")
LISTENING = ("Mm-hmm.", "Right.", "Okay.", "Mm.", "Uh-huh.", "Yeah.")
LONG = 24
"""Words from which on a turn may be cut."""


def transcribed(coded: Coded, chance: random.Random) -> Coded:
    """The session by a transcriber drawn by chance."""
    drawn = chance.random()
    if drawn < UNCHANGED:
        return coded
    if drawn < UNCHANGED + CUT:
        coded = _cut(coded, chance)
    style = chance.random()
    if style < BARE:
        texts = [bare(turn.text) or turn.text for turn in coded.session.turns]
    elif style < BARE + VERBATIM:
        texts = [verbatim(turn.text, chance) for turn in coded.session.turns]
    else:
        return coded
    turns = tuple(
        replace(turn, text=text) for turn, text in zip(coded.session.turns, texts, strict=True)
    )
    return replace(coded, session=Session(coded.session.id, turns))


def bare(text: str) -> str:
    """The words without punctuation, as automatic captions give them."""
    return " ".join(re.sub(r"[.,;:?!\"“”—]|--", "", text).split())


def verbatim(text: str, chance: random.Random) -> str:
    """The words with hesitations and restarts put in, and some not understood."""
    words: list[str] = []
    for word in text.split():
        drawn = chance.random()
        if drawn < HESITATES / 2:
            words.append(chance.choice(FILLERS))
        elif drawn < HESITATES and word.isalpha() and len(word) < 6:
            words.append(f"{word}-{word}" if chance.random() < 0.6 else f"{word}, {word}")
            continue
        elif HESITATES <= drawn < HESITATES + UNHEARD:
            words.append(_mark(chance))
            continue
        words.append(word)
    return " ".join(words)


def _mark(chance: random.Random) -> str:
    mark = chance.choice(MARKS)
    timed = mark.startswith("[") and chance.random() < 0.5
    stamp = f" 00:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}]"
    return mark.replace("]", stamp) if timed else mark


def _cut(coded: Coded, chance: random.Random) -> Coded:
    """Some long patient turns without rupture, cut in two around the therapist's "mm-hm"."""
    turns: list[Turn] = []
    codings: list[Coding] = []
    for turn, coding in zip(coded.session.turns, coded.codings, strict=True):
        words = turn.text.split()
        kept = turn.speaker != PATIENT or coding.rupture or coding.risk or len(words) <= LONG
        if kept or chance.random() < 0.6:
            turns.append(turn)
            codings.append(coding)
            continue
        at = chance.randint(8, len(words) - 6)
        turns += [
            replace(turn, text=" ".join(words[:at]) + chance.choice(("-", "", ","))),
            Turn(0, THERAPIST, chance.choice(LISTENING)),
            replace(turn, text=" ".join(words[at:])),
        ]
        codings += [coding, Coding(moves=("other",)), coding]
    numbered = tuple(replace(turn, index=at) for at, turn in enumerate(turns))
    return replace(coded, session=Session(coded.session.id, numbered), codings=tuple(codings))

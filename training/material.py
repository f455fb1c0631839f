"""Material: which coded talk the model learns from, and on which its parts are weighed."""

from __future__ import annotations

from training import corpus, mibot, pairs
from training.corpus import Coded
from training.listened import listened


def learned() -> list[Coded]:
    """Written sessions and contrast scenes of the training split, and three quarters of the real
    chats where the data is present."""
    return [*corpus.load(split="train"), *pairs.scenes(pairs.load(split="train")), *_chats()]


def repeated() -> list[Coded]:
    """What is learned from; of it what is nearest to real talk, the sessions set down as verbatim
    transcripts and the real chats, three times; and calm chats as the companion would listen."""
    verbatim = [one for one in corpus.load(split="train") if one.head["style"] == "verbatim"]
    near = [*verbatim, *_chats()]
    return [*learned(), *near, *near, *listened(near)]


def _chats() -> list[Coded]:
    return [one for one in mibot.load() if one.split == "train"]


def weighed() -> list[Coded]:
    """Written sessions of the development split and the rest of the real chats, for calibration
    and thresholds. Says so where there are no chats."""
    written = corpus.load(split="dev")
    chats = [one for one in mibot.load() if one.split != "train"]
    print(f"weighing on {len(written)} written sessions and {len(chats)} chats")
    if not chats:
        print("no MIBot chats in ../shared/data: ruptures may be called too often in real talk")
    return [*written, *chats]

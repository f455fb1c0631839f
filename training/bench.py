"""`make bench`: speed and memory of the shipped reader beside a plain pipeline, in one run.

The peer is a Hugging Face text-classification pipeline over a model of the same size (MiniLM-L6),
given the same 300 turns: once each turn on its own, once with the words before it as context,
which is what it would need to see what the reader sees.
"""

from __future__ import annotations

import gc
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from reknit import advising, result
from reknit import voice as voices
from reknit.practice import case as cases
from reknit.practice import rehearsal
from reknit.reader import following, load
from reknit.session import Session, Turn
from training import corpus

TURNS = 300
ROUNDS = 3
EXAMPLE = Path(__file__).parent.parent / "examples" / "tall-ash.vtt"
CONTEXT_WORDS = 70
"""About as many words as fit into the reader's own context of 96 tokens."""


def turns() -> list[Turn]:
    """300 turns, from held-out sessions of the corpus one after the other."""
    all_turns = [t for one in corpus.load() if one.split != "train" for t in one.session.turns]
    return [Turn(at, t.speaker, t.text) for at, t in enumerate(all_turns[:TURNS])]


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds, after one to warm up."""
    work()
    took = []
    for _ in range(ROUNDS):
        gc.collect()
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def pipeline() -> Callable[[list[dict[str, str]]], object]:
    """A plain pipeline over a model of the reader's size, as its documentation shows it."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification
    from transformers import pipeline as make

    from training.bases import minilm_folder

    folder = minilm_folder()
    model = BertForSequenceClassification(BertConfig.from_pretrained(folder)).eval()
    words = AutoTokenizer.from_pretrained(folder)
    classify = make("text-classification", model=model, tokenizer=words, device=-1)

    def run(texts: list[dict[str, str]]) -> object:
        with torch.no_grad():
            return classify(texts, batch_size=16, truncation=True, max_length=256)

    return run


def with_context(read: list[Turn]) -> list[dict[str, str]]:
    """Each turn with the words before it, as the pipeline takes pairs."""
    pairs = []
    for at, turn in enumerate(read):
        before = " ".join(t.text for t in read[max(0, at - 8) : at]).split()[-CONTEXT_WORDS:]
        pairs.append({"text": " ".join(before), "text_pair": turn.text})
    return pairs


def started() -> tuple[float, float]:
    """Seconds from start to first output of `reknit read`, and its peak memory in MB."""
    script = (
        "import resource, sys\n"
        "from reknit.cli import app\n"
        f"sys.argv = ['reknit', 'read', {str(EXAMPLE)!r}]\n"
        "try:\n    app()\n"
        "finally:\n"
        "    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    print('peak', peak, file=sys.stderr)\n"
    )
    best, peak = float("inf"), 0.0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            best = min(best, time.perf_counter() - began)
            process.stdout.read()
            peak = int(process.stderr.read().split()[-1]) / 1024
    return best, peak


def advised() -> float:
    """Seconds for advice with its words, for a session of these turns that was read."""
    session = Session("bench", tuple(turns()), "bench.txt", {}, "labels")
    read = result.read(session, load())
    voice = voices.load()
    at = max(episode.start for episode in read.episodes)
    return fastest(lambda: advising.advise(read, voice, at=at, felt="careful", risk_checked=True))


def replied() -> float:
    """Seconds for a simulated patient's answer, ten turns into a rehearsal."""
    held = rehearsal.begin(cases.load("the-tablets"), "the-tablets")
    for at in range(10):
        held = rehearsal.say(held, f"You sound worn out by it all, on day number {at}.")
    words = "I asked and asked just then, and left you no room. That was my doing."
    return fastest(lambda: rehearsal.say(held, words))


def main() -> None:
    """Print the table."""
    read = turns()
    reader = load()
    ours = fastest(lambda: reader.read(read))
    latest = fastest(lambda: following().read(read, since=len(read) - 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    advice, reply = advised(), replied()
    first, command_peak = started()
    classify = pipeline()
    alone = fastest(lambda: classify([{"text": turn.text} for turn in read]))
    pairs = with_context(read)
    seeing = fastest(lambda: classify(pairs))
    import os

    print(f"machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, no GPU")
    print(f"{len(read)} turns, {sum(len(t.text.split()) for t in read)} words")
    print(f"shipped reader           {TURNS / ours:7.0f} turns/s   {ours:5.2f} s a session")
    print(f"pipeline, turns alone    {TURNS / alone:7.0f} turns/s   {alone:5.2f} s")
    print(f"pipeline, with context   {TURNS / seeing:7.0f} turns/s   {seeing:5.2f} s")
    print(f"ratio to turns alone     {alone / ours:7.2f}")
    print(f"ratio to with context    {seeing / ours:7.2f}")
    print(f"one more turn            {1000 * latest:7.0f} ms")
    print(f"advice, session read     {1000 * advice:7.0f} ms")
    print(f"reply of a patient       {1000 * reply:7.0f} ms")
    print(f"start to first output    {first:7.2f} s")
    print(f"peak memory, command     {command_peak:7.0f} MB")
    print(f"peak memory, 300 turns   {peak:7.0f} MB")


if __name__ == "__main__":
    main()

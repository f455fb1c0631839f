"""The shipped reader: a small transformer in ONNX, run on the processor, nothing downloaded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reknit import procedure
from reknit.procedure import RISK
from reknit.reader import risk
from reknit.reader.deciding import decide
from reknit.reader.kept import Kept, Made
from reknit.reader.reading import Evidence, Reading
from reknit.reader.runtime import onnxruntime
from reknit.reader.stretch import STRETCH_TOKENS, Stretch, Tokens, opening, stretches
from reknit.session import Turn

FOLDER = Path(__file__).parent / "shipped"
LIKELY_TOKENS = 64
"""Tokens for which there has to be room for a patient's next turn to be likely to fit."""
MOST_WORDS = 6
"""How many words of a turn are marked as evidence for one code, at most."""


Floats = NDArray[np.float32]

_ONLY = onnxruntime.RunOptions()
"""Work out what is asked for, and nothing else."""
_ONLY.only_execute_path_to_fetches = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model gave for the turn at position `at`: one logit per output, and for each of
    the turn's tokens its place in the text and its share in every logit, (tokens, outputs).
    """

    at: int
    logits: Floats
    offsets: Sequence[tuple[int, int]]
    shares: Floats


@dataclass(frozen=True)
class ShippedReader:
    """The model, its tokenizer, and the numbers that turn its outputs into probabilities.

    `outputs` names the model's outputs in order; `scale` and `shift`, one per output, calibrate
    them. With `kept`, of talk that grows only the new turns are worked out.
    """

    name: str
    version: str
    thresholds: Mapping[str, float]
    outputs: tuple[str, ...]
    scale: Floats
    shift: Floats
    model: Any
    tokenizer: Any
    threads: int
    kept: Kept | None = None

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        """One reading for each of `turns[since:]`."""
        return [self._reading(turns[seen.at], seen) for seen in self._see(turns, since)]

    def logits(self, turns: Sequence[Turn]) -> Floats:
        """Uncalibrated outputs, shape (turns, outputs), as training needs them to calibrate."""
        return np.stack([seen.logits for seen in self._see(turns, 0)])

    def vector(self, turn: Turn) -> Floats:
        """Where a turn, taken alone, lies in the encoder: the mean of its tokens' states, shape
        (hidden,), length 1. Turns that do alike lie near each other."""
        tokens = self.tokenizer.encode_batch([turn.text], add_special_tokens=False)
        stretch = next(iter(stretches([turn], tokens)))
        (states,) = self.model.run(["states"], _fed(stretch, self._nothing()), _ONLY)
        # The first two stand for the beginning and the speaker.
        mean: Floats = states[0][1 if len(stretch.ids) < 3 else 2 :].mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def _see(self, turns: Sequence[Turn], since: int) -> Iterator[Seen]:
        # Cutting a session into words is quick; the encoder is what costs.
        tokens = self.tokenizer.encode_batch(
            [turn.text for turn in turns], add_special_tokens=False
        )
        cut = list(stretches(turns, tokens, since))
        if self.kept and (since or len(cut) == 1):
            done = [self._go_on(self.kept, stretch, since, tokens) for stretch in cut]
            if turns and turns[-1].speaker == procedure.THERAPIST:
                self._get_ready(self.kept, turns, tokens, cut[-1])
        elif len(cut) < 2 or self.threads < 2:
            done = [self._run(stretch) for stretch in cut]
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                done = list(pool.map(self._run, cut))
        for stretch, (logits, shares) in zip(cut, done, strict=True):
            known = len(stretch.ids) - len(logits)
            ends = [first for _, first in stretch.own[1:]] + [len(stretch.ids)]
            for (at, first), end in zip(stretch.own, ends, strict=True):
                if at >= since:
                    own = shares[first - known : end - known]
                    yield Seen(at, logits[first - known], stretch.offsets[first:end], own)

    def _run(self, stretch: Stretch) -> tuple[Floats, Floats]:
        """Outputs and their shares per token, each of shape (tokens, outputs)."""
        fed = _fed(stretch, self._nothing())
        logits, shares = self.model.run(["logits", "weights"], fed, _ONLY)
        return logits[0], shares[0]

    def _go_on(
        self, kept: Kept, stretch: Stretch, since: int, tokens: Sequence[Tokens]
    ) -> tuple[Floats, Floats]:
        """The same for the tokens that follow those of which it is kept what was made of them."""
        after = _said(tokens[: stretch.own[0][0]])
        past = kept.find(stretch, next(first for at, first in stretch.own if at >= since), after)
        logits, shares, *made = self.model.run(
            ["logits", "weights", "made", "made_sizes"], _fed(stretch, past), _ONLY
        )
        kept.keep(stretch, Made(*made), after)
        return logits[0], shares[0]

    def _get_ready(
        self, kept: Kept, turns: Sequence[Turn], tokens: Sequence[Tokens], last: Stretch
    ) -> None:
        """Where the patient's next turn may not fit into the stretch, work out what the next one
        begins with, while they write."""
        if len(last.ids) > STRETCH_TOKENS - LIKELY_TOKENS:
            begin = opening(turns, tokens)
            made = self.model.run(["made", "made_sizes"], _fed(begin, self._nothing()), _ONLY)
            kept.keep(begin, Made(*made), _said(tokens))

    def _nothing(self) -> Made:
        """A past without tokens."""
        layers, both, heads, _, size = self.model.get_inputs()[2].shape
        shape = (layers, both, heads, 0)
        return Made(np.zeros((*shape, size), np.int8), np.zeros((*shape, 1), np.float16))

    def _reading(self, turn: Turn, seen: Seen) -> Reading:
        chances = 1 / (1 + np.exp(-(seen.logits * self.scale + self.shift)))
        by_name = {name: float(p) for name, p in zip(self.outputs, chances, strict=True)}
        scores = {
            name: round(chance, 4)
            for name, chance in by_name.items()
            if name in (procedure.BY_NAME | procedure.GROUPS)
            and procedure.role_of(name) == turn.speaker
        }
        # That any of a group holds is at least as likely as that one of them does.
        for group in procedure.GROUPS:
            if group in scores:
                scores[group] = max(scores[group], *(scores[n] for n in procedure.GROUPS[group]))
        plain = turn.speaker == procedure.PATIENT and bool(risk.hints(turn.text))
        if plain:
            scores[RISK.name] = max(scores[RISK.name], risk.PLAIN)
        strength = round(1 + by_name["strength_2"] + by_name["strength_3"], 3)
        reading = Reading(scores, None if turn.speaker == procedure.THERAPIST else strength)
        said = decide(reading, turn.speaker, self.thresholds).codes
        told = risk.places(turn.text) if plain else []
        evidence = tuple(
            Evidence(name, start, end)
            for at, name in enumerate(self.outputs)
            if name in said
            for start, end in (name == RISK.name and told)
            or heaviest(turn.text, seen.offsets, seen.shares[:, at])
        )
        return replace(reading, evidence=evidence)


@cache
def following() -> ShippedReader:
    """The shipped reader for talk that grows: what was made of earlier turns is kept."""
    reader = load()
    layers, _, heads, _, size = reader.model.get_inputs()[2].shape
    return replace(reader, kept=Kept(layers, heads, size))


def _said(tokens: Sequence[Tokens]) -> bytes:
    """All that was said, in a form that tells talks apart."""
    return np.array([one for turn in tokens for one in (-1, *turn.ids)], np.int64).tobytes()


def _fed(stretch: Stretch, past: Made) -> dict[str, NDArray[Any]]:
    """The model's input: a stretch, and what was made of its beginning."""
    return {
        "past": past.steps,
        "past_sizes": past.sizes,
        "ids": np.array([stretch.ids], dtype=np.int64),
        "turns": np.array([stretch.turns], dtype=np.int64),
    }


def heaviest(
    text: str, offsets: Sequence[tuple[int, int]], weights: Floats
) -> list[tuple[int, int]]:
    """Spans of the words that carry the most weight, in reading order, neighbours joined.

    Pieces of a word count together. Words are taken from the heaviest down until half of all
    positive weight is covered, `MOST_WORDS` at most.
    """
    words: dict[tuple[int, int], float] = {}
    for (start, end), weight in zip(offsets, weights, strict=True):
        if end > start:
            word = _word(text, start, end)
            words[word] = words.get(word, 0.0) + float(weight)
    positive = {word: weight for word, weight in words.items() if weight > 0}
    half, covered, chosen = sum(positive.values()) / 2, 0.0, []
    for word in sorted(positive, key=lambda w: (-positive[w], w))[:MOST_WORDS]:
        if covered >= half:
            break
        covered += positive[word]
        chosen.append(word)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(chosen):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the word, up to the next spaces, that holds these characters."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


@cache
def load(folder: Path = FOLDER, threads: int | None = None) -> ShippedReader:
    """The reader in `folder`; by default the one that ships with Reknit.

    `threads` stretches are read side by side, by default one per processor, four at most.
    """
    about = json.loads((folder / "reader.json").read_text("utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return ShippedReader(
        name=about["name"],
        version=about["version"],
        thresholds=about["thresholds"],
        outputs=tuple(about["outputs"]),
        scale=np.array(about["scale"], dtype=np.float32),
        shift=np.array(about["shift"], dtype=np.float32),
        model=model,
        tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")),
        threads=threads or min(4, os.cpu_count() or 1),
    )

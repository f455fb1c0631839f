"""Examples: corpus sessions as the network takes them in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer

from reknit.reader.stretch import CLS, SPEAKER, STRETCH_TOKENS, Stretch, stretches
from training.corpus import Coded
from training.network import PADDING
from training.outputs import target

MASK = 103
"""The vocabulary's id for a hidden word."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded stretches. `at` gives the row and position of each turn that is to be read;
    `wanted` and `counts` have shape (turns, outputs): the target, and whether it counts. `taught`
    is what a teacher says the chances are, where one does; with `coded` false that is all there is.
    """

    ids: torch.Tensor
    turns: torch.Tensor
    at: tuple[torch.Tensor, torch.Tensor]
    wanted: torch.Tensor
    counts: torch.Tensor
    taught: torch.Tensor | None = None
    coded: bool = True


def batches(
    coded: Sequence[Coded], tokenizer: Tokenizer, size: int, chance: random.Random
) -> list[Batch]:
    """One pass over the sessions in random order, cut anew; about `size` tokens to a batch."""
    cut: list[tuple[Stretch, Coded]] = []
    for one in coded:
        texts = [turn.text for turn in one.session.turns]
        tokens = tokenizer.encode_batch(texts, add_special_tokens=False)
        first = chance.randint(60, STRETCH_TOKENS)
        cut += [(s, one) for s in stretches(one.session.turns, tokens, first=first)]
    # Alike lengths share a batch, so that little is spent on padding.
    cut.sort(key=lambda pair: len(pair[0].ids) + chance.randint(0, 40))
    made: list[Batch] = []
    rows: list[tuple[Stretch, Coded]] = []
    for pair in cut:
        longest = max(len(stretch.ids) for stretch, _ in [*rows, pair])
        if rows and longest * (len(rows) + 1) > size:
            made.append(_batch(rows))
            rows = []
        rows.append(pair)
    if rows:
        made.append(_batch(rows))
    chance.shuffle(made)
    return made


def hidden_words(batch: Batch, share: float) -> Batch:
    """The same batch with this share of its words hidden, so that no single one is learned by
    heart; who speaks stays."""
    words = (batch.ids > max(SPEAKER.values())) & (batch.ids != CLS)
    gone = words & (torch.rand(batch.ids.shape, device=batch.ids.device) < share)
    return replace(batch, ids=batch.ids.masked_fill(gone, MASK))


def _batch(cut: Sequence[tuple[Stretch, Coded]]) -> Batch:
    longest = max(len(stretch.ids) for stretch, _ in cut)
    ids = torch.zeros(len(cut), longest, dtype=torch.long)
    turns = torch.full((len(cut), longest), PADDING)
    rows, positions, wanted, counts = [], [], [], []
    for row, (stretch, one) in enumerate(cut):
        ids[row, : len(stretch.ids)] = torch.tensor(stretch.ids)
        turns[row, : len(stretch.turns)] = torch.tensor(stretch.turns)
        for at, position in stretch.own:
            rows.append(row)
            positions.append(position)
            goal = target(one.codings[at], one.session.turns[at].speaker)
            wanted.append(goal[0])
            counts.append(goal[1])
    places = (torch.tensor(rows), torch.tensor(positions))
    return Batch(ids, turns, places, torch.tensor(wanted), torch.tensor(counts))

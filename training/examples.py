"""Examples: corpus sessions as the network takes them in, and what it should say of each turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, Role
from reknit.reader.stretch import STRETCH_TOKENS, Stretch, stretches
from training.corpus import Coded
from training.corpus_check import codes_of
from training.network import OUTPUTS, PADDING


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded stretches. `at` gives the row and position of each turn that is to be read;
    `wanted` and `counts` have shape (turns, outputs): the target, and whether it counts.
    """

    ids: torch.Tensor
    turns: torch.Tensor
    at: tuple[torch.Tensor, torch.Tensor]
    wanted: torch.Tensor
    counts: torch.Tensor


def target(coding: Coding, role: Role) -> tuple[list[float], list[float]]:
    """What the outputs should be for a turn, and which of them apply to it."""
    codes = codes_of(coding)
    wanted = [float(name in codes) for name in OUTPUTS]
    counts = [
        float(name in procedure.BY_NAME and procedure.role_of(name) == role) for name in OUTPUTS
    ]
    if role == PATIENT and coding.rupture:
        for least in (2, 3):
            place = OUTPUTS.index(f"strength_{least}")
            wanted[place], counts[place] = float((coding.strength or 0) >= least), 1.0
    return wanted, counts


def batches(
    coded: Sequence[Coded], tokenizer: Tokenizer, size: int, chance: random.Random
) -> list[Batch]:
    """One pass over the sessions in random order, cut anew; `size` stretches to a batch."""
    cut: list[tuple[Stretch, Coded]] = []
    for one in coded:
        texts = [turn.text for turn in one.session.turns]
        tokens = tokenizer.encode_batch(texts, add_special_tokens=False)
        first = chance.randint(60, STRETCH_TOKENS)
        cut += [(s, one) for s in stretches(one.session.turns, tokens, first=first)]
    # Alike lengths share a batch, so that little is spent on padding.
    cut.sort(key=lambda pair: len(pair[0].ids) + chance.randint(0, 40))
    made = [_batch(cut[at : at + size]) for at in range(0, len(cut), size)]
    chance.shuffle(made)
    return made


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

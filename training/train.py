"""`make train`: from the written corpus to the shipped reader, in one command.

A large transformer (MPNet) learns the codes first; what it then sees in the same talk, and in talk
spliced together from it, teaches the small one (MiniLM) that ships, beside the codes themselves
(distillation; Hinton et al., 2015). Writes `model.onnx`, `tokenizer.json` and `reader.json` to the
package. Seeds are fixed; two runs on one machine give the same figures within noise.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from reknit.reader import shipped
from reknit.reader.stretch import stretches
from training import bases, calibrate, fitting, learning, material, wide
from training.corpus import Coded
from training.fitting import Floats
from training.learning import Form, Pace
from training.network import MPNET, FromPast, Network, kept
from training.outputs import OUTPUTS
from training.quantise import quantise

FORMS, SPLICED_FORMS = 3, 2
"""Forms in which the sessions are met, as transcribed by other hands, and spliced ones."""
NETWORK = Path(__file__).parent.parent / "build" / "network.safetensors"
TEACHER_PACE = Pace(epochs=3, heads=2e-3, rate=4e-5, lower=0.9, averaged=0.98)
PACE = Pace(epochs=10, heads=3e-3, rate=3e-4, lower=0.85, averaged=0.995)


def learn(network: Network, words: Tokenizer, kept: Sequence[int]) -> None:
    """Teach the network everything, by way of a teacher."""
    torch.manual_seed(learning.SEED)
    forms = learning.forms(material.repeated(), words, FORMS)
    spliced = learning.forms(material.repeated(), words, SPLICED_FORMS, splice=True)
    teacher = Network(len(kept), MPNET)
    bases.start_from_mpnet(teacher, bases.mpnet_weights(), kept)
    print(f"the teacher, on {learning.device()}", flush=True)
    learning.fit(teacher, forms, TEACHER_PACE)
    told = [learning.teach(teacher, form) for form in forms]
    told += [learning.teach(teacher, form, coded=False) for form in spliced]
    print("the reader", flush=True)
    torch.manual_seed(learning.SEED)
    learning.fit(network, in_turn(told[:FORMS], told[FORMS:]), PACE)
    network.cpu()


def in_turn(coded: Sequence[Form], spliced: Sequence[Form]) -> list[Form]:
    """Coded and spliced forms by turns, a coded one first and last."""
    both: list[Form] = [coded[0]]
    for one, other in zip(spliced, coded[1:], strict=True):
        both += [one, other]
    return both


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
            deep.append(network.heads(network.states(ids, places), places)[0][0, own].numpy())
            wide_.append(network.wide(ids, places)[0][0, own].numpy())
    return np.concatenate(deep).astype(float), np.concatenate(wide_).astype(float)


def export(network: Network, target: Path) -> None:
    """Write the network to ONNX with 8-bit weights."""
    ids = torch.tensor([[101, 1, 7592, 2, 7592]])
    turns = torch.tensor([[0, 0, 0, 1, 1]])
    shape = network.shape
    states = torch.zeros(shape.layers, 2, shape.heads, 3, shape.hidden // shape.heads)
    given = ["ids", "turns", "past", "past_sizes"]
    told = ["logits", "weights", "states", "made", "made_sizes"]
    axes = {name: {1: "tokens"} for name in given[:2]} | {name: {3: "past"} for name in given[2:]}
    axes |= {name: {1: "new"} for name in told[:3]} | {name: {3: "new"} for name in told[3:]}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            FromPast(network).eval(),
            (ids, turns, *kept(states)),
            str(whole),
            input_names=given,
            output_names=told,
            dynamic_axes=axes,
            dynamo=False,
            opset_version=17,
        )
        quantise(whole, target)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, blend, export, calibrate on the development split, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=shipped.FOLDER, help="folder to write to")
    parser.add_argument(
        "--network", type=Path, default=NETWORK, help="where the trained transformer is kept"
    )
    parser.add_argument(
        "--trained", action="store_true", help="take the transformer that is kept there"
    )
    options = parser.parse_args(arguments)
    words, kept = bases.tokenizer(bases.minilm_folder())
    network = Network(len(kept))
    bases.start_from_minilm(network, bases.minilm_folder(), kept)
    if options.trained:
        network.load_state_dict(network.state_dict() | load_file(options.network))
    else:
        learn(network, words, kept)
        options.network.parent.mkdir(parents=True, exist_ok=True)
        save_file(network.state_dict(), options.network)
    network.eval()
    folder: Path = options.to
    folder.mkdir(parents=True, exist_ok=True)
    blend(network, material.learned(), words)
    words.save(str(folder / "tokenizer.json"), pretty=False)
    export(network, folder / "model.onnx")
    calibrate.calibrate(folder)
    print(f"written to {folder}; now `make evaluate`")


def blend(network: Network, learned: Sequence[Coded], words: Tokenizer) -> None:
    """Fit the wide part, and take in as much of it for each output as serves on the development
    split."""
    fitted = wide.fit(learned, words)
    network.widen(fitted, torch.ones(len(OUTPUTS)))
    develop = material.weighed()
    deep, wide_ = parts(network, develop, words)
    much = fitting.blend(deep, wide_, *fitting.targets(develop))
    network.widen(fitted, torch.tensor(much, dtype=torch.float32))
    print("wide part: " + ", ".join(f"{n} {m:.2f}" for n, m in zip(OUTPUTS, much, strict=True)))


if __name__ == "__main__":
    main()

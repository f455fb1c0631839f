"""`python -m training.onward --since wNNN`: the shipped reader learns what was written since.

Training anew (`make train`) wants a graphics card; this takes two cores half an hour. The
transformer is taken back from its 8 bits, and learns the sessions and contrast scenes of the
latest writers. A share of all else is met beside them, with what the reader as it is says of it,
so that it keeps what it knows (learning without forgetting; Li & Hoiem, 2016), and at the end the
weights lie between what they were and what they became (robust fine-tuning; Wortsman et al., 2022).
Writes the transformer; `python -m training.train --trained` goes on from there.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import torch
from safetensors.torch import save_file

from reknit.reader import shipped
from training import bases, learning, material
from training.corpus import Coded
from training.learning import Form, Pace
from training.network import Network
from training.quantise import restored
from training.train import NETWORK

REPLAYED = 0.1
"""Share of what it has learned from before that is met again."""
SCENES = 3
"""How often a scene of a new contrast pair is met in a pass: these are short."""
MOVED = 0.7
"""How far the weights move from what they were towards what they became: all the way costs a little
on real talk (EXPERIMENTS.md)."""
BATCH = 3200
PACE = Pace(epochs=3, heads=3e-4, rate=1e-4, lower=0.85, averaged=0.98)
Weights: TypeAlias = Mapping[str, torch.Tensor]
WRITER = re.compile(r"w(\d+)")


def writer(one: Coded) -> int:
    """The number of who wrote a session or scene; 0 for real talk."""
    told = WRITER.match(one.head.get("writer", "") or one.head.get("case", ""))
    return int(told[1]) if told else 0


def fresh(coded: Sequence[Coded], since: int) -> list[Coded]:
    """What writers from this one on have written, as it is met in a pass."""
    new = [one for one in coded if writer(one) >= since]
    sessions = [one for one in new if "writer" in one.head]
    scenes = [one for one in new if "writer" not in one.head]
    return [*sessions, *scenes * SCENES]


def replayed(coded: Sequence[Coded], since: int) -> list[Coded]:
    """The share of all else that is met again, the same each time."""
    old = [one for one in coded if writer(one) < since]
    return random.Random(learning.SEED).sample(old, round(REPLAYED * len(old)))


def between(before: Weights, after: Weights) -> dict[str, torch.Tensor]:
    """The weights `MOVED` of the way from what they were to what they became."""
    return {name: torch.lerp(before[name], value, MOVED) for name, value in after.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Restore, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--since", required=True, help="the first of the new writers, as w151")
    parser.add_argument("--to", type=Path, default=NETWORK, help="where to keep the transformer")
    options = parser.parse_args(arguments)
    told = WRITER.fullmatch(options.since)
    if not told:
        parser.error(f"--since: '{options.since}' is no writer; expected one as w151")
    since = int(told[1])
    words, kept = bases.tokenizer(bases.minilm_folder())
    network = Network(len(kept))
    given = restored(shipped.FOLDER / "model.onnx")
    before = {name: torch.tensor(value) for name, value in given.items()}
    network.load_state_dict(before)
    torch.manual_seed(learning.SEED)
    old = replayed(material.repeated(), since)
    new = fresh(material.learned(), since)
    print(f"{len(new)} new sessions and scenes, beside {len(old)} of those it knows", flush=True)
    (known,) = learning.forms(old, words, 1, size=BATCH)
    taught: Form = learning.teach(network, known)
    met = [[*taught, *form] for form in learning.forms(new, words, PACE.epochs, size=BATCH)]
    learning.fit(network, met, PACE)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    save_file(between(before, network.cpu().state_dict()), options.to)
    print(f"written to {options.to}; now `python -m training.train --trained`")


if __name__ == "__main__":
    main()

"""Learning: a network's passes over coded talk, on a graphics card where there is one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context

import torch
from tokenizers import Tokenizer

from reknit import procedure
from training.corpus import Coded
from training.examples import Batch, batches, hidden_words
from training.network import Network
from training.outputs import OUTPUTS
from training.pairs import MOST_TURNS
from training.splicing import spliced
from training.transcribing import transcribed

SEED = 20
LOSS_SCALE = len(OUTPUTS) / 10
BATCH = 6400
"""Tokens to a batch, about."""
WARM_UP = 0.06
HIDDEN_WORDS = 0.08
WEIGHTS = dict.fromkeys((*procedure.RUPTURE_NAMES, "any_rupture", "risk"), 3.0) | dict.fromkeys(
    ("any_repair", "any_hindering"), 2.0
)
"""How much more than other outputs these count."""
MOST_WEIGHT = 5.0
"""How much more a code's rare presence may count than its absence."""

# Not by file descriptors: batches hold more tensors than a process may have files open.
torch.multiprocessing.set_sharing_strategy("file_system")

Form = Sequence[Batch]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a network learns: passes; rate of the heads, which begin with nothing, of the topmost
    layer, and what share of it each layer below takes of the one above; and how much of the
    running average of the weights each step keeps (the average is what is used)."""

    epochs: int
    heads: float
    rate: float
    lower: float
    averaged: float


def device() -> torch.device:
    """The graphics card where PyTorch finds one, else the processor."""
    # cuDNN's attention gives NaN for masks like ours (seen with PyTorch 2.11 on an H100).
    torch.backends.cuda.enable_cudnn_sdp(False)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def forms(
    coded: Sequence[Coded], words: Tokenizer, number: int, splice: bool = False, size: int = BATCH
) -> list[Form]:
    """These sessions as met in so many passes, each as transcribed by other hands, and with
    `splice` put together anew; about `size` tokens to a batch."""
    made = partial(_form, coded, words, splice, size)
    # Not forked: the tokenizer has threads of its own by now.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(made, range(SEED, SEED + number)))


def _form(coded: Sequence[Coded], words: Tokenizer, splice: bool, size: int, seed: int) -> Form:
    chance = random.Random(seed)
    if splice:
        # Scenes are too short to be cut.
        coded = spliced([one for one in coded if len(one.session.turns) > MOST_TURNS], chance)
    return batches([transcribed(one, chance) for one in coded], words, size, chance)


def fit(
    network: Network,
    met: Sequence[Form],
    pace: Pace,
    after: Callable[[int, Network], None] = lambda epoch, network: None,
) -> None:
    """Train all layers on these forms, one an epoch in turn; the vectors of words and distances
    stay as published. Prints a line per epoch, after which `after` gets its number and the averaged
    network; what is left in the network is the running average of its weights."""
    on = device()
    network.to(on)
    network.words.requires_grad_(False)
    if network.distances is not None:
        network.distances.requires_grad_(False)
    chance = random.Random(SEED)
    steps = sum(len(met[epoch % len(met)]) for epoch in range(pace.epochs))
    optimiser = torch.optim.AdamW(_paced(network, pace), weight_decay=0.01, fused=on.type == "cuda")
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), 1 - step / (steps + 1))
    )
    met = [[moved(batch, on) for batch in form] for form in met]
    weight = presence_weights(met[0])
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(pace.averaged)
    )
    learning = [one for one in network.parameters() if one.requires_grad]
    for epoch in range(pace.epochs):
        network.train()
        began, lost = time.perf_counter(), torch.zeros((), device=on)
        form = met[epoch % len(met)]
        for batch in chance.sample(form, len(form)):
            batch = hidden_words(batch, HIDDEN_WORDS)
            with torch.autocast(on.type, torch.bfloat16, enabled=on.type == "cuda"):
                states = network.states(batch.ids, batch.turns)
            now = loss(network.heads(states, batch.turns)[0][batch.at], batch, weight)
            optimiser.zero_grad()
            now.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            lost += now.detach()
        took = time.perf_counter() - began
        print(f"epoch {epoch + 1:2}: loss {lost.item() / len(form):.4f} ({took:.0f} s)", flush=True)
        after(epoch, average.module)
    network.load_state_dict(average.module.state_dict())
    network.eval()


def _paced(network: Network, pace: Pace) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    rate = pace.rate
    for layer in reversed(network.layers):
        groups.append({"params": list(layer.parameters()), "lr": rate})
        rate *= pace.lower
    below = [*network.positions.parameters(), *network.normed.parameters()]
    heads = [*network.attend.parameters(), *network.weigh.parameters(), network.bias]
    return [
        *groups,
        {"params": below, "lr": rate},
        {"params": heads, "lr": pace.heads},
    ]


def moved(batch: Batch, on: torch.device) -> Batch:
    """The batch on this device."""
    rows, positions = batch.at
    return replace(
        batch,
        ids=batch.ids.to(on),
        turns=batch.turns.to(on),
        at=(rows.to(on), positions.to(on)),
        wanted=batch.wanted.to(on),
        counts=batch.counts.to(on),
        taught=None if batch.taught is None else batch.taught.to(on),
    )


def presence_weights(passed: Sequence[Batch]) -> torch.Tensor:
    """Per output, the root of how much rarer presence is than absence, `MOST_WEIGHT` at most."""
    present = torch.stack([(b.wanted * b.counts).sum(dim=0) for b in passed]).sum(dim=0)
    absent = torch.stack([b.counts.sum(dim=0) for b in passed]).sum(dim=0) - present
    return (absent / present.clamp(min=1)).sqrt().clamp(1, MOST_WEIGHT)


def loss(logits: torch.Tensor, batch: Batch, weight: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of what applies, presence weighted; `logits` (turns, outputs). Where a
    teacher speaks, half of it (or all, where nothing is coded) is towards what the teacher says,
    who learned with the same weights."""
    cross = partial(torch.nn.functional.binary_cross_entropy_with_logits, logits, reduction="none")
    if batch.taught is None:
        each = cross(batch.wanted, pos_weight=weight)
    elif batch.coded:
        each = (cross(batch.wanted, pos_weight=weight) + cross(batch.taught)) / 2
    else:
        each = cross(batch.taught)
    much = torch.tensor([WEIGHTS.get(name, 1.0) for name in OUTPUTS], device=logits.device)
    counts = batch.counts * much
    mean: torch.Tensor = (each * counts).sum() / counts.sum() * LOSS_SCALE
    return mean


@torch.no_grad()
def teach(teacher: Network, form: Form, coded: bool = True) -> list[Batch]:
    """The same form with what the teacher says of it."""
    on = device()
    teacher.to(on).eval()
    told = []
    for batch in form:
        batch = moved(batch, on)
        with torch.autocast(on.type, torch.bfloat16, enabled=on.type == "cuda"):
            states = teacher.states(batch.ids, batch.turns)
        chances = teacher.heads(states, batch.turns)[0][batch.at].sigmoid()
        told.append(replace(batch, taught=chances, coded=coded))
    return told

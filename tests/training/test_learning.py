"""These need PyTorch: `.venv-train/bin/python -m pytest tests/training`."""

import random
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from reknit.reader import shipped  # noqa: E402
from tests.training.test_corpus import BODY, HEAD  # noqa: E402
from training import corpus, learning  # noqa: E402
from training.examples import Batch, batches  # noqa: E402
from training.learning import Pace  # noqa: E402
from training.network import Network, Shape  # noqa: E402
from training.outputs import OUTPUTS  # noqa: E402

SMALL = Shape(layers=1, hidden=24, heads=4, inner=32, epsilon=1e-5)
PACE = Pace(epochs=6, heads=3e-2, rate=3e-3, lower=0.9, averaged=0.5)


def form() -> list[Batch]:
    tokenizer = shipped.load().tokenizer
    coded = [corpus.parse(HEAD + BODY.replace("Good.", f"Good {n}."), f"a{n}") for n in range(6)]
    return batches(coded, tokenizer, 600, random.Random(1))


def one_turn(wanted: float, taught: float | None, coded: bool = True) -> Batch:
    shape = (1, len(OUTPUTS))
    counts = torch.zeros(shape)
    counts[0, 0] = 1
    return Batch(
        torch.zeros(1, 1, dtype=torch.long),
        torch.zeros(1, 1, dtype=torch.long),
        (torch.tensor([0]), torch.tensor([0])),
        torch.full(shape, float(wanted)),
        counts,
        None if taught is None else torch.full(shape, float(taught)),
        coded,
    )


def test_the_loss_is_towards_codes_teacher_or_both() -> None:
    logits = torch.zeros(1, len(OUTPUTS))
    weight = torch.full((len(OUTPUTS),), 3.0)
    even = float(torch.log(torch.tensor(2.0))) * learning.LOSS_SCALE

    def lost(batch: Batch) -> float:
        return float(learning.loss(logits, batch, weight).item())

    assert lost(one_turn(1, None)) == pytest.approx(3 * even)
    assert lost(one_turn(0, None)) == pytest.approx(even)
    assert lost(one_turn(1, 0.5)) == pytest.approx((3 * even + even) / 2)
    assert lost(one_turn(1, 0.5, coded=False)) == pytest.approx(even)


def test_presence_counts_by_the_root_of_its_rarity() -> None:
    weight = learning.presence_weights([one_turn(1, None)] + [one_turn(0, None)] * 9)
    assert weight[0].item() == pytest.approx(3)
    assert weight[1].item() == 1


def test_a_network_learns_and_teaches_another() -> None:
    torch.manual_seed(1)
    size = shipped.load().tokenizer.get_vocab_size()
    met = form()
    teacher, pupil = Network(size, SMALL), Network(size, SMALL)
    weight = learning.presence_weights(met)

    def lost(network: Network) -> float:
        network.cpu().eval()
        each = [
            learning.loss(network(b.ids, b.turns)[0][b.at], replace(b, taught=None), weight)
            for b in met
        ]
        return float(sum(one.item() for one in each) / len(each))

    before = lost(teacher), lost(pupil)
    learning.fit(teacher, [met], PACE)
    assert lost(teacher) < 0.8 * before[0]
    told = learning.teach(teacher, met, coded=False)
    assert all(b.taught is not None and 0 <= b.taught.min() <= b.taught.max() <= 1 for b in told)
    learning.fit(pupil, [told], PACE)
    assert lost(pupil) < 0.9 * before[1]


def test_words_keep_their_vectors() -> None:
    torch.manual_seed(1)
    network = Network(shipped.load().tokenizer.get_vocab_size(), SMALL)
    before = network.words.weight.clone()
    learning.fit(network, [form()], replace(PACE, epochs=1))
    assert torch.equal(network.cpu().words.weight, before)

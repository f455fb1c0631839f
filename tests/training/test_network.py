"""These need PyTorch: `.venv-train/bin/python -m pytest tests/training`."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reknit.reader import shipped  # noqa: E402
from tests.training.test_corpus import BODY, HEAD  # noqa: E402
from training import corpus, train, wide  # noqa: E402
from training.network import PADDING, FromPast, Network, Shape, buckets, kept  # noqa: E402
from training.outputs import OUTPUTS  # noqa: E402

SMALL = Shape(layers=2, hidden=24, heads=4, inner=32, epsilon=1e-5)
DISTANT = Shape(layers=2, hidden=24, heads=4, inner=32, epsilon=1e-5, buckets=8)
IDS = torch.tensor([[101, 1, 7, 8, 2, 9, 1, 5, 6]])
TURNS = torch.tensor([[0, 0, 0, 0, 1, 1, 2, 2, 2]])


@pytest.mark.parametrize("shape", [SMALL, DISTANT])
def test_a_turn_sees_no_later_turn_and_no_padding(shape: Shape) -> None:
    torch.manual_seed(1)
    network = Network(200, shape).eval()
    whole = network(IDS, TURNS)[0]
    first = network(IDS[:, :6], TURNS[:, :6])[0]
    assert torch.allclose(whole[:, :6], first, atol=1e-5)
    padded = (
        torch.nn.functional.pad(IDS, (0, 3)),
        torch.nn.functional.pad(TURNS, (0, 3), value=PADDING),
    )
    assert torch.allclose(network(*padded)[0][:, :9], whole, atol=1e-5)


def test_what_was_made_of_earlier_turns_serves_later_ones() -> None:
    torch.manual_seed(1)
    network = Network(200, SMALL).eval()
    shipped_form = FromPast(network)
    nothing = kept(torch.zeros(2, 2, 4, 0, 6))
    *whole, made, sizes = shipped_form(IDS, TURNS, *nothing)
    assert made.shape == (2, 2, 4, 9, 6)
    assert sizes.shape == (2, 2, 4, 9, 1)
    # The second turn ends after six tokens.
    later = shipped_form(IDS, TURNS, made[:, :, :, :6], sizes[:, :, :, :6])
    for one, other in zip(whole, later[:3], strict=True):
        assert torch.allclose(one[:, 6:], other, atol=1e-5)
    assert torch.equal(made[:, :, :, 6:], later[3])
    # Rounding to 8 bits takes little away.
    assert torch.allclose(whole[0], network(IDS, TURNS)[0], atol=0.05)


def test_what_is_kept_is_rounded_in_steps_of_its_own() -> None:
    steps, size = kept(torch.tensor([[1.0, -0.5, 0.0], [0.0, 0.0, 0.0]]))
    assert steps.tolist() == [[127, -64, 0], [0, 0, 0]]
    assert size[0].item() == pytest.approx(1 / 127, rel=1e-3)


def test_distances_fall_into_mpnets_classes() -> None:
    # 8 classes: 4 for what lies before, 4 for what lies ahead; 0 and 1 apart a class each.
    found = buckets(130, 8)
    assert found[0].tolist()[:4] == [0, 5, 6, 6]
    assert found[:4, 0].tolist() == [0, 1, 2, 2]
    # from 2 on by the logarithm: 2 + log(16/2) / log(128/2) * 2 = 3
    assert found[15:17, 0].tolist() == [2, 3]
    assert (found[129, 0], found[0, 129]) == (3, 7)


def test_a_turns_logit_is_the_sum_of_its_tokens_shares() -> None:
    torch.manual_seed(1)
    network = Network(200, SMALL).eval()
    logits, shares = network.heads(network.states(IDS, TURNS), TURNS)
    second = shares[0, 4:6].sum(dim=0) + network.bias
    assert torch.allclose(logits[0, 4], second, atol=1e-5)
    assert torch.allclose(logits[0, 4], logits[0, 5], atol=1e-5)


def test_the_wide_part_in_the_network_is_what_was_fitted() -> None:
    tokenizer = shipped.load().tokenizer
    coded = [corpus.parse(HEAD + BODY, "a")]
    fitted = wide.fit(
        [corpus.parse(HEAD + BODY.replace("Good.", f"Good {n}."), "a") for n in range(6)], tokenizer
    )
    network = Network(tokenizer.get_vocab_size(), SMALL).eval()
    network.widen(fitted, torch.ones(len(OUTPUTS)))
    _, found = train.parts(network, coded, tokenizer)
    given = [
        wide._scaled(wide._counts(coded, tokenizer, size, back), telling)
        for size, back, telling in (
            (wide.OWN, 0, fitted.own_telling),
            (wide.BEFORE, 1, fitted.before_telling),
        )
    ]
    # the kept weights are already times how telling a slot is
    weights = [
        fitted.own / np.sqrt(fitted.own_telling)[:, None],
        fitted.before / np.sqrt(fitted.before_telling)[:, None],
    ]
    wanted = sum(np.asarray(g @ w) for g, w in zip(given, weights, strict=True)) + fitted.bias
    assert np.allclose(found, wanted, atol=1e-3)
    assert not math.isclose(float(np.ptp(found)), 0)

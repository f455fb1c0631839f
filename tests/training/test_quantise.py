"""These need PyTorch and onnx: `.venv-train/bin/python -m pytest tests/training`."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from onnx import numpy_helper  # noqa: E402

from training import train  # noqa: E402
from training.network import Network, Shape  # noqa: E402
from training.quantise import MANY_ROWS, WEIGHT_STEPS, restored  # noqa: E402

SMALL = Shape(layers=2, hidden=24, heads=4, inner=32, epsilon=1e-5)
MOST = 2**15 - 1
"""What two products may add up to on any processor."""


def products(path: Path) -> list[int]:
    """The largest sums of two products of a byte of an activation with weights, by matrix."""
    weights = (
        numpy_helper.to_array(one)
        for one in onnx.load(str(path)).graph.initializer
        if one.name.endswith("_weights")
    )
    return [int(abs(one.astype(int)).max()) * 255 * 2 for one in weights]


def test_what_was_written_is_restored_to_within_a_step(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = Network(MANY_ROWS, SMALL).eval()
    for one in (*network.parameters(), *network.buffers()):
        # What is the same twice is written once.
        one.data.normal_()
    train.export(network, tmp_path / "model.onnx")
    found = restored(tmp_path / "model.onnx")
    state = network.state_dict()
    assert set(found) == set(state)
    for name, value in found.items():
        off = (state[name] - torch.tensor(value)).abs()
        rows = state[name].abs().amax(dim=-1, keepdim=True) if state[name].ndim == 2 else 0
        assert (off <= rows / WEIGHT_STEPS / 2 + 1e-6).all(), name


def test_no_sum_is_cut_off_on_any_processor(tmp_path: Path) -> None:
    train.export(Network(MANY_ROWS, SMALL).eval(), tmp_path / "model.onnx")
    found = products(tmp_path / "model.onnx")
    assert found
    assert max(found) <= MOST

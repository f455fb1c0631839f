"""Calibrate: give an exported model its probabilities and thresholds, and describe it.

`python -m training.calibrate` does it again for the shipped model, without training it. It uses
the written development sessions and, where `../shared/data` is there, held-out MIBot chats:
ruptures are rarer in them than in written sessions, as they are in most real talk.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from reknit.reader import shipped
from training import fitting, material
from training.outputs import OUTPUTS

VERSION = "0.1.0"


def calibrate(folder: Path) -> None:
    """Write `reader.json` beside the model in `folder`."""
    develop = material.weighed()
    about: dict[str, object] = {
        "name": "shipped",
        "version": f"{VERSION}+{_model_print(folder)}",
        "outputs": OUTPUTS,
        "scale": [1.0] * len(OUTPUTS),
        "shift": [0.0] * len(OUTPUTS),
        "thresholds": {},
    }
    _write(folder, about)
    reader = shipped.load.__wrapped__(folder)
    logits = np.concatenate([reader.logits(one.session.turns) for one in develop]).astype(float)
    wanted, counts = fitting.targets(develop)
    scale, shift = fitting.calibrate(logits, wanted, counts)
    chances = 1 / (1 + np.exp(-(logits * scale + shift)))
    about["scale"] = [round(float(x), 5) for x in scale]
    about["shift"] = [round(float(x), 5) for x in shift]
    about["thresholds"] = fitting.thresholds(chances, wanted, counts)
    _write(folder, about)


def _model_print(folder: Path) -> str:
    return hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()[:8]


def _write(folder: Path, about: dict[str, object]) -> None:
    (folder / "reader.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    calibrate(shipped.FOLDER)

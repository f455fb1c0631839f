"""These need PyTorch: `.venv-train/bin/python -m pytest tests/training`."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from tests.training.test_corpus import BODY, HEAD  # noqa: E402
from training import corpus, onward  # noqa: E402
from training.corpus import Coded  # noqa: E402

SESSION = corpus.parse(HEAD + BODY, "a")


def by(writer: str) -> Coded:
    return replace(SESSION, head={**SESSION.head, "writer": writer})


SCENE = replace(SESSION, head={"case": "w160-001"})
TALK = replace(SESSION, head={})


def test_who_wrote_it() -> None:
    assert [onward.writer(one) for one in (by("w07"), by("w151"), SCENE, TALK)] == [7, 151, 160, 0]


def test_what_is_new_is_met_whole_and_scenes_more_often() -> None:
    every = [by("w150"), by("w151"), SCENE, TALK]
    assert onward.fresh(every, 151) == [by("w151"), *[SCENE] * onward.SCENES]


def test_of_all_else_a_share_is_met_again_the_same_each_time() -> None:
    every = [*(by(f"w{n}") for n in range(1, 51)), by("w151"), SCENE]
    met = onward.replayed(every, 151)
    assert len(met) == 50 * onward.REPLAYED
    assert met == onward.replayed(every, 151)
    assert max(map(onward.writer, met)) < 151


def test_weights_lie_between_what_they_were_and_became() -> None:
    found = onward.between({"a": torch.zeros(2)}, {"a": torch.ones(2)})
    assert found["a"].tolist() == pytest.approx([onward.MOVED] * 2)

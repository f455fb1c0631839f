import numpy as np
import pytest

from training import fitting
from training.outputs import OUTPUTS

ENGAGED, DENIAL = OUTPUTS.index("engaged"), OUTPUTS.index("denial")


def made(logits: list[float], truth: list[int]) -> tuple[fitting.Floats, ...]:
    """The same column for every output."""
    column = np.array(logits, float)[:, None].repeat(len(OUTPUTS), 1)
    wanted = np.array(truth, float)[:, None].repeat(len(OUTPUTS), 1)
    return column, wanted, np.ones_like(wanted)


def test_calibration_brings_overconfidence_down() -> None:
    # says 4 or -4 (98 % sure) and is right three times in four
    logits, wanted, counts = made([4.0] * 80 + [-4.0] * 80, ([1] * 60 + [0] * 20) * 2)
    wanted[80:] = 1 - wanted[80:]
    scale, shift = fitting.calibrate(logits, wanted, counts)
    sure = 1 / (1 + np.exp(-(4 * scale[ENGAGED] + shift[ENGAGED])))
    assert sure == pytest.approx(0.75, abs=0.02)


def test_calibration_never_turns_a_ranking_over() -> None:
    logits, wanted, counts = made([2.0] * 50 + [-2.0] * 50, [0] * 50 + [1] * 50)
    scale, shift = fitting.calibrate(logits, wanted, counts)
    assert (scale[ENGAGED], shift[ENGAGED]) == (1.0, 0.0)


def test_a_threshold_parts_what_can_be_parted() -> None:
    chances, wanted, counts = made([0.1] * 60 + [0.6] * 40, [0] * 60 + [1] * 40)
    cut = fitting.thresholds(chances, wanted, counts)["engaged"]
    assert 0.1 < cut <= 0.6


def test_ruptures_keep_false_alarms_bearable() -> None:
    rng = np.random.default_rng(1)
    chances, wanted, counts = made(list(rng.uniform(0, 1, 1000)), [0] * 950 + [1] * 50)
    cuts = fitting.thresholds(chances, wanted, counts)
    alarms = (chances[:950, 0] >= cuts["any_rupture"]).mean()
    assert alarms <= fitting.FALSE_ALARMS + 0.001 or cuts["any_rupture"] >= 0.9


def test_a_code_of_a_group_is_judged_where_its_group_holds() -> None:
    """Above its group's threshold a code need not be as sure as among all turns."""
    chances, wanted, counts = made([0.1] * 60 + [0.3] * 40, [0] * 100)
    group, own = OUTPUTS.index("any_repair"), OUTPUTS.index("own")
    chances[:, group] = [0.2] * 50 + [0.9] * 50
    wanted[:, group] = [0] * 50 + [1] * 50
    # among the lower 50, where no repair is, the code's chances say nothing
    chances[:50, own], chances[50:, own] = 0.5, np.repeat([0.2, 0.4], 25)
    wanted[:, own] = [0] * 75 + [1] * 25
    assert 0.2 < fitting.thresholds(chances, wanted, counts)["own"] <= 0.4


def test_as_much_of_the_wide_part_is_added_as_it_knows() -> None:
    """The truth follows the wide part for one output and the transformer for the other."""
    rng = np.random.default_rng(2)
    deep, wide = rng.normal(size=(2, 400, len(OUTPUTS)))
    wanted = (deep > 0).astype(float)
    wanted[:, DENIAL] = wide[:, DENIAL] > 0
    much = fitting.blend(deep, wide, wanted, np.ones_like(wanted))
    assert much[ENGAGED] < 0.1
    assert much[DENIAL] == fitting.MOST_WIDE

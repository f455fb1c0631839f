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


def test_a_missed_risk_weighs_more_than_one_seen_in_vain() -> None:
    # from .4 on all three are found with three in vain, from .6 on two with none
    chances, wanted, counts = made([0.1] * 40 + [0.4] * 3 + [0.4] + [0.6] * 2, [0] * 43 + [1] * 3)
    cuts = fitting.thresholds(chances, wanted, counts)
    assert cuts["risk"] <= 0.4 < cuts["engaged"]


def test_ruptures_keep_false_alarms_bearable() -> None:
    rng = np.random.default_rng(1)
    chances, wanted, counts = made(list(rng.uniform(0, 0.5, 1000)), [0] * 950 + [1] * 50)
    cut = fitting.thresholds(chances, wanted, counts)["any_rupture"]
    assert (chances[:950, 0] >= cut).mean() <= fitting.FALSE_ALARMS + 0.001


def test_a_threshold_never_passes_nine_in_ten() -> None:
    chances, wanted, counts = made([0.95] * 100 + [0.96] * 5, [0] * 100 + [1] * 5)
    assert fitting.thresholds(chances, wanted, counts)["any_rupture"] == 0.9


def test_a_code_of_a_group_is_judged_where_its_group_holds() -> None:
    """What a code's chances say where its group does not hold is not asked."""
    group, own = OUTPUTS.index("any_repair"), OUTPUTS.index("own")
    chances, wanted, counts = made([0.1] * 100, [0] * 100)
    chances[:, group] = [0.2] * 50 + [0.9] * 50
    wanted[:, group] = [0] * 50 + [1] * 50
    # in the lower half, sure and right from .8 on; in the upper half .4 parts the two
    chances[:50, own], wanted[:50, own] = np.repeat([0.5, 0.8], 25), [0] * 25 + [1] * 25
    chances[50:, own], wanted[50:, own] = [0.2] * 45 + [0.4] * 5, [0] * 45 + [1] * 5
    assert 0.2 < fitting.thresholds(chances, wanted, counts)["own"] <= 0.4
    chances[:, group] = 0.9
    assert fitting.thresholds(chances, wanted, counts)["own"] > 0.4


def test_as_much_of_the_wide_part_is_added_as_it_knows() -> None:
    """The truth follows the wide part for one output and the transformer for the other."""
    rng = np.random.default_rng(2)
    deep, wide = rng.normal(size=(2, 400, len(OUTPUTS)))
    wanted = (deep > 0).astype(float)
    wanted[:, DENIAL] = wide[:, DENIAL] > 0
    much = fitting.blend(deep, wide, wanted, np.ones_like(wanted))
    assert much[ENGAGED] < 0.1
    assert much[DENIAL] == fitting.MOST_WIDE

from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST, Role
from training.outputs import OUTPUTS, target


def wanted(coding: Coding, role: Role) -> dict[str, float]:
    """Only the outputs that count."""
    values, counts = target(coding, role)
    return {n: v for n, v, c in zip(OUTPUTS, values, counts, strict=True) if c}


def test_a_therapist_turn_counts_for_moves_only() -> None:
    told = wanted(Coding(moves=("own",)), THERAPIST)
    assert set(told) == {*procedure.MOVE_NAMES, "any_repair", "any_hindering"}
    assert [name for name, value in told.items() if value] == ["own", "any_repair"]


def test_strength_counts_only_where_there_is_a_rupture() -> None:
    calm = wanted(Coding(engaged=True, risk=False), PATIENT)
    assert not {"strength_2", "strength_3"} & set(calm)
    clear = wanted(Coding(("withdrawal",), 2, ("denial",), False, False), PATIENT)
    assert (clear["strength_2"], clear["strength_3"]) == (1.0, 0.0)
    assert [name for name, value in clear.items() if value] == [
        "withdrawal",
        "denial",
        "strength_2",
        "any_rupture",
    ]

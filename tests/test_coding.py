import pytest

from reknit.coding import Coding, problems
from reknit.procedure import PATIENT, THERAPIST


def test_a_clean_coding_has_no_problems() -> None:
    assert problems(Coding(("withdrawal",), 1, ("denial",), False, False), PATIENT) == []
    assert problems(Coding(moves=("own", "reflect")), THERAPIST) == []


@pytest.mark.parametrize(
    ("coding", "role", "problem"),
    [
        (Coding(("anger",), 1, ()), PATIENT, "unknown rupture 'anger'"),
        (Coding(("withdrawal",), 1, ("sulks",)), PATIENT, "unknown marker 'sulks'"),
        (Coding(moves=("hug",)), THERAPIST, "unknown move 'hug'"),
        (Coding(("withdrawal",), 0, ("denial",)), PATIENT, "a rupture and its strength"),
        (Coding((), 2), PATIENT, "a rupture and its strength"),
        (Coding(("withdrawal",), 4, ("denial",)), PATIENT, "strength is 0 to 3"),
        (Coding(("withdrawal",), 1, ("hostility",)), PATIENT, "withdrawal without a withdrawal"),
        (Coding(("withdrawal",), 1, ("denial", "hostility")), PATIENT, "without confrontation"),
        (Coding(moves=("own",)), PATIENT, "a patient turn carries no moves"),
        (Coding(engaged=True), THERAPIST, "a therapist turn carries moves only"),
    ],
)
def test_each_problem_is_named(coding: Coding, role: str, problem: str) -> None:
    assert any(problem in found for found in problems(coding, role))


def test_has_any_is_false_where_moves_were_not_read() -> None:
    assert not Coding(moves=None).has_any(("own",))


def test_codes_are_all_that_hold() -> None:
    coding = Coding(("withdrawal",), 1, ("denial",), True, None, ())
    assert coding.codes == ("withdrawal", "denial", "engaged")
    assert Coding(None, None, None, None, None, None).codes == ()

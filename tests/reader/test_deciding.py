from reknit import procedure
from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Reading, decide

HALF = dict.fromkeys(procedure.CODE_NAMES, 0.5)


def scores(**given: float) -> dict[str, float]:
    return {name: given.get(name, 0.1) for name in (*procedure.CODE_NAMES, *given)}


def test_codes_hold_from_their_threshold_on() -> None:
    thresholds = HALF | {"engaged": 0.7, "risk": 0.2}
    coding = decide(Reading(scores(engaged=0.69, risk=0.2)), PATIENT, thresholds)
    assert (coding.engaged, coding.risk) == (False, True)


def test_a_rupture_has_the_likeliest_marker_of_its_kind_where_none_passes() -> None:
    seen = Reading(scores(withdrawal=0.6, denial=0.4, hostility=0.9), strength=1.6)
    assert decide(seen, PATIENT, HALF) == Coding(
        ("withdrawal",), 2, ("denial",), engaged=False, risk=False, moves=()
    )


def test_without_rupture_there_are_no_markers_and_no_strength() -> None:
    coding = decide(Reading(scores(denial=0.9), strength=2.9), PATIENT, HALF)
    assert (coding.rupture, coding.markers, coding.strength) == ((), (), 0)


def test_strength_is_rounded_and_kept_within_one_to_three() -> None:
    def strength(expected: float) -> int | None:
        return decide(Reading(scores(confrontation=0.9), expected), PATIENT, HALF).strength

    assert [strength(value) for value in (1.0, 1.49, 1.5, 2.5, 3.0)] == [1, 1, 2, 3, 3]


def test_a_therapist_turn_has_at_least_one_move() -> None:
    assert decide(Reading(scores(own=0.3)), THERAPIST, HALF).moves == ("own",)


def test_what_was_not_read_is_none_and_never_zero() -> None:
    coding = decide(Reading({"withdrawal": 0.9}), PATIENT, HALF)
    assert coding == Coding(("withdrawal",), None, None, None, None, ())
    assert decide(Reading({}), PATIENT, HALF).rupture is None
    assert decide(Reading({}), PATIENT, HALF).strength is None
    assert decide(Reading({}), THERAPIST, HALF).moves is None


GROUPED = HALF | dict.fromkeys(procedure.GROUPS, 0.5)


def test_a_group_that_does_not_hold_has_no_code_and_one_that_holds_has_its_likeliest() -> None:
    def rupture(**given: float) -> tuple[str, ...] | None:
        return decide(Reading(scores(**given), strength=1.0), PATIENT, GROUPED).rupture

    assert rupture(any_rupture=0.4, withdrawal=0.6) == ()
    assert rupture(any_rupture=0.6, withdrawal=0.3, confrontation=0.4) == ("confrontation",)
    assert rupture(any_rupture=0.6, withdrawal=0.6, confrontation=0.7) == (
        "withdrawal",
        "confrontation",
    )


def test_a_move_whose_group_was_decided_against_does_not_come_back_as_the_likeliest() -> None:
    seen = scores(any_repair=0.4, any_hindering=0.1, own=0.45, inform=0.2)
    assert decide(Reading(seen), THERAPIST, GROUPED).moves == ("inform",)

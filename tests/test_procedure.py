from collections import Counter

from reknit import procedure


def test_the_codes_of_the_manual_are_all_there_and_once() -> None:
    assert len(procedure.WITHDRAWAL_MARKERS) == 9
    assert len(procedure.CONFRONTATION_MARKERS) == 8
    assert len(procedure.REPAIR_MOVES) == 11
    assert len(procedure.HINDERING_MOVES) == 5
    assert len(procedure.ORDINARY_MOVES) == 4
    assert max(Counter(procedure.CODE_NAMES).values()) == 1


def test_steps_are_made_of_repair_moves() -> None:
    steps = procedure.ATTENTION_MOVES + procedure.EXPLORING_MOVES + procedure.RESOLVING_MOVES
    assert set(procedure.REPAIR_NAMES) - set(steps) == {"link_pattern"}


def test_role_of() -> None:
    assert procedure.role_of("own") == "therapist"
    assert procedure.role_of("engaged") == "patient"
    assert procedure.role_of("hostility") == "patient"

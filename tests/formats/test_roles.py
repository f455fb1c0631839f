from __future__ import annotations

from typing import Any

import pytest

from reknit.formats.roles import from_labels, outside, role_word, unknown


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Therapist", "therapist"),
        ("THERAPIST 2", "therapist"),
        ("Therapist (Ann)", "therapist"),
        ("Ann Lee - Counsellor", "therapist"),
        ("Co-therapist", "therapist"),
        ("student counselor", "therapist"),
        ("Social Worker", "therapist"),
        ("Th.", "therapist"),
        ("T", "therapist"),
        ("T1", "therapist"),
        ("CLIENT 1", "patient"),
        ("Patient's mother", "patient"),
        ("P", "patient"),
        ("Pt", "patient"),
        ("Student", "patient"),
        ("user", "patient"),
        ("Ann T.", None),
        ("Theresa", None),
        ("C", None),
        ("Dr Lee", None),
        ("Therapist of the client", None),
        ("Dr. Pat Morgan", None),
        ("Pat Morgan", None),
        ("Paul Nurse", None),
        ("Dr. Emily Child", None),
        ("Coach Taylor", None),
        ("Pat", "patient"),
        ("Ann (nurse)", "therapist"),
        ("Nurse 2", "therapist"),
        ("Participant (Ann)", "patient"),
        ("student nurse", "therapist"),
    ],
)
def test_role_word(label: str, role: Any) -> None:
    assert role_word(label) == role


@pytest.mark.parametrize(
    ("names", "therapists"),
    [
        (["T", "C"], ["T"]),
        (["Th", "C"], ["Th"]),
        (["P", "C"], ["C"]),
        (["I", "R"], ["I"]),
        (["I", "P"], ["I"]),
        (["Dr. Lee", "Ann"], ["Dr. Lee"]),
        (["Doctor", "Patient"], ["Doctor"]),
        (["Dr. Lee", "Therapist"], ["Therapist"]),
        (["Dr. Lee", "Therapist", "Client"], ["Dr. Lee", "Therapist"]),
        (["Therapist 1", "Therapist 2", "Ann", "Bo"], ["Therapist 1", "Therapist 2"]),
        (["Client", "Ann"], ["Ann"]),
        (["Dr. Pat Morgan", "Chris"], ["Dr. Pat Morgan"]),
        (["Paul Nurse", "Dr Kim"], ["Dr Kim"]),
        (["Dr. Emily Child", "Sam"], ["Dr. Emily Child"]),
        (["T", "Unknown"], ["T"]),
        (["Dr Lee", "Unknown"], ["Dr Lee"]),
        (["Client", "Ann", "Unknown"], ["Ann"]),
    ],
)
def test_labels_that_settle_it(names: list[str], therapists: list[str]) -> None:
    roles = from_labels(names)
    assert roles is not None
    assert [name for name in names if roles[name] == "therapist"] == therapists
    assert set(roles) == set(names)


@pytest.mark.parametrize(
    "names",
    [["Ann", "Bo"], ["A", "B"], ["C", "J"], ["Dr Lee", "Dr Bo"], ["Client", "Ann", "Bo"]],
)
def test_labels_that_do_not(names: list[str]) -> None:
    assert from_labels(names) is None


def test_outside() -> None:
    assert outside("Narrator")
    assert not outside("Unknown Speaker")
    assert not outside("Paul Observer")
    assert unknown("Unknown Speaker 2")
    assert not unknown("Speaker 2")
    assert not outside("Speaker 1")
    assert not outside("Observer therapist")

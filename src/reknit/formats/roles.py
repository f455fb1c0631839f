"""Who a label says is speaking: therapist, patient, or nobody in the talk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reknit.formats.line import listed
from reknit.procedure import PATIENT, THERAPIST, Role

_THERAPIST: Final = frozenset(
    listed(
        "therapist psychotherapist cotherapist counsellor counselor clinician psychologist "
        "psychiatrist analyst psychoanalyst interviewer helper coach facilitator practitioner "
        "provider nurse physician listener supporter assistant th ther couns psych"
    )
)
_PATIENT: Final = frozenset(
    listed("patient client caller texter interviewee respondent helpseeker seeker pt pat cl clt")
)
# Said of patients, unless a therapist's word stands beside them ("student counsellor").
_PATIENT_ALONE: Final = frozenset(listed("user human participant student member child"))
_TITLES: Final = frozenset(listed("dr doctor doc prof professor"))
_OUTSIDE: Final = frozenset(
    listed(
        "narrator observer transcriber transcriptionist unknown unidentified unintelligible "
        "system developer tool announcer voiceover"
    )
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def role_word(label: str) -> Role | None:
    """The role that one label states by itself ("Therapist (Ann)", "CLIENT 1", "T"), or None."""
    words = _words(label)
    if words == ["t"]:
        return THERAPIST
    if words == ["p"]:
        return PATIENT
    therapist = not _THERAPIST.isdisjoint(words) or "social worker" in " ".join(words)
    patient = not _PATIENT.isdisjoint(words)
    if therapist and patient:
        return None
    if therapist:
        return THERAPIST
    return PATIENT if patient or not _PATIENT_ALONE.isdisjoint(words) else None


def outside(label: str) -> bool:
    """Whether a label names nobody in the talk: a narrator, an observer, an unknown voice."""
    words = _words(label)
    return role_word(label) is None and not _OUTSIDE.isdisjoint(words)


def from_labels(names: Iterable[str]) -> dict[str, Role] | None:
    """The role of every name where the labels settle it, or None where they do not."""
    names = tuple(names)
    known = {name: role for name in names if (role := role_word(name))}
    letters = {name: words[0] for name in names if (words := _words(name)) and len(words) == 1}
    for name in names:
        if name not in known and (role := _by_company(letters.get(name, ""), known, letters)):
            known[name] = role
    titled = [name for name in names if name not in known and not _TITLES.isdisjoint(_words(name))]
    # "Dr Lee" beside "Therapist" may well be the patient, so a title counts only where it is needed
    # or where there is a patient already.
    if PATIENT in known.values() or (THERAPIST not in known.values() and len(titled) < len(names)):
        known |= dict.fromkeys(titled, THERAPIST)
    if THERAPIST in known.values():
        return {name: known.get(name, PATIENT) for name in names}
    rest = [name for name in names if name not in known]
    return {**known, rest[0]: THERAPIST} if known and len(rest) == 1 else None


def _by_company(letter: str, known: dict[str, Role], letters: dict[str, str]) -> Role | None:
    """What C, I and R stand for depends on who else is there."""
    roles = set(known.values())
    if letter == "c" and roles == {THERAPIST}:
        return PATIENT
    if letter in ("c", "i") and roles == {PATIENT}:
        return THERAPIST
    if letter in ("i", "r") and {"i", "r"} <= set(letters.values()):
        return THERAPIST if letter == "i" else PATIENT
    return None


def _words(label: str) -> list[str]:
    return _WORD.findall(label.casefold().replace("co-therapist", "cotherapist"))

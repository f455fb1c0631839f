"""Who a label says is speaking: therapist, patient, or nobody in the talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from reknit.formats.line import listed
from reknit.procedure import PATIENT, THERAPIST, Role

_THERAPIST: Final = frozenset(
    listed(
        "therapist psychotherapist cotherapist counsellor counselor clinician psychologist "
        "psychiatrist psychoanalyst interviewer facilitator practitioner"
    )
)
_PATIENT: Final = frozenset(
    listed("patient client caller texter interviewee respondent helpseeker")
)
# These may be part of a name (Paul Nurse, Pat Morgan), so they count only by themselves.
_THERAPIST_ALONE: Final = frozenset(
    listed(
        "analyst helper coach provider nurse physician listener supporter assistant th ther couns "
        "psych t"
    )
)
_PATIENT_ALONE: Final = frozenset(
    listed("seeker pt pat cl clt p user human participant student member child")
)
_BESIDE: Final = frozenset(
    listed("trainee student lead senior junior family group support main my the male female adult")
)
_ABOUT: Final = frozenset(listed("name names initials age gender date id code"))
_TITLES: Final = frozenset(listed("dr doctor doc prof professor nurse"))
_OUTSIDE: Final = frozenset(
    listed("narrator observer transcriber transcriptionist announcer voiceover")
)
_UNKNOWN: Final = frozenset(listed("unknown unidentified unintelligible inaudible crosstalk"))
_ANYBODY: Final = frozenset(listed("speaker voice person male female"))
_WORD: Final = re.compile(r"[^\W\d_]+")
_PART: Final = re.compile(r"[()\[\],;|/–—]|\s-\s")

UNKNOWN: Final = "Unknown"
"""What a voice is called that the file gives no name."""


def role_word(label: str) -> Role | None:
    """The role that one label states by itself ("Therapist (Ann)", "CLIENT 1", "T"), or None."""
    words = set(_words(label))
    if not _ABOUT.isdisjoint(words):
        return None  # "Client name" tells of a speaker, and is none
    therapist = not _THERAPIST.isdisjoint(words) or "social worker" in " ".join(_words(label))
    patient = not _PATIENT.isdisjoint(words)
    if therapist or patient:
        return (THERAPIST if therapist else PATIENT) if therapist != patient else None
    said = {role for part in _PART.split(label) if (role := _alone(_words(part)))}
    return said.pop() if len(said) == 1 else None


def _alone(words: list[str]) -> Role | None:
    """The role of words of which none can be somebody's name."""
    if not _THERAPIST_ALONE.union(_PATIENT_ALONE, _BESIDE).issuperset(words):
        return None
    if not _THERAPIST_ALONE.isdisjoint(words):
        return THERAPIST  # over a patient's word: "student nurse"
    return None if _PATIENT_ALONE.isdisjoint(words) else PATIENT


def outside(label: str) -> bool:
    """Whether a label names nobody in the talk: a narrator, an observer, a transcriber."""
    return bool(words := _words(label)) and _OUTSIDE.issuperset(words)


def unknown(label: str) -> bool:
    """Whether a label says that nobody knows who it is: "Unknown Speaker"."""
    words = set(_words(label))
    return words <= _UNKNOWN | _ANYBODY and not _UNKNOWN.isdisjoint(words)


def from_labels(
    names: Iterable[str], stated: Mapping[str, Role] | None = None
) -> dict[str, Role] | None:
    """The role of every name where the labels settle it, or None where they do not.

    `stated` holds what the file itself says of some of these names. An unknown voice counts as the
    patient's, since what may be a patient's words must be read as such.
    """
    names = tuple(names)
    known = {name: role for name in names if (role := role_word(name))} | dict(stated or {})
    strangers = [name for name in names if name not in known and unknown(name)]
    letters = {name: words[0] for name in names if (words := _words(name)) and len(words) == 1}
    for name in names:
        if name not in known and (role := _by_company(letters.get(name, ""), known, letters)):
            known[name] = role
    titled = [n for n in names if n not in known and not _TITLES.isdisjoint(_words(n)[:1])]
    # "Dr Lee" beside "Therapist" may well be the patient, so a title counts only where it is needed
    # or where there is a patient already.
    some = len(titled) < max(2, len(names) - len(strangers))
    if PATIENT in known.values() or (THERAPIST not in known.values() and some):
        known |= dict.fromkeys(titled, THERAPIST)
    if THERAPIST in known.values():
        return {name: known.get(name, PATIENT) for name in names}
    rest = [name for name in names if name not in known and name not in strangers]
    if not known or len(rest) != 1:
        return None
    return {**known, **dict.fromkeys(strangers, PATIENT), rest[0]: THERAPIST}


def is_title(word: str) -> bool:
    """Whether a word stands before names, such as "Dr"."""
    return word.casefold() in _TITLES or word.casefold() in ("mr", "mrs", "ms", "miss")


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

"""A case small enough to reckon with by hand."""

from __future__ import annotations

from typing import Any

from reknit.practice.case import Case

BANDS = ("closed", "wary", "open")


def word_list(words: str) -> list[str]:
    return words.split()


def told(**changes: Any) -> dict[str, Any]:
    """A case as its file would tell it; every line names where it belongs."""
    groups = word_list("question reflect inform other named asked owned felt changed")
    lines: dict[str, Any] = {
        group: {band: [f"{group} {band} {n}." for n in range(3)] for band in BANDS}
        for group in groups
    }
    others = word_list(
        "defend blame press_on dismiss appease silence odd repeated promise_broken wrong_name "
        "test leaves ends"
    )
    for group in others:
        lines[group] = [f"{group} {n}." for n in range(3)]
    return {
        "title": "A test",
        "patient": "Ada",
        "age": 40,
        "setting": "clinic",
        "modality": "cbt",
        "brief": "Ada comes for the first time.",
        "rupture": ["confrontation"],
        "markers": ["complaint_task"],
        "sets_off": "The sheet.",
        "names": ["Addie"],
        "start": {"openness": 0.2, "anger": 0.3, "fear": 0.3},
        "opening": ["How was the sheet?", "Childish, to be honest."],
        "beneath": [
            {
                "told": f"layer {n}",
                "touches": [f"touch {n} {m}" for m in range(3)],
                "lines": [f"beneath {n} {m}." for m in range(3)],
            }
            for n in (1, 2, 3)
        ],
        "knows": [
            {"asked": ["work", "job"], "says": ["I'm a vet."]},
            {"asked": ["children"], "says": ["Two."]},
            {"asked": ["sleep"], "says": ["Badly."]},
            {"asked": ["your husband"], "says": ["He's well."]},
        ],
        "mends": {"own": ["That was my doing.", "My mistake."]},
        "lines": lines,
    } | changes


def small(**changes: Any) -> Case:
    """The same, checked."""
    return Case.model_validate(told(**changes))

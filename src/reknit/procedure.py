"""The vocabulary of the procedure as data: every code that a reader, coder or screen may use.

The codes are those of the project's coding manual (sections A to C), which puts the procedure
"repair of alliance rupture" (Safran & Muran, 2000) into rules. They are not the 3RS and must not
be reported as 3RS scores. This module imports nothing else of Reknit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["therapist", "patient"]
Rupture = Literal["withdrawal", "confrontation"]
Outcome = Literal["resolved", "partly", "passed", "unaddressed", "worsened"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its name in files, its plain label for people, and what it stands for."""

    name: str
    label: str
    meaning: str


THERAPIST: Final[Role] = "therapist"
PATIENT: Final[Role] = "patient"

RUPTURES: Final = (
    Code("withdrawal", "withdrawal", "the patient moves away from the therapist or the work"),
    Code("confrontation", "confrontation", "the patient moves against the therapist or the work"),
)

STRENGTHS: Final = ("none", "slight", "clear", "strong")
"""Words for `strength` 0 to 3: 1 could be let pass, 3 stops the work."""

WITHDRAWAL_MARKERS: Final = (
    Code("minimal_response", "minimal response", "closes what was opened, or gives a non-answer"),
    Code("denial", "denial", "denies a feeling that the talk has shown, to be done with it"),
    Code("abstraction", "abstraction", "goes general or intellectual to keep from what is felt"),
    Code("topic_shift", "topic shift", "changes the subject, jokes or tells stories to get away"),
    Code("deference", "deference", "agrees or complies instead of saying what they think"),
    Code("affect_split", "split affect", "words and shown feeling do not fit each other"),
    Code("self_blame", "self-blame", "turns criticism or hopelessness on the self and shuts out"),
    Code("indirect_negative", "indirect complaint", "says something negative sideways, hedged"),
    Code("leaves", "leaves", "asks to stop or ends contact without attack"),
)

CONFRONTATION_MARKERS: Final = (
    Code("complaint_therapist", "complaint about the therapist", "criticises person or skill"),
    Code("complaint_task", "complaint about the task", "criticises what they do together"),
    Code("complaint_frame", "complaint about the frame", "criticises time, fee, rules, privacy"),
    Code("complaint_progress", "complaint about progress", "says that it is not working"),
    Code("rejects_intervention", "rejects a remark", "dismisses a remark or suggestion flatly"),
    Code("defends_self", "defends themselves", "answers as if accused"),
    Code("controls_therapist", "presses the therapist", "presses, tests, orders, demands a side"),
    Code("hostility", "hostility", "sarcasm, insult, contempt, a threat to leave"),
)

REPAIR_MOVES: Final = (
    Code("draw_attention", "draw attention", "names a tension between the two, or asks for it"),
    Code("explore", "explore", "asks what the patient feels, wants or fears here and now"),
    Code("clarify", "clarify", "sorts out a misunderstanding so as to be understood"),
    Code("rationale", "give the rationale", "says again why they do this work or this step"),
    Code("empathize", "empathize", "puts into words what the rupture is like for the patient"),
    Code("own", "own a part", "takes responsibility for a named part"),
    Code("receive", "receive", "answers a complaint without defending, and stays open"),
    Code("share_perspective", "share a perspective", "builds a joint account of what happens"),
    Code("change_course", "change course", "changes task, goal or pace because of the patient"),
    Code("disclose", "disclose", "tells what they feel about the relationship, for the work"),
    Code("link_pattern", "link to a pattern", "ties it to the patient's other relationships"),
)

HINDERING_MOVES: Final = (
    Code("defend", "defend", "justifies themselves, or explains the patient's complaint away"),
    Code("blame", "blame", "criticises, labels or lectures the patient"),
    Code("press_on", "press on", "goes on with the agenda while a clear rupture stands unanswered"),
    Code("dismiss", "dismiss", "waves the feeling away or reassures too fast"),
    Code("appease", "appease", "gives in or over-apologises so that nothing gets explored"),
)

ORDINARY_MOVES: Final = (
    Code("question", "question", "asks about the patient's life or problem"),
    Code("reflect", "reflect", "gives back what the patient said or felt"),
    Code("inform", "inform", "gives information or advice"),
    Code("other", "other", "praise, small talk, ordinary courtesy"),
)

ENGAGED: Final = Code("engaged", "takes part openly", "says something felt, or thinks aloud")
RISK: Final = Code("risk", "possible risk", "words that may hint at suicide, self-harm or violence")

MARKERS: Final = WITHDRAWAL_MARKERS + CONFRONTATION_MARKERS
MOVES: Final = REPAIR_MOVES + HINDERING_MOVES + ORDINARY_MOVES
PATIENT_CODES: Final = RUPTURES + MARKERS + (ENGAGED, RISK)
CODES: Final = PATIENT_CODES + MOVES

RUPTURE_NAMES: Final = tuple(c.name for c in RUPTURES)
MARKER_NAMES: Final = tuple(c.name for c in MARKERS)
REPAIR_NAMES: Final = tuple(c.name for c in REPAIR_MOVES)
HINDERING_NAMES: Final = tuple(c.name for c in HINDERING_MOVES)
MOVE_NAMES: Final = tuple(c.name for c in MOVES)
CODE_NAMES: Final = tuple(c.name for c in CODES)
BY_NAME: Final = {c.name: c for c in CODES}

MARKERS_OF: Final = {
    "withdrawal": tuple(c.name for c in WITHDRAWAL_MARKERS),
    "confrontation": tuple(c.name for c in CONFRONTATION_MARKERS),
}

GROUPS: Final = {
    "any_rupture": RUPTURE_NAMES,
    "any_repair": REPAIR_NAMES,
    "any_hindering": HINDERING_NAMES,
}
"""Codes of which a reader may say that at least one holds, before it says which."""

ATTENTION_MOVES: Final = ("draw_attention", "disclose")
EXPLORING_MOVES: Final = ("explore",)
RESOLVING_MOVES: Final = (
    "clarify",
    "rationale",
    "empathize",
    "own",
    "receive",
    "share_perspective",
    "change_course",
)

STEPS: Final = ("sense", "attention", "explore", "resolve")

OUTCOMES: Final[dict[Outcome, str]] = {
    "worsened": "it grew, or the patient stopped or left",
    "unaddressed": "no repair move came, and it goes on as it was",
    "partly": "a repair move came; weaker or the same goes on",
    "passed": "the patient came back openly without a repair move",
    "resolved": "the patient came back openly after a repair move",
}
"""Outcomes, the ones most worth a supervisor's eye first (manual, section C)."""


def role_of(name: str) -> Role:
    """Whose turns a code, or a group of codes, belongs to."""
    return THERAPIST if GROUPS.get(name, (name,))[0] in MOVE_NAMES else PATIENT

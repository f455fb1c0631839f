"""Message: one message of a chat, as chat programs send them; and the talk that messages make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reknit.procedure import PATIENT, THERAPIST, Role
from reknit.session import Turn, in_turns

USER: Final = "user"
ASSISTANT: Final = "assistant"
SPEAKERS: Final[dict[str, Role]] = {USER: PATIENT, ASSISTANT: THERAPIST}
"""Whose turns messages are. Messages of other roles (system, tool) are no talk."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: whose it is (`user`, `assistant`, or another role that is no talk), and its
    words."""

    role: str
    content: str


def turns(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """The talk that these messages make: the user as patient, the agent as therapist. Messages in
    a row of one side are one turn; empty ones are none."""
    return in_turns(
        (SPEAKERS[one.role], words)
        for one in messages
        if one.role in SPEAKERS and (words := one.content.strip())
    )

"""Forms: what the server takes and gives, in OpenAI's form and in our own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from reknit.companion import Handoff, Message, Reply
from reknit.companion.situation import Situation
from reknit.procedure import Role
from reknit.relay import without_halves
from reknit.session import Session, in_turns

Words = Annotated[str, AfterValidator(without_halves)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartForm(_Asked):
    """A part of a message; parts that are no text are handed on and not read."""

    type: str
    text: Words | None = None


class MessageForm(_Asked):
    """One message of a chat."""

    role: str
    content: Words | list[PartForm] | None = None

    def message(self) -> Message:
        """The message as it is read."""
        if isinstance(self.content, list):
            return Message(self.role, "\n".join(part.text or "" for part in self.content))
        return Message(self.role, self.content or "")


class ChatForm(_Asked):
    """A request for a chat completion. What is not named here is handed on to the model."""

    messages: Annotated[list[MessageForm], Field(min_length=1)]
    model: Words = "reknit"
    stream: bool | None = False
    n: Annotated[int, Field(ge=1, le=1)] | None = 1


class HandoffForm(_Told):
    """Why this should not stay with a program, and the way to a person."""

    kind: Literal["safety", "person"]
    way: str


class SensedForm(_Told):
    """What was sensed in the user's last message, and what was done: the extension field `reknit`.

    `kind` and `step` are those of the companion; `rupture` to `risk` what was read in the message;
    `rule`, `moves`, `why` and `avoid` the guide's advice; `faults` what the agent had done before;
    `by` whose words the answer is in; `refused` how many answers of the model were not shown.
    """

    kind: str
    step: str
    rupture: list[str]
    strength: int | None
    markers: list[str]
    engaged: bool | None
    risk: bool
    asked: bool
    rule: str | None
    moves: list[str]
    why: str | None
    avoid: list[str]
    faults: list[str]
    by: Literal["companion", "upstream"]
    refused: int
    handoff: HandoffForm | None
    reader: str


def sensed(here: Situation, reader: str, reply: Reply | None = None) -> SensedForm:
    """The extension field for a situation; without a reply of ours, the answer is the model's."""
    coding = here.coding
    advice = here.advice
    return SensedForm(
        kind=here.kind,
        step=reply.step if reply else here.kind,
        rupture=list(coding.rupture or ()),
        strength=coding.strength,
        markers=list(coding.markers or ()),
        engaged=coding.engaged,
        risk=here.risk.since is not None,
        asked=here.asked,
        rule=advice.rule if advice else None,
        moves=list(advice.moves) if advice else [],
        why=advice.why if advice else None,
        avoid=list(advice.avoid) if advice else [],
        faults=list(here.faults),
        by=reply.by if reply else "upstream",
        refused=reply.refused if reply else 0,
        handoff=_handoff(reply.handoff) if reply and reply.handoff else None,
        reader=reader,
    )


def _handoff(one: Handoff) -> HandoffForm:
    return HandoffForm(kind=one.kind, way=one.way)


class SaidForm(_Asked):
    """One turn of a session."""

    speaker: Role
    text: Words


class SessionAsked(_Asked):
    """A session to be read."""

    turns: Annotated[list[SaidForm], Field(min_length=1)]
    id: Words = "session"

    def session(self) -> Session:
        """The session, turns of one speaker in a row being one."""
        turns = in_turns((one.speaker, one.text) for one in self.turns)
        return Session(self.id, turns, self.id)


class NextAsked(SessionAsked):
    """A session, and what is asked about what to do next in it."""

    at: int | None = None
    modality: Words | None = None
    felt: Words | None = None
    most: Annotated[int, Field(ge=1, le=5)] = 3
    risk_checked: bool = False


class ErrorForm(_Told):
    """What was wrong, in OpenAI's form."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorsForm(_Told):
    """An error's envelope."""

    error: ErrorForm


def error(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    """An error in OpenAI's form."""
    return ErrorsForm(
        error=ErrorForm(message=message, type=kind, param=None, code=code)
    ).model_dump()

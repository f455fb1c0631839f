"""Talks with the companion, as short as what they try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reknit.companion import Companion, Message, human_help
from reknit.companion.situation import Situation
from reknit.procedure import PATIENT
from reknit.reader import Reading, load
from reknit.session import Turn

TIPS = "Here are some tips: keep a regular bedtime, avoid caffeine, and avoid screens before bed."
AGAIN = f"I understand how frustrating that is. {TIPS}"
REPEATED = (
    "cant sleep again",
    TIPS,
    "i work nights",
    AGAIN,
    "You just said that. You're not listening to me at all.",
)
"""A talk that ends with a plain complaint: the agent has said the same thing twice."""
RISKY = "Honestly I just want to die."


def messages(*said: str) -> list[Message]:
    """Messages in turn, the user first."""
    return [Message("assistant" if at % 2 else "user", one) for at, one in enumerate(said)]


def companion() -> Companion:
    return Companion(load(), human_help.given("GB"))


def situation(*said: str) -> Situation:
    return companion().consider(messages(*said))


@dataclass(frozen=True)
class Doubting:
    """The shipped reader, unsure whether what a user says is a rupture."""

    chance: float = 0.3
    name: str = "doubting"
    version: str = "1"

    @property
    def thresholds(self) -> Mapping[str, float]:
        return load().thresholds

    @property
    def scores(self) -> dict[str, float]:
        return dict.fromkeys(("any_rupture", "withdrawal"), self.chance)

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        return [
            replace(
                one, scores={**one.scores, "any_rupture": self.chance, "withdrawal": self.chance}
            )
            if turns[at].speaker == PATIENT
            else one
            for at, one in enumerate(load().read(turns, since), since)
        ]


def played(*lines: str, person: str = "") -> list[str]:
    """What the companion answers to these lines, one after another."""
    agent = Companion(load(), human_help.given("GB"), person)
    said: list[Message] = []
    for line in lines:
        said.append(Message("user", line))
        said.append(Message("assistant", agent.reply(said).text))
    return [one.content for one in said if one.role == "assistant"]

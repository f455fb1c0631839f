"""A second coder as a reader: what a person said of the same turns, measured the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reknit import procedure
from reknit.procedure import THERAPIST
from reknit.reader import Reading
from reknit.session import Turn
from training.corpus import Coded


@dataclass(frozen=True)
class Coder:
    """Reads, in a session that the coder has coded, just what the coder said."""

    coded: Sequence[Coded]
    name: str = "second coder"
    version: str = "1"

    @property
    def thresholds(self) -> Mapping[str, float]:
        """A code holds where the coder said so."""
        return dict.fromkeys(procedure.CODE_NAMES, 0.5)

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        """1 for each code said, 0 for the others. Raises ValueError for a session not coded."""
        for one in self.coded:
            if tuple(turns) == one.session.turns:
                return [
                    Reading(
                        {
                            name: float(name in coding.codes)
                            for name in procedure.CODE_NAMES
                            if procedure.role_of(name) == turn.speaker
                        },
                        None if turn.speaker == THERAPIST else float(coding.strength or 1),
                    )
                    for turn, coding in zip(turns[since:], one.codings[since:], strict=True)
                ]
        raise ValueError("this session was not coded by this coder")

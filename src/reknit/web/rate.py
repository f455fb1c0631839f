"""Rate: how many requests a client has left."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 10_000
"""Clients that are remembered; the one heard of longest ago is forgotten first."""


@dataclass(slots=True)
class Rate:
    """A bucket for each client that holds a minute's requests and fills evenly."""

    a_minute: int
    held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, repr=False)

    def take(self, client: str, now: float) -> int | None:
        """Take one request at time `now` (seconds); None where there was one, else the seconds
        after which there will be."""
        left, then = self.held.pop(client, (float(self.a_minute), now))
        left = min(self.a_minute, left + (now - then) * self.a_minute / 60)
        enough = left >= 1
        self.held[client] = (left - 1 if enough else left, now)
        while len(self.held) > MOST:
            self.held.popitem(last=False)
        return None if enough else max(1, math.ceil((1 - left) * 60 / self.a_minute))

"""Memory: what was heard in conversations that go on, kept so that each turn is read once.

A cache and nothing else: what it does not hold is read again from the messages, with the same
result. It holds no words: conversations are known by a keyed hash of what was said.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import Final

from reknit.companion.hearing import Heard, hear
from reknit.reader import Reader
from reknit.session import Turn

MOST: Final = 20_000
"""Turns that are kept; those of the conversation that was heard of longest ago go first."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was heard, by what was said; `held` maps the hash of a talk to its turns as heard."""

    reader: Reader
    most: int = MOST
    held: OrderedDict[bytes, tuple[Heard, ...]] = field(default_factory=OrderedDict, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def heard(self, turns: Sequence[Turn]) -> tuple[Heard, ...]:
        """Every turn as heard; only those that were not read before are read."""
        names = self._names(turns)
        known: tuple[Heard, ...] = ()
        with self._lock:
            for name in reversed(names):
                if name in self.held:
                    known = self.held[name]
                    break
        if len(known) == len(turns):
            return known
        heard = (*known, *hear(self.reader, turns, len(known)))
        with self._lock:
            # The talk has grown: what was known of its beginning is part of what is known now.
            if known:
                self.held.pop(names[len(known) - 1], None)
            self.held[names[-1]] = heard
            self.held.move_to_end(names[-1])
            total = sum(len(one) for one in self.held.values())
            while total > self.most and len(self.held) > 1:
                _, gone = self.held.popitem(last=False)
                total -= len(gone)
        return heard

    def _names(self, turns: Sequence[Turn]) -> list[bytes]:
        """For each turn the hash of the talk up to it."""
        names: list[bytes] = []
        so_far = b""
        for turn in turns:
            said = f"{turn.speaker}\0{turn.text}".encode("utf-8", "surrogatepass")
            so_far = blake2b(so_far + said, key=self._key, digest_size=16).digest()
            names.append(so_far)
        return names

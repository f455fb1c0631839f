"""Memory: what was heard in conversations that go on, kept so that each turn is read once.

A cache and nothing else: what it does not hold is read again from the messages, with the same
result. It holds no words: conversations are known by a keyed hash of what was said.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Final

from reknit.companion.hearing import Heard, hear
from reknit.reader import Reader
from reknit.session import Turn

MOST: Final = 20_000
"""Turns that are kept; those of the conversation that was heard of longest ago go first."""
LONGEST: Final = 15 * 60
"""Seconds after which what was heard goes, unless the conversation went on."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was heard, by what was said; `held` maps the hash of a talk to its turns as heard,
    and `at` to when that was; both from the longest ago on."""

    reader: Reader
    most: int = MOST
    clock: Callable[[], float] = monotonic
    held: OrderedDict[bytes, tuple[Heard, ...]] = field(default_factory=OrderedDict, repr=False)
    at: dict[bytes, float] = field(default_factory=dict, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def heard(self, turns: Sequence[Turn]) -> tuple[Heard, ...]:
        """Every turn as heard; only those that were not read before are read."""
        names = self._names(turns)
        known: tuple[Heard, ...] = ()
        with self._lock:
            self._let_go_of_old()
            for name in reversed(names):
                if name in self.held:
                    known = self.held[name]
                    self._put(name, known)
                    break
        if len(known) == len(turns):
            return known
        heard = (*known, *hear(self.reader, turns, len(known)))
        with self._lock:
            # The talk has grown: what was known of its beginning is part of what is known now.
            if known:
                self._drop(names[len(known) - 1])
            self._put(names[-1], heard)
            total = sum(len(one) for one in self.held.values())
            while total > self.most and len(self.held) > 1:
                total -= len(self._drop(next(iter(self.held))))
        return heard

    def let_go(self) -> None:
        """Let go of what was heard longer ago than it is kept."""
        with self._lock:
            self._let_go_of_old()

    def _put(self, name: bytes, heard: tuple[Heard, ...]) -> None:
        self.held[name], self.at[name] = heard, self.clock()
        self.held.move_to_end(name)

    def _drop(self, name: bytes) -> tuple[Heard, ...]:
        self.at.pop(name, None)
        return self.held.pop(name, ())

    def _let_go_of_old(self) -> None:
        oldest = self.clock() - LONGEST
        while self.held and self.at[first := next(iter(self.held))] < oldest:
            self._drop(first)

    def _names(self, turns: Sequence[Turn]) -> list[bytes]:
        """For each turn the hash of the talk up to it."""
        names: list[bytes] = []
        so_far = b""
        for turn in turns:
            said = f"{turn.speaker}\0{turn.text}".encode("utf-8", "surrogatepass")
            so_far = blake2b(so_far + said, key=self._key, digest_size=16).digest()
            names.append(so_far)
        return names

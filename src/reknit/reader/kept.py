"""Kept: what was made of the earlier turns of talk that grows, so that only new turns cost.

No turn sees a later one, so what the model made of a turn once (each token's keys and values)
holds for as long as what was said before it stays the same. A cache and nothing else, in memory
only: what it does not hold is worked out again, with the same result. Turns are known by a keyed
hash of all that was said in their stretch up to there.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reknit.reader.stretch import Stretch

MOST: Final = 64_000
"""Tokens that are kept, at some 5 KB each; those of turns that were needed longest ago go first."""
LONGEST: Final = 900.0
"""Seconds after which turns that were not needed again are let go: when others are read, or when
it is asked for."""


class Made(NamedTuple):
    """Keys and values in steps, (layers, 2, heads, tokens, size), and the size of a step for each,
    (layers, 2, heads, tokens, 1)."""

    steps: NDArray[np.int8]
    sizes: NDArray[np.float16]

    @property
    def tokens(self) -> int:
        """Of how many tokens."""
        return int(self.steps.shape[3])


class Place(NamedTuple):
    """Where what was made of a turn lies, one number for each token, and when it was needed last
    (seconds)."""

    rows: list[int]
    at: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Turns by their hash, `held`, the one needed longest ago first. What was made of their tokens
    lies in memory that is taken once: a row for each token, however talks grow and end."""

    layers: int
    heads: int
    size: int
    most: int = MOST
    clock: Callable[[], float] = monotonic
    held: OrderedDict[bytes, Place] = field(default_factory=OrderedDict, repr=False)
    _steps: NDArray[np.int8] = field(init=False, repr=False)
    _sizes: NDArray[np.float16] = field(init=False, repr=False)
    _free: list[int] = field(init=False, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        form = (self.most, self.layers, 2, self.heads)
        object.__setattr__(self, "_steps", np.zeros((*form, self.size), np.int8))
        object.__setattr__(self, "_sizes", np.zeros((*form, 1), np.float16))
        object.__setattr__(self, "_free", list(range(self.most)))

    def find(self, stretch: Stretch, most: int, after: bytes = b"") -> Made:
        """What was made of the longest beginning of a stretch that is known, `most` tokens long
        at most; of none where none is. `after` tells talks apart: what was said before it."""
        known: list[bytes] = []
        rows: list[int] = []
        with self._lock:
            for end, name in self._beginnings(stretch, after):
                if end > most or name not in self.held:
                    break
                known.append(name)
                rows += self.held[name].rows
            # A turn is of no use without those before it: these are needed last.
            for name in reversed(known):
                self._put(name, self.held[name].rows)
            return Made(
                np.ascontiguousarray(self._steps[rows].transpose(1, 2, 3, 0, 4)),
                np.ascontiguousarray(self._sizes[rows].transpose(1, 2, 3, 0, 4)),
            )

    def keep(self, stretch: Stretch, made: Made, after: bytes = b"") -> None:
        """Keep what was made of the last tokens of a stretch."""
        first = len(stretch.ids) - made.tokens
        steps, sizes = made.steps.transpose(3, 0, 1, 2, 4), made.sizes.transpose(3, 0, 1, 2, 4)
        beginnings = self._beginnings(stretch, after)
        own = {name for _, name in beginnings}
        with self._lock:
            self._let_go(len(stretch.ids), own)
            start = 0
            for end, name in beginnings:
                if start >= first and name not in self.held and end - start <= len(self._free):
                    rows = [self._free.pop() for _ in range(end - start)]
                    self._steps[rows] = steps[start - first : end - first]
                    self._sizes[rows] = sizes[start - first : end - first]
                    self._put(name, rows)
                start = end

    def let_go(self) -> None:
        """Let go of turns that were not needed for longer than they are kept."""
        with self._lock:
            self._let_go(0, set())

    def _let_go(self, room: int, own: set[bytes]) -> None:
        """Let go of what is old, and of as much as it takes to have room for so many tokens."""
        now = self.clock()
        for name, place in list(self.held.items()):
            if now - place.at < LONGEST and len(self._free) >= room:
                break
            if name not in own:
                self._drop(name)

    def _put(self, name: bytes, rows: list[int]) -> None:
        self.held[name] = Place(rows, self.clock())
        self.held.move_to_end(name)

    def _drop(self, name: bytes) -> None:
        place = self.held.pop(name, None)
        if place is not None:
            self._steps[place.rows] = 0
            self._sizes[place.rows] = 0
            self._free.extend(place.rows)

    def _beginnings(self, stretch: Stretch, after: bytes) -> list[tuple[int, bytes]]:
        """Where each turn ends, and the hash of all that was said up to there."""
        said = np.array([stretch.ids, stretch.turns], dtype=np.int64)
        ends = [*(np.flatnonzero(np.diff(said[1])) + 1).tolist(), said.shape[1]]
        hashed = blake2b(after, key=self._key, digest_size=16)
        found, before = [], 0
        for end in ends:
            hashed.update(said[:, before:end].tobytes())
            found.append((end, hashed.digest()))
            before = end
        return found

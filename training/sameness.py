"""Sameness: turns that say nearly what another says, and phrases that too many sessions share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from training.corpus import Coded, words_of

RUN = 5
"""Words in a row that are compared."""
LEAST_RUNS = 8
"""Turns with fewer runs of words than this are too short to be anyone's."""
ALIKE = 0.4
"""Share of the runs of words of two turns that are in both (Jaccard), from which on one of them
is a near-duplicate of the other. Counted exactly: MinHash with 64 hashes would miss two in three
of those just at the limit, and an index of all runs takes only seconds."""
PHRASE = 4
OVERUSED = 0.03
TELLING = 2
"""Share of sessions from which on a phrase is overused, and how many of its words must be other
than ordinary for it to be anyone's phrase at all."""
ORDINARY = ENGLISH_STOP_WORDS | frozenset(
    (Path(__file__).parent / "ordinary_words.txt").read_text("utf-8").split()
)
"""Words of which everyone's talk is made. Of real transcripts' four-word runs far more are shared
than a written corpus has: on AnnoMI 548 are in more than 3 % of 112 sessions, 28 of them with two
words that are not ordinary."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two turns, each as (session, turn), and the share of their runs of words that both have."""

    one: tuple[str, int]
    other: tuple[str, int]
    share: float


def near_duplicates(coded: Iterable[Coded]) -> list[Alike]:
    """Turns of which one says nearly what another says, within a session or across sessions.

    The two scenes of a contrast pair may share what leads up to their difference.
    """
    seen: list[tuple[tuple[str, int], str, frozenset[str]]] = []
    having: dict[str, list[int]] = {}
    found: list[Alike] = []
    for one in coded:
        for turn in one.session.turns:
            runs = _runs(turn.text)
            if len(runs) < LEAST_RUNS:
                continue
            place = (one.session.id, turn.index)
            shared = Counter(number for run in runs for number in having.get(run, ()))
            for number, both in sorted(shared.items()):
                other, case, its_runs = seen[number]
                share = both / (len(runs) + len(its_runs) - both)
                paired = case == one.head["case"] and other[0] != place[0]
                if share >= ALIKE and not paired:
                    found.append(Alike(place, other, share))
            for run in runs:
                having.setdefault(run, []).append(len(seen))
            seen.append((place, one.head["case"], runs))
    return found


def overused(coded: Sequence[Coded]) -> list[tuple[str, int]]:
    """Runs of four words that are in more than 3 % of the sessions and not made of ordinary words,
    with the number of sessions that have them."""
    sessions: Counter[tuple[str, ...]] = Counter()
    for one in coded:
        runs: set[tuple[str, ...]] = set()
        for turn in one.session.turns:
            words = words_of(turn.text)
            runs.update(tuple(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1))
        sessions.update(runs)
    return [
        (" ".join(run), n)
        for run, n in sessions.most_common()
        if n > OVERUSED * len(coded) and sum(word not in ORDINARY for word in run) >= TELLING
    ]


def _runs(text: str) -> frozenset[str]:
    words = words_of(text)
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))

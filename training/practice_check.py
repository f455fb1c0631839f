"""`make practice-check`: every case with scripted trainees over many seeds.

A repairing trainee should reach the deepest layer, and never before the 6th turn; nobody else
should: not warmth without repair, not advice, not giving in.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from reknit import procedure
from reknit.practice import case as cases
from reknit.practice import rehearsal
from training.trainees import TRAINEES

TURNS = 16
SEEDS = 20
EARLIEST = 6
LEAST = {"repairing": 0.9}
MOST = {"empathic": 0.05, "random": 0.02} | dict.fromkeys(
    ("advising", "defending", "silent", "appeasing", "rude"), 0.0
)
WALKED_OUT = ("silent", "appeasing", "rude")


@dataclass(frozen=True, slots=True)
class Run:
    """One rehearsal: whether the deepest layer was reached, in which turn, whether the patient
    left, and whether openness fell with each hindering move and came back slower than it fell."""

    trainee: str
    case: str
    reached: int
    layers: int
    turn: int | None
    left: bool
    fell: bool
    slower: bool


def play(job: tuple[str, str, int]) -> Run:
    """One rehearsal of a case by a trainee."""
    trainee, name, seed = job
    held = rehearsal.begin(cases.load(name), name, seed)
    chance = random.Random(f"{trainee} {name} {seed}")
    while not held.over and len(held.exchanges) < TURNS:
        held = rehearsal.say(held, TRAINEES[trainee](held, chance))
    done = held.exchanges
    layers = len(held.case.beneath)
    turn = next((at for at, one in enumerate(done, 1) if one.after.layer == layers), None)
    changes = [one.after.openness - one.before.openness for one in done]
    falls = [
        (at, -one.effect.openness)
        for at, one in enumerate(done)
        if one.effect.move in procedure.HINDERING_NAMES
    ]
    fell = all(changes[at] < 0 or done[at].before.openness == 0 for at, _ in falls)
    slower = all(changes[at + 1] < fall for at, fall in falls if at + 1 < len(done))
    return Run(trainee, name, held.reached, layers, turn, held.state.left, fell, slower)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--cases", nargs="*", default=list(cases.listed()))
    options = parser.parse_args(arguments)
    jobs = [
        (trainee, name, seed)
        for name in options.cases
        for trainee in TRAINEES
        for seed in range(options.seeds)
    ]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        runs = list(pool.map(play, jobs, chunksize=10))
    print(f"{len(options.cases)} cases, {options.seeds} seeds, up to {TURNS} turns")
    print(f"{'trainee':10} {'deepest':>8} {'earliest':>9} {'layers':>7} {'left':>6}")
    failed = []
    for trainee in TRAINEES:
        of = [run for run in runs if run.trainee == trainee]
        deepest = sum(run.reached == run.layers for run in of) / len(of)
        earliest = min((run.turn for run in of if run.turn), default=None)
        left = sum(run.left for run in of) / len(of)
        layers = sum(run.reached for run in of) / len(of)
        print(f"{trainee:10} {deepest:8.1%} {earliest or '-':>9} {layers:7.2f} {left:6.0%}")
        if deepest < LEAST.get(trainee, 0.0) or deepest > MOST.get(trainee, 1.0):
            failed.append(f"{trainee}: {deepest:.1%}")
        if earliest is not None and earliest < EARLIEST:
            failed.append(f"{trainee}: deepest in turn {earliest}")
        if trainee in WALKED_OUT and left < 1:
            failed.append(f"{trainee}: only {left:.0%} were left by the patient")
    for name in options.cases:
        of = [run for run in runs if run.case == name and run.trainee == "repairing"]
        print(f"{name:24} repairing {sum(r.reached == r.layers for r in of) / len(of):.0%}")
    if not all(run.fell for run in runs):
        failed.append("openness did not fall with a hindering move")
    if not all(run.slower for run in runs):
        failed.append("openness came back as fast as it fell")
    print("missed: " + "; ".join(failed) if failed else "all marks met")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reknit.coding import Coding
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn
from training.corpus import Coded
from training.splicing import SHORTEST, TURNS, spliced


def session(name: str, length: int) -> Coded:
    speakers = [(THERAPIST, PATIENT)[at % 2] for at in range(length)]
    turns = tuple(Turn(at, role, f"{name} {at}") for at, role in enumerate(speakers))
    codings = tuple(
        Coding(moves=("question",)) if role == THERAPIST else Coding(engaged=True)
        for role in speakers
    )
    return Coded(Session(name, turns), codings, {"case": name})


WRITTEN = [session(f"s{n}", 30 + n) for n in range(12)]


@given(st.integers(0, 10_000))
def test_speakers_take_turns_and_codes_stay_with_their_words(seed: int) -> None:
    made = spliced(WRITTEN, random.Random(seed))
    said = {turn.text for one in WRITTEN for turn in one.session.turns}
    for one in made:
        turns = one.session.turns
        assert len(turns) >= TURNS
        assert [turn.index for turn in turns] == list(range(len(turns)))
        assert all(first.speaker != second.speaker for first, second in pairwise(turns))
        assert {turn.text for turn in turns} <= said
        for turn, coding in zip(turns, one.codings, strict=True):
            assert bool(coding.moves) == (turn.speaker == THERAPIST)


def test_runs_keep_their_order_and_meet_strangers() -> None:
    one = spliced(WRITTEN, random.Random(1))[0]
    names = [turn.text.split()[0] for turn in one.session.turns]
    assert len(set(names)) >= 3
    longest = max(sum(1 for _ in run) for run in _runs(names))
    assert longest >= SHORTEST - 1
    numbers = [int(turn.text.split()[1]) for turn in one.session.turns]
    follow = sum(second == first + 1 for first, second in pairwise(numbers))
    assert follow > len(numbers) / 2


def _runs(names: list[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for name in names:
        if runs and runs[-1][0] == name:
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import following, load
from reknit.reader.kept import Kept, Made
from reknit.reader.shipped import ShippedReader
from reknit.reader.stretch import SPEAKER, STRETCH_TOKENS, Stretch
from reknit.session import Turn

SAID = (
    "I said it was my sister, not my brother, and you went on about brothers.",
    "And how did that make you feel about your brother?",
    "Never mind. It's fine.",
    "I went past what you told me: it was your sister. What did she do?",
    "She sold the van. Without asking. It had all Dad's tools in it.",
)


def stretch(*turns: int) -> Stretch:
    """A stretch whose turns hold one token each, of these ids, after the speaker's."""
    ids, places = [101], [0]
    for place, one in enumerate(turns):
        ids += [SPEAKER[PATIENT], one]
        places += [place, place]
    return Stretch(tuple(ids), tuple(places), (), ())


def made(tokens: int, value: int = 0) -> Made:
    return Made(
        np.full((1, 2, 1, tokens, 4), value, np.int8), np.ones((1, 2, 1, tokens, 1), np.float16)
    )


def kept(most: int = 50, clock: Callable[[], float] = lambda: 0.0) -> Kept:
    return Kept(layers=1, heads=1, size=4, most=most, clock=clock)


def values(made: Made) -> list[int]:
    return [int(value) for value in made.steps[0, 1, 0, :, 3]]


def test_the_longest_beginning_that_is_known_is_found() -> None:
    here = kept()
    here.keep(stretch(7, 8, 9), made(7))
    for most, length in ((7, 7), (6, 5), (5, 5), (4, 3), (3, 3), (2, 0)):
        assert here.find(stretch(7, 8, 9), most).tokens == length
    assert here.find(stretch(7, 8, 1), 99).tokens == 5
    assert here.find(stretch(1, 8, 9), 99).tokens == 0


def test_talk_that_goes_on_adds_what_is_new() -> None:
    here = kept()
    here.keep(stretch(7), made(3, 1))
    here.keep(stretch(7, 8), made(2, 2))
    found = here.find(stretch(7, 8, 9), 5)
    assert values(found) == [1, 1, 1, 2, 2]
    assert found.sizes.shape == (1, 2, 1, 5, 1)
    assert found.sizes.flags.c_contiguous


def test_talks_are_told_apart_by_what_was_said_before() -> None:
    here = kept()
    here.keep(stretch(7), made(3, 1), b"one")
    here.keep(stretch(7), made(3, 2), b"other")
    assert here.find(stretch(7), 3).tokens == 0
    assert values(here.find(stretch(7), 3, b"one")) == [1, 1, 1]
    assert values(here.find(stretch(7), 3, b"other")) == [2, 2, 2]


def test_talk_that_parted_keeps_both_ways() -> None:
    here = kept()
    here.keep(stretch(7, 8), made(5, 1))
    here.keep(stretch(7, 9), made(2, 2))
    assert values(here.find(stretch(7, 8), 5)) == [1, 1, 1, 1, 1]
    assert values(here.find(stretch(7, 9), 5)) == [1, 1, 1, 2, 2]


def test_only_so_much_is_kept_the_talk_needed_longest_ago_going_first() -> None:
    here = kept(most=9)
    for talk in (1, 2, 3):
        here.keep(stretch(talk), made(3, talk))
    assert here.find(stretch(1), 3).tokens == 3
    here.keep(stretch(4), made(3, 4))
    assert values(here.find(stretch(1), 3)) == [1, 1, 1]
    assert values(here.find(stretch(4), 3)) == [4, 4, 4]
    assert here.find(stretch(2), 3).tokens == 0


def test_the_end_of_a_talk_goes_before_its_beginning() -> None:
    here = kept(most=8)
    here.keep(stretch(1, 2), made(5, 1))
    here.find(stretch(1, 2), 5)
    here.keep(stretch(3, 4), made(5, 3))
    assert here.find(stretch(1, 2), 5).tokens == 3
    assert here.find(stretch(3, 4), 5).tokens == 5


def test_what_is_too_long_is_kept_as_far_as_there_is_room() -> None:
    here = kept(most=4)
    here.keep(stretch(1, 2, 3), made(7, 1))
    assert here.find(stretch(1, 2, 3), 7).tokens == 3


def test_talk_that_did_not_go_on_is_let_go() -> None:
    now = [0.0]
    here = kept(clock=lambda: now[0])
    here.keep(stretch(1), made(3))
    now[0] = 899
    here.keep(stretch(2), made(3))
    assert len(here.held) == 2
    now[0] = 901
    here.keep(stretch(3), made(3))
    assert here.find(stretch(1), 3).tokens == 0
    assert here.find(stretch(2), 3).tokens == 3
    now[0] = 2000
    here.let_go()
    assert not here.held


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)), max_size=30),
    st.integers(3, 20),
)
def test_what_is_found_is_what_was_kept(talks: list[tuple[int, int, int]], most: int) -> None:
    here = kept(most=most)
    for talk in talks:
        for length in (1, 2, 3):
            said = stretch(*talk[:length])
            known = here.find(said, 2 * length - 1 if length > 1 else 0).tokens
            new = np.array(said.ids[known:])
            steps = np.broadcast_to(new[None, None, None, :, None] % 100, (1, 2, 1, len(new), 4))
            here.keep(said, Made(steps.astype(np.int8), made(len(new)).sizes))
            found = here.find(said, 99)
            assert values(found) == [one % 100 for one in said.ids[: found.tokens]]
    rows = [row for place in here.held.values() for row in place.rows]
    assert sorted([*rows, *here._free]) == list(range(most))


def test_what_is_kept_changes_nothing_however_long_the_talk() -> None:
    plain = load()
    going_on = following()
    assert isinstance(going_on, ShippedReader)
    assert going_on.kept is not None
    turns = tuple(
        Turn(at, THERAPIST if at % 2 else PATIENT, SAID[at % len(SAID)]) for at in range(50)
    )
    whole = plain.read(turns)
    assert len(going_on.tokenizer.encode(" ".join(SAID)).ids) * 10 > 2 * STRETCH_TOKENS
    for end in range(1, len(turns) + 1, 2):
        since = max(0, end - 2)
        assert going_on.read(turns[:end], since) == whole[since:end]


def test_a_turn_taken_back_is_read_anew() -> None:
    first = Turn(0, PATIENT, SAID[0])
    for words in SAID[1], "Which sister was it?", SAID[1]:
        turns = (first, Turn(1, THERAPIST, words), Turn(2, PATIENT, SAID[2]))
        assert following().read(turns, 2) == load().read(turns, 2)


@dataclass
class Counting:
    """The model, that counts the tokens it has to work out."""

    model: Any
    new: list[int] = field(default_factory=list)

    def get_inputs(self) -> Any:
        return self.model.get_inputs()

    def run(self, names: list[str], fed: dict[str, Any], options: Any) -> Any:
        self.new.append(fed["ids"].shape[1] - fed["past"].shape[3])
        return self.model.run(names, fed, options)


def test_a_turn_costs_itself_also_where_a_new_stretch_begins() -> None:
    going_on = following()
    assert isinstance(going_on, ShippedReader)
    model = Counting(going_on.model)
    layers, _, heads, _, size = model.get_inputs()[2].shape
    counting = replace(going_on, model=model, kept=Kept(layers, heads, size, most=1000))
    turns = tuple(
        Turn(at, THERAPIST if at % 2 else PATIENT, SAID[at % len(SAID)]) for at in range(60)
    )
    for end in range(1, len(turns) + 1):
        model.new.clear()
        counting.read(turns[:end], end - 1)
        own = len(counting.tokenizer.encode(turns[end - 1].text, add_special_tokens=False).ids)
        if turns[end - 1].speaker == PATIENT:
            assert model.new == [own + (2 if end == 1 else 1)]

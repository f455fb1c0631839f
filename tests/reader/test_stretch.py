from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import stretch
from reknit.reader.stretch import CLS, SPEAKER, opening, stretches
from reknit.session import Turn


@dataclass
class Words:
    ids: list[int]

    @property
    def offsets(self) -> list[tuple[int, int]]:
        return [(at, at + 1) for at in range(len(self.ids))]


def made(lengths: list[int]) -> tuple[list[Turn], list[Words]]:
    turns = [Turn(at, PATIENT if at % 2 else THERAPIST, "x" * n) for at, n in enumerate(lengths)]
    return turns, [Words([1000 + at] * n) for at, n in enumerate(lengths)]


def test_a_short_session_is_one_stretch() -> None:
    turns, words = made([2, 1])
    (one,) = stretches(turns, words)
    assert one.ids == (CLS, SPEAKER[THERAPIST], 1000, 1000, SPEAKER[PATIENT], 1001)
    assert one.turns == (0, 0, 0, 0, 1, 1)
    assert one.own == ((0, 1), (1, 4))
    assert one.offsets == ((0, 0), (0, 0), (0, 1), (1, 2), (0, 0), (0, 1))


def test_a_long_turn_keeps_its_beginning_and_more_of_its_end() -> None:
    turns, _ = made([200])
    words = [Words(list(range(2000, 2200)))]
    (one,) = stretches(turns, words)
    kept = one.ids[2:]
    assert len(kept) == stretch.TURN_TOKENS
    assert kept[:53] == tuple(range(2000, 2053))
    assert kept[53:] == tuple(range(2093, 2200))


@given(st.lists(st.integers(0, 120), min_size=1, max_size=25))
def test_what_a_stretch_opens_with_is_known_before_its_first_turn(lengths: list[int]) -> None:
    turns, words = made(lengths)
    for one in stretches(turns, words):
        at, first = one.own[0]
        begin = opening(turns[:at], words[:at])
        assert (begin.ids, begin.turns) == (one.ids[:first], one.turns[:first])
        assert begin.own == ()


def test_the_next_stretch_begins_with_what_came_before() -> None:
    turns, words = made([50] * 10)
    first, second = stretches(turns, words)
    # 1 + 6 * 51 = 307 ids fill the first; two turns of 1 + 40 fit into 96 as context.
    assert [at for at, _ in first.own] == [0, 1, 2, 3, 4, 5]
    assert second.ids[1:3] == (SPEAKER[THERAPIST], 1004)
    assert second.own[0] == (6, 1 + 2 * 41)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.data())
def test_each_turn_is_read_once_and_cuts_depend_on_the_past_alone(
    lengths: list[int], data: st.DataObject
) -> None:
    turns, words = made(lengths)
    whole = list(stretches(turns, words))
    assert [at for one in whole for at, _ in one.own] == list(range(len(turns)))
    assert all(len(one.ids) <= max(stretch.STRETCH_TOKENS, 1 + 96 + 161) for one in whole)
    upto = data.draw(st.integers(1, len(turns)))
    for one, same in zip(stretches(turns[:upto], words[:upto]), whole, strict=False):
        assert same.ids[: len(one.ids)] == one.ids
        assert same.own[: len(one.own)] == one.own
    since = data.draw(st.integers(0, len(turns) - 1))
    late = list(stretches(turns, words, since))
    assert late == whole[len(whole) - len(late) :]
    assert late[0].own[0][0] <= since <= late[0].own[-1][0]

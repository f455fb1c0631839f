import pytest

from reknit.companion.fault import alike, plain_faults
from reknit.companion.message import turns
from tests.companion.talks import AGAIN, REPEATED, TIPS, messages, situation


def test_runs_of_words_in_common() -> None:
    assert alike("one two three four", "zero one two three") == 0.5
    assert alike("one two three", "one two three four five") == 1.0
    assert alike("one two", "one two") == 0.0


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        (("a", TIPS, "b", AGAIN), ("repeated",)),
        (("a", "When? Where? And how was it?"), ("piled_up",)),
        (("a", "1. Rest.\n2. Walk.\n3. Eat."), ("lectured",)),
        (("a", "word " * 80), ("lectured",)),
        (("long " * 60, "word " * 80), ()),
        (("a", "I'm so sorry to hear that. You're not alone."), ("canned",)),
        (("a", "What was that like?"), ()),
    ],
)
def test_what_an_answer_shows_by_its_form(said: tuple[str, ...], faults: tuple[str, ...]) -> None:
    assert plain_faults(turns(messages(*said)), len(said) - 1) == faults


def test_what_the_user_names_goes_first_then_what_the_trigger_shows() -> None:
    assert situation(*REPEATED).faults[:1] == ("repeated",)


def test_where_nothing_is_strained_nothing_is_looked_for() -> None:
    assert situation("a", "When? Where? And how was it?", "On Sunday, at my aunt's.").faults == ()

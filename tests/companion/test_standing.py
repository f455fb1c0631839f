from reknit.coding import Coding
from reknit.companion.hearing import Heard
from reknit.companion.message import turns
from reknit.companion.safe import QUESTION
from reknit.companion.standing import SETTLED, SURE, Risk, stands
from reknit.reader import Reading
from reknit.reader.risk import hints
from tests.companion.talks import RISKY, messages


def standing(*said: str, seen: tuple[int, ...] = ()) -> Risk:
    """Where a talk stands; `seen` are turns in which the reader sees risk."""
    heard = [
        Heard(
            Reading({"risk": SURE if at in seen else 0.0}),
            Coding(risk=at in seen),
            hints=() if at % 2 else hints(one),
        )
        for at, one in enumerate(said)
    ]
    return stands(turns(messages(*said)), heard)


def test_plain_words_stand_until_they_say_that_they_are_safe() -> None:
    talk = [RISKY, QUESTION, "what should I cook for six people on Sunday evening"]
    assert standing(*talk[:1]) == Risk(0, 0, ("suicide",))
    assert standing(*talk) == Risk(0, 1, ("suicide",))
    assert standing(*talk, QUESTION, "yes") == Risk(eased=True)
    assert standing(*talk, QUESTION, "yes", "Good.", "so, the lamb") == Risk()


def test_a_yes_to_something_else_is_no_answer() -> None:
    assert standing(RISKY, "Would you like some tea?", "yes").since == 0


def test_what_only_the_reader_sees_is_asked_about_once() -> None:
    odd = "I took the corners very fast on the way home"
    assert standing(odd, seen=(0,)).since == 0
    assert standing(odd, QUESTION, "I want to plant something by the wall", seen=(0,)) == Risk()
    assert standing(odd, QUESTION, "hm", seen=(0,)).since == 0
    assert standing(odd, QUESTION, "there is not much left to say", seen=(0, 2)).since == 0


def test_what_let_go_without_a_word_of_safety_counts_anew_at_once() -> None:
    talk = ["I took the corners very fast", QUESTION, "I want to plant something by the wall"]
    assert standing(*talk, seen=(0,)) == Risk()
    assert standing(*talk, "By the wall.", "not much left to say now", seen=(0, 4)).since == 4


def test_a_weaker_hint_in_the_answer_is_not_enough() -> None:
    said = messages("I took the corners very fast", QUESTION, "I lay down there for a little while")
    heard = [Heard(Reading({"risk": score}), Coding(risk=True)) for score in (SURE, 0.0, SURE / 2)]
    assert stands(turns(said), heard) == Risk()


def test_soon_after_only_plain_words_count_anew() -> None:
    talk = [RISKY, QUESTION, "yes", "Good.", "it was a bad night, that is all"]
    assert standing(*talk, seen=(4,)) == Risk()
    assert standing(*talk, "And now?", "I want to die").since == 6
    later = [*talk, *(["And?", "so"] * SETTLED)]
    assert standing(*later, "And?", "hm, that again", seen=(len(later) + 1,)).since is not None

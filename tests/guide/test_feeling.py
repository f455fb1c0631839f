import pytest

from reknit import procedure
from reknit.guide import Feeling, feelings, recognised


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("careful", ["careful"]),
        ("Careful, as if walking on eggshells", ["careful"]),
        ("unspontaneous", ["careful"]),
        ("I keep worrying that I'll say the wrong thing", ["careful", "anxious"]),
        ("full of admiration, and no help at all", ["admiring", "useless"]),
        ("as though I'm being tested", ["tested"]),
        ("bored, a bit sleepy", ["bored"]),
        ("shut out", ["distant"]),
        ("irritated", ["irritated"]),
        ("guilty", ["guilty"]),
        ("ashamed", ["guilty"]),
        ("overwhelmed", ["overwhelmed"]),
        ("hurt by her", ["hurt"]),
        ("worried", ["anxious"]),
        ("worried about him", ["rescuing", "anxious"]),
        ("tired and stuck", ["stuck", "tired"]),
        ("boring", ["bored"]),
        ("hungry", []),
        ("", []),
    ],
)
def test_plain_words_are_recognised(told: str, names: list[str]) -> None:
    assert [feeling.name for feeling in recognised(told)] == names


@pytest.mark.parametrize(
    ("told", "literal"),
    [
        ("bored", True),
        ("guilty", True),
        ("full of guilt", True),
        ("admiration", True),
        ("ashamed", False),
        ("worried", False),
        ("on eggshells", False),
    ],
)
def test_other_words_are_only_near(told: str, literal: bool) -> None:
    assert [feeling.literal for feeling in recognised(told)] == [literal]


def test_words_inside_words_are_not() -> None:
    assert recognised("the latest news made me glad") == ()


@pytest.mark.parametrize("feeling", feelings(), ids=lambda one: str(one.name))
def test_every_feeling_is_known_by_its_name_and_raises_a_question(feeling: Feeling) -> None:
    assert feeling in recognised(feeling.name)
    assert feeling.question.endswith("?")
    assert set(feeling.moves) <= set(procedure.REPAIR_NAMES)

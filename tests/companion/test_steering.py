import json

import pytest

from reknit.companion.steering import LONGEST, fault, instruction
from reknit.reader import load
from tests.companion.talks import AGAIN, REPEATED, situation
from training import clumsy

HERE = situation(*REPEATED)
GOOD = (
    "You're right, I gave you the same list twice, after you'd told me that you work nights. "
    "I'm sorry. What did I miss?"
)


def test_the_instruction_tells_step_faults_and_words() -> None:
    text = instruction(HERE)
    told = json.loads(text[text.index("{\n") :])
    assert told["moves"]
    assert told["what_you_did"][0] == "you said nearly the same more than once"
    assert told["the_persons_words"] == REPEATED[-1]
    assert told["your_words_before"] == AGAIN
    assert "your_last_try_would_not_do" not in told
    assert "it is a list" in instruction(HERE, "it is a list")


def test_a_mend_will_do() -> None:
    assert fault(HERE, GOOD, load()) == ""


@pytest.mark.parametrize("words", [*clumsy.DEFENSIVE, *clumsy.RUDE])
def test_what_defends_presses_on_or_appeases_will_not(words: str) -> None:
    assert fault(HERE, words, load())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "empty"),
        ("word " * (LONGEST + 1), "too long"),
        ("I'm sorry:\n- a\n- b", "list"),
        ("What was it? And why?", "one question"),
        (AGAIN.replace("I understand how frustrating that is. ", "I'm sorry. "), "repeats"),
        ("I'm a real person, and I'm sorry that I missed it.", "human"),
        ("So it is the nights that are hard.", "take up"),
        ("The capital of France is Paris.", ""),
    ],
)
def test_what_else_will_not_do(words: str, why: str) -> None:
    told = fault(HERE, words, load())
    assert told
    assert why in told

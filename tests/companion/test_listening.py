import pytest

from reknit.companion.listening import facts
from reknit.companion.message import turns
from tests.companion.talks import messages

GOODBYES = (
    "night",
    "night night",
    "Night!",
    "ok I'm off",
    "ciao",
    "ttyl",
    "laters",
    "cheers mate. night",
    "gotta run",
    "good night",
    "goodnight and thanks",
    "bye",
    "right, im off to bed",
    "i have to go now",
    "see you tomorrow",
    "ok that's my bus, bye",
    "I should get going.",
    "talk to you later",
    "anyway, off to work",
    "thanks for listening i gotta go",
    "ok i'm off now",
)
NONE = (
    "it was a long night",
    "i work at night",
    "we had a good night",
    "he never said goodbye",
    "I never got to say bye to her",
    "i have to go to the dentist and I hate it",
    "he went off to work without a word",
    "they said they'd see me later",
    "i'm off sick this week",
    "I was heading out when she rang",
    "a good night's sleep would help",
    "my sister comes to see you know who",
    "do i have to go back there?",
    "laters is what he always said",
    "last night",
    "I got out of it",
    "i don't know where i'm going.",
    "she says I should go.",
    "i can't tell if i should go",
)


def seen(*said: str) -> frozenset[str]:
    return facts(turns(messages(*said)))


@pytest.mark.parametrize("words", GOODBYES)
def test_a_goodbye(words: str) -> None:
    assert "goodbye" in seen(words)


@pytest.mark.parametrize("words", NONE)
def test_no_goodbye(words: str) -> None:
    assert "goodbye" not in seen(words)


def test_a_time_of_day_that_was_asked_for_is_no_goodbye() -> None:
    assert "goodbye" not in seen("i miss him", "Which hour of the day is emptiest?", "night")
    assert "goodbye" in seen("i miss him", "Say the rest as it comes.", "night")

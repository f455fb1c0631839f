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


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("my boyfriend left on sunday", "parting"),
        ("my husband has left me", "parting"),
        ("she dumped me by text", "parting"),
        ("we broke up last week", "parting"),
        ("i got dumped", "parting"),
        ("he walked out on us", "parting"),
        ("i had a miscarriage last week", "lost_child"),
        ("we lost the baby", "lost_child"),
        ("she was stillborn", "lost_child"),
        ("my nan died in spring", "grief"),
        ("i lost my dad", "grief"),
        ("lost her in march, no, lost her last year", "grief"),
        ("i miss him every evening", "misses"),
        ("can't sleep", "tired"),
        ("I haven't slept", "tired"),
        ("i'm not sleeping", "tired"),
        ("i'm so worried about the scan", "anxious"),
        ("the scan is on friday", "ahead"),
        ("so stressed at the moment", "pressed"),
        ("i feel guilty about it", "ashamed"),
        ("i've got nobody to talk to", "lonely"),
        ("i got the job!", "glad"),
        ("hi, can i talk about my mum", "may_i"),
        ("I passed!", "glad"),
        ("I'm asking what you'd say.", "opinion"),
        ("what would you do", "opinion"),
        ("so what's your opinion?", "opinion"),
        ("What time is it there?", "wonders"),
        ("What do you mean?", "meant"),
        ("sorry, what?", "meant"),
        ("wdym", "meant"),
        ("I don't understand the question", "meant"),
        ("idk why i'm telling a robot", "to_machine"),
        ("why does he always do that??", "wonders"),
        ("the tram was late again this morning", "told"),
    ],
)
def test_what_a_message_touches(words: str, mark: str) -> None:
    assert mark in seen(words)


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("my phone died", "grief"),
        ("scared to death of wasps", "grief"),
        ("lost my keys again", "grief"),
        ("lost her keys again", "grief"),
        ("we nearly died laughing", "grief"),
        ("i had a miscarriage and nobody mentions the death of it", "grief"),
        ("my husband left early for work", "parting"),
        ("he left me the car", "parting"),
        ("the kids broke up the fight", "parting"),
        ("can't sleep", "anxious"),
        ("my boss was furious", "angry"),
        ("my sister is really nervous about it", "anxious"),
        ("i'm not angry", "angry"),
        ("i'm not happy", "glad"),
        ("my gran passed away", "glad"),
        ("she passed away and i was happy with her", "glad"),
        ("leave me alone", "lonely"),
        ("i built it by myself", "lonely"),
        ("nobody told me the shop was shut", "lonely"),
        ("my sister is a nurse", "sick"),
        ("i love pasta", "love"),
        ("no thanks", "thanks"),
        ("how can i talk to him", "may_i"),
        ("my late father's house", "grief"),
        ("my sister asked what I would say", "opinion"),
        ("he wants your opinion, they said. so I gave mine", "opinion"),
        ("he asked me why, and I said I didn't know", "wonders"),
        ("the tram was late", "told"),
        ("they think i passed", "glad"),
        ("what do you mean to her, she asked me", "meant"),
        ("what a day", "meant"),
        ("i fix robots for a living", "to_machine"),
    ],
)
def test_what_it_does_not_touch(words: str, mark: str) -> None:
    assert mark not in seen(words)


@pytest.mark.parametrize(
    "words",
    [
        "my boyfriend left on sunday",
        "i had a miscarriage last week",
        "it was awful",
        "my mum was crying",
        "i'm not sad",
        "can't sleep",
    ],
)
def test_nothing_light_is_said_beside(words: str) -> None:
    assert "light" not in seen("the tram was late", "Go on.", words)
    assert "heavy" in seen(words)


def test_light_and_later() -> None:
    assert {"light", "first"} <= seen("the tram was late")
    assert {"light", "later"} <= seen("the tram was late", "Go on.", "then it came")


def test_a_loss_is_spoken_to_for_a_while() -> None:
    told = ("my boyfriend left on sunday", "Go on.", "he took the dog")
    assert {"parting", "heavy"} <= seen(*told)
    worried = ("i'm worried about the scan", "Go on.", "the tram was late")
    assert seen(*worried).isdisjoint(("light", "heavy"))
    assert "parting" not in seen(*told[:2], "thanks")
    long_since = (told[0], "Go on.") + ("the tram was late", "Go on.") * 3
    assert "parting" not in seen(*long_since, "then it came")
    assert "light" in seen(*long_since, "then it came")

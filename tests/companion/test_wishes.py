import pytest

from reknit.companion.message import turns
from reknit.companion.wishes import NO_QUESTIONS, NO_QUOTES, made, standing
from tests.companion.talks import messages


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("please stop quoting me", NO_QUOTES),
        ("stop repeating what I say", NO_QUOTES),
        ("Stop parroting me!", NO_QUOTES),
        ("can you stop repeating my words", NO_QUOTES),
        ("don't quote me", NO_QUOTES),
        ("stop saying my words back to me", NO_QUOTES),
        ("why do you keep repeating what i say", NO_QUOTES),
        ("stop asking questions", NO_QUESTIONS),
        ("don't ask me anything", NO_QUESTIONS),
        ("please don't ask me questions", NO_QUESTIONS),
        ("no more questions", NO_QUESTIONS),
        ("can you stop asking me things", NO_QUESTIONS),
        ("just listen, without questions.", NO_QUESTIONS),
        ("i don't want to be asked", NO_QUESTIONS),
        ("too many questions", NO_QUESTIONS),
        ("stop asking.", NO_QUESTIONS),
    ],
)
def test_a_wish(words: str, wish: str) -> None:
    assert made(words) == {wish}


@pytest.mark.parametrize(
    "words",
    [
        "don't ask me why",
        "he won't stop asking questions",
        "I told her to stop asking questions",
        'she said "stop quoting me" and hung up',
        "they don't ask me anything",
        "the teacher said no more questions",
        "i can't stop repeating what he said",
        "it happened without warning",
        "no question about it",
        "don't ask me how, but I passed",
        "my mum keeps repeating herself",
    ],
)
def test_no_wish(words: str) -> None:
    assert made(words) == frozenset()


def test_wishes_hold_until_they_are_taken_back() -> None:
    said = ["stop asking questions", "All right.", "the tram was late", "Go on.", "stop quoting me"]
    assert standing(turns(messages(*said))) == {NO_QUESTIONS, NO_QUOTES}
    said += ["All right.", "ok, ask me something"]
    assert standing(turns(messages(*said))) == {NO_QUOTES}
    assert standing(turns(messages("hello", "stop asking questions", "what?"))) == frozenset()

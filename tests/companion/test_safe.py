import pytest

from reknit.companion.safe import says_safe


@pytest.mark.parametrize(
    ("words", "asked", "safe"),
    [
        ("I'm safe", False, True),
        ("im safe, at my sisters", False, True),
        ("I'm not going to do anything", False, True),
        ("it was a figure of speech", False, True),
        ("nobody is getting hurt", False, True),
        ("yes", True, True),
        ("Yeah I am", True, True),
        ("yes", False, False),
        ("yes whatever", True, False),
        ("yeah i guess", True, False),
        ("I'm fine", True, False),
        ("I'm not safe", True, False),
        ("I don't feel safe at all", True, False),
        ("I'd be safe if I was at hers", True, False),
        ("I'm safe but I want to die", True, False),
        ("no", True, False),
    ],
)
def test_who_says_that_they_are_safe(words: str, asked: bool, safe: bool) -> None:
    assert says_safe(words, asked=asked) == safe

import pytest

from reknit.coding import Coding
from training import corpus, pairs

TEXT = """pair: a-1 deference
T [inform question] Three a day, then. You're all right with that?
P [withdrawal 1 deference] Yeah, sure. Whatever you think.
or
T [question] Tuesday or Thursday?
P [] Yeah, sure, whatever. You think Thursday?

pair: a-2 own appease
P [confrontation 1 complaint_therapist] You said that twice.
T [own] I'm sorry, I did say it twice.
or
P [confrontation 1 complaint_therapist] You said that twice.
T [appease] I'm so sorry, I did. I'm sorry.
"""


def test_pairs_are_read_as_written() -> None:
    first, second = pairs.parse(TEXT, "a")
    assert (first.name, first.about) == ("a-1", ("deference",))
    assert first.scenes[0].codings[1] == Coding(("withdrawal",), 1, ("deference",), False, False)
    assert first.scenes[1].session.turns[1].text == "Yeah, sure, whatever. You think Thursday?"
    assert second.about == ("own", "appease")
    assert [one.head["case"] for one in pairs.scenes([first, second])] == ["a-1"] * 2 + ["a-2"] * 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pair: a-1", "pairs: a-1", "line 1: not of the form 'pair: NAME CODE ...'"),
        ("\nor\nT [question]", "\nT [question]", "line 1: a-1 has no line 'or'"),
        ("P [] Yeah", "P [sad] Yeah", "line 6: unknown code 'sad'"),
        ("P [] Yeah", "T [other] Yeah", "line 6: therapist speaks twice"),
        (" 1 deference", " 1 denial", "a-1: 'deference' does not hold in just one"),
        ("pair: a-1 deference", "pair: a-1 defer", "a-1: unknown code 'defer'"),
        ("Yeah, sure, whatever. You think", "No, certainly not on", "do not say nearly the same"),
        ("\nP [] Yeah, sure, whatever. You think Thursday?", "", "are of different speakers"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, told: str) -> None:
    with pytest.raises(corpus.InvalidCorpusError) as caught:
        pairs.parse(TEXT.replace(old, new), "a")
    assert told in str(caught.value)


def test_likeness_is_that_of_words_in_order() -> None:
    assert pairs.likeness("Yes, I do.", "yes I DO") == 1.0
    # two of three words each, in order: 2 * 2 / 6
    assert pairs.likeness("I do know", "I really know") == pytest.approx(2 / 3)
    assert pairs.likeness("one two", "three four") == 0.0


def test_the_pairs_are_valid_and_named_once() -> None:
    names = [pair.name for pair in pairs.load()]
    assert len(names) == len(set(names))

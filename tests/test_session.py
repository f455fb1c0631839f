from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn, talk_share

TURNS = (Turn(0, THERAPIST, "one two three"), Turn(1, PATIENT, "four"), Turn(2, THERAPIST, ""))


def test_turns_of_a_role() -> None:
    assert [turn.index for turn in Session("s", TURNS).of(THERAPIST)] == [0, 2]


def test_talk_share_is_of_words() -> None:
    assert talk_share(Session("s", TURNS)) == 0.75


def test_talk_share_of_nothing_is_none() -> None:
    assert talk_share(Session("s", ())) is None

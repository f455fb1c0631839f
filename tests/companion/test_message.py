from reknit.companion import Message
from reknit.companion.message import turns
from reknit.procedure import PATIENT, THERAPIST


def test_messages_in_a_row_are_one_turn_and_those_that_are_no_talk_are_none() -> None:
    said = [
        Message("system", "Be kind."),
        Message("user", " Hello "),
        Message("user", "there"),
        Message("tool", "{}"),
        Message("assistant", ""),
        Message("assistant", "Hi."),
        Message("user", "So."),
    ]
    found = turns(said)
    assert [(one.index, one.speaker, one.text) for one in found] == [
        (0, PATIENT, "Hello\nthere"),
        (1, THERAPIST, "Hi."),
        (2, PATIENT, "So."),
    ]


def test_nothing_said_is_no_turn() -> None:
    assert turns([]) == ()

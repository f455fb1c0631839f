from __future__ import annotations

from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats.line import Line, Script, tidy
from reknit.formats.speakers import session
from reknit.session import Session, Turn

QUESTION, ANSWER = "How was your week?", "I slept, I think, and my back hurt."


def made(*lines: Any, therapist: Any = None, roles: Any = None) -> Session:
    script = Script(tuple(Line(*line) for line in lines), roles or {})
    return session(script, "s.txt", "s", therapist)


def test_lines_of_one_name_become_one_turn() -> None:
    whole = made(
        ("T", "So?", 1.0, 2.0),
        ("t", " And? ", 3.0, 4.0),
        (None, "Mm.", 5.0, 6.0),
        ("P", "I did.", 7.0, 8.0),
    )
    assert whole.turns == (
        Turn(0, "therapist", "So? And? Mm.", 1.0, 6.0, "T"),
        Turn(1, "patient", "I did.", 7.0, 8.0, "P"),
    )
    assert whole.speakers == {"T": "therapist", "P": "patient"}


def test_two_patients_stay_two_turns() -> None:
    whole = made(("T", "So?"), ("Ann", "I."), ("Bo", "I too."))
    assert [(turn.name, turn.speaker) for turn in whole.turns[1:]] == [
        ("Ann", "patient"),
        ("Bo", "patient"),
    ]


def test_words_before_any_name_are_an_unknown_speakers() -> None:
    whole = made((None, "I will die."), ("T", "So?"), ("P", "I."))
    assert whole.turns[0] == Turn(0, "patient", "I will die.", name="Unknown")
    assert whole.speakers == {"Unknown": "patient", "T": "therapist", "P": "patient"}


def test_words_of_nobody_and_one_speaker_are_no_session() -> None:
    with pytest.raises(UserError, match=r"only one speaker found, T \(line 2\)"):
        made((None, "I.", None, None, "line 1"), ("T", "So?", None, None, "line 2"))


def test_an_unknown_voice_is_never_taken_for_the_therapist() -> None:
    whole = made(("Ann", ANSWER), ("Unknown Speaker", QUESTION), ("Bo", QUESTION))
    assert whole.speakers == {"Ann": "patient", "Unknown Speaker": "patient", "Bo": "therapist"}
    with pytest.raises(UserError, match="cannot tell who"):
        made(("Ann", ANSWER), ("Unknown Speaker", QUESTION))


def test_turns_that_are_turns_already_are_not_merged() -> None:
    lines = (Line("patient", text, role="patient") for text in ("I.", "I too."))
    stated: Any = {"Dr": "therapist", "Anna": "patient", "Ben": "patient"}
    script = Script((Line("Dr", "So?", role="therapist"), *lines), stated, "inferred", turns=True)
    whole = session(script, "s.json", "s")
    assert [turn.text for turn in whole.turns] == ["So?", "I.", "I too."]
    assert (whole.speakers, whole.roles_from) == (stated, "inferred")


def test_empty_lines_are_left_out() -> None:
    whole = made(("T", "So?"), ("P", " \u200b "), ("P", "I."), ("T", ""))
    assert [turn.text for turn in whole.turns] == ["So?", "I."]


def test_a_label_that_may_be_somebodys_words_is_not_shown() -> None:
    with pytest.raises(UserError) as caught:
        made(("Suicidal thoughts", "daily", None, None, "line 1"), ("suicidal thoughts", "less"))
    assert "only one speaker found, a label on line 1 (line 1)" in str(caught.value)


def test_a_narrator_is_no_side_of_the_talk() -> None:
    whole = made(("T", "So?"), ("Narrator", "Rain."), (None, "Long."), ("T", "Yes?"), ("P", "I."))
    assert [turn.text for turn in whole.turns] == ["So? Yes?", "I."]
    assert set(whole.speakers) == {"T", "P"}


def test_the_time_of_a_name_on_its_own_line_is_its_turns() -> None:
    whole = made(("T", "", 1.0), (None, "So?"), ("P", "", 4.0), (None, "I."))
    assert [turn.start for turn in whole.turns] == [1.0, 4.0]


def test_an_end_before_the_start_is_no_end() -> None:
    assert made(("T", "So?", 5.0, 2.0), ("P", "I.", 5.0, 5.0)).turns[0].end is None


def test_roles_stated_by_the_file() -> None:
    whole = made(("Ann", "So?"), ("Bo", "I."), roles={"ANN": "patient", "bo": "therapist"})
    assert (whole.speakers["Bo"], whole.roles_from) == ("therapist", "labels")


def test_roles_from_the_talk() -> None:
    whole = made(("Ann", ANSWER), ("Bo", QUESTION))
    assert whole.speakers == {"Ann": "patient", "Bo": "therapist"}
    assert whole.roles_from == "inferred"


@pytest.mark.parametrize("name", ["Ann Lee", "ann lee", "ANN", "lee", " an"])
def test_the_named_one(name: str) -> None:
    whole = made(("Ann Lee", ANSWER), ("Bo", QUESTION), therapist=name)
    assert whole.speakers == {"Ann Lee": "therapist", "Bo": "patient"}
    assert whole.roles_from == "named"


def test_a_whole_name_goes_before_its_beginnings() -> None:
    whole = made(("Speaker 1", ANSWER), ("Speaker 10", QUESTION), therapist="speaker 1")
    assert whole.speakers["Speaker 1"] == "therapist"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Cy", "s.txt: no speaker Cy; expected one of Speaker 1, Speaker 2"),
        ("", "s.txt: the therapist's name is empty; expected one of Speaker 1, Speaker 2"),
        ("sp", "s.txt: several speakers are called sp; expected one of Speaker 1, Speaker 2"),
    ],
)
def test_a_name_that_is_not_one_speaker(name: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        made(("Speaker 1", ANSWER), ("Speaker 2", QUESTION), therapist=name)
    assert str(caught.value) == message


def test_no_speakers() -> None:
    with pytest.raises(UserError, match=r"s\.txt: no speakers found; expected two at least"):
        made((None, "So?"))


def test_one_speaker() -> None:
    with pytest.raises(UserError, match=r"only one speaker found, Ann \(line 3\)"):
        made(("Ann", "So?", None, None, "line 3"), ("ann", "Yes."))


def test_one_role() -> None:
    with pytest.raises(UserError, match="same role, therapist: Therapist 1, Therapist 2"):
        made(("Therapist 1", "So?"), ("Therapist 2", "I."))


def test_too_close_to_call_asks() -> None:
    with pytest.raises(UserError, match=r"among Ann, Bo; say who with --therapist NAME"):
        made(("Ann", "Fine."), ("Bo", "Fine."))


def test_many_names_are_cut() -> None:
    lines = [(f"N{n}", "Fine.") for n in range(14)]
    with pytest.raises(UserError, match="N9 and 4 more"):
        made(*lines)


def test_tidy() -> None:
    assert tidy(" a\u00a0\t b\n\u200bc\x00 ") == "a b c"
    assert tidy("\u200d\u0301") == ""
    assert tidy("\ud800") == "\ufffd"

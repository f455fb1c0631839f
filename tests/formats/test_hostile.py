"""Whole files as people really write them, each of which was once read wrongly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reknit import formats
from reknit.errors import UserError


@pytest.fixture
def said(tmp_path: Any) -> Any:
    """Label, role and words of each turn of a file with this text."""

    def read(text: str, suffix: str = ".txt", therapist: str | None = None) -> Any:
        path = tmp_path / f"s{suffix}"
        path.write_text(text, encoding="utf-8")
        return [(t.name, t.speaker[0], t.text) for t in formats.read(path, therapist).turns]

    return read


NOTES = ["[unintelligible 00:12]", "[Crosstalk 00:12]", "[Silence 00:20]", "[inaudible 00:01:02]"]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_with_a_time_stays_in_the_turn(said: Any, note: str) -> None:
    text = f"T: How?\nP: I felt so\n{note}\nand I want to die.\nT: ok\nP: x"
    assert said(text)[1] == ("P", "p", f"I felt so {note} and I want to die.")
    cues = "\n\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{t}" for n, t in enumerate(text.split("\n")))
    assert said(f"WEBVTT\n\n{cues}", ".vtt")[1][2] == f"I felt so {note} and I want to die."


@pytest.mark.parametrize("line", ["Around 5:30", "Usually 5:30 a.m.", "Home 5:30", "5:30"])
def test_a_time_of_day_is_words(said: Any, line: str) -> None:
    assert said(f"T: So?\nP: We met\n{line}\nand I cried.\nT: Oh.")[1][2] == (
        f"We met {line} and I cried."
    )
    export = f"Ann  0:01\nWhen?\n\nBo  0:03\n{line}\n\nAnn  0:05\nWhat did you do?\n\nBo  0:09\nI."
    assert [words for _, _, words in said(export)] == ["When?", line, "What did you do?", "I."]


def test_times_of_day_on_lines_of_their_own(said: Any) -> None:
    assert said("T: So?\nP: I rose at\n5:30\nor\n6:30\nmaybe.\nT: Oh.")[1][2] == (
        "I rose at 5:30 or 6:30 maybe."
    )
    stamped = "T: So?\n\n0:05\nP: I rose.\n[0:09]\nThen slept.\n0:12\nT: Oh."
    assert [turn[2] for turn in said(stamped)] == ["So?", "I rose. Then slept.", "Oh."]


def test_stars_and_lines_are_words(said: Any) -> None:
    assert said("T: So?\nP: What the f**k, I ____ him __ so")[1][2] == (
        "What the f**k, I ____ him __ so"
    )
    vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}T: So?\n\n00:01.000 --> 00:02.000\n{}P: f**k __ a"
    assert said(vtt.replace("{}", ""), ".vtt")[1][2] == "f**k __ a"


def test_an_unknown_speaker_is_kept(said: Any) -> None:
    assert said("T: So?\nUnknown: I will die\nT: Ok.\nP: x")[1] == ("Unknown", "p", "I will die")
    otter = "Dr Lee  0:01\nSo?\n\nUnknown Speaker  0:03\nI will die\n\nAnn  0:05\nx"
    assert said(otter)[1] == ("Unknown Speaker", "p", "I will die")
    rows = "speaker,text\n,I will die\nT,So?\nP,x"
    assert said(rows, ".csv")[0] == ("Unknown", "p", "I will die")
    segments = [{"text": "I will die", "start": 0, "end": 1}] + [
        {"text": "x", "start": 1, "end": 2, "speaker": s} for s in ("Therapist", "Client")
    ]
    assert said(json.dumps({"segments": segments}), ".json")[0] == ("Unknown", "p", "I will die")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dr. Pat Morgan", "Chris"), ("Dr Kim", "Paul Nurse"), ("Dr. Emily Child", "Sam")],
)
def test_role_words_within_names(said: Any, one: str, other: str) -> None:
    turns = said(f"{one}: How are you?\n{other}: I am fine.\n{one}: Good.\n{other}: Yes.")
    assert [turn[:2] for turn in turns] == [(one, "t"), (other, "p")] * 2


TALK = "{0}: Well.\n{1}: Yes.\n{0}: Good.\n{1}: Fine."


@pytest.mark.parametrize(
    ("one", "other"), [("AL", "B"), ("Ann", "Bob"), ("Dr Lee", "Bob"), ("A", "B"), ("A.L.", "B.")]
)
def test_a_header_says_who_is_who(said: Any, one: str, other: str) -> None:
    turns = said("Therapist: Dr Ann Lee\nClient: Bob\n\n" + TALK.format(one, other))
    assert [turn[:2] for turn in turns] == [(one, "t"), (other, "p")] * 2


def test_a_header_may_say_name(said: Any) -> None:
    turns = said(
        "Therapist name: Dr Ann Lee\nClient name: Bob\nDate: 3 May\n" + TALK.format("AL", "B")
    )
    assert [turn[:2] for turn in turns] == [("AL", "t"), ("B", "p")] * 2


def test_a_header_that_fits_no_label_leaves_the_talk_to_say(said: Any) -> None:
    header = "Therapist: Dr Ann Lee\nClient: Bob\n\n"
    turns = said(header + "X: How are you?\nY: I sleep, I think.\nX: Do you?\nY: I do.")
    assert [turn[:2] for turn in turns] == [("X", "t"), ("Y", "p")] * 2


def test_a_header_with_the_labels_of_the_talk(said: Any) -> None:
    header = "Therapist: Ann Lee\nClient: Bob\nDate: 1/1/2020\n\n"
    assert [turn[2] for turn in said(header + TALK.format("Therapist", "Client"))] == [
        "Well.",
        "Yes.",
        "Good.",
        "Fine.",
    ]


def test_a_talk_that_begins_at_once_has_no_header(said: Any) -> None:
    assert len(said("Therapist: Hello\nClient: Hi\nTherapist: So?\nClient: Well")) == 4
    assert len(said("Therapist: Hello\nClient: Hi")) == 2


NAMES = [
    *("June", "April", "Me", "You", "Subject", "Will", "Ann Page", "Sam Hill", "Pedro do Carmo"),
    *('Robert "Bob" Hill', "Dr Lee | NHS", "+44 7700 900123"),
    "LEE, Ann (SOUTH LONDON AND MAUDSLEY NHS FOUNDATION TRUST)",
    "Maria del Carmen Garcia Lopez Perez",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", ["Therapist", "Ann"])
def test_every_name_that_comes_back(said: Any, name: str, other: str) -> None:
    turns = said(TALK.format(other, name), therapist=other)
    assert [turn[0] for turn in turns] == [other, name] * 2


@pytest.mark.parametrize("name", [*NAMES, "me", "iPhone", "So", "the boss; at work"])
def test_structural_labels_are_believed(said: Any, name: str) -> None:
    texts = ["So?", "I.", "Well?", "I do."]
    names = ["Therapist", name] * 2
    export = "".join(
        f"{n}  0:0{at}\n{t}\n\n" for at, (n, t) in enumerate(zip(names, texts, strict=True))
    )
    assert [turn[0] for turn in said(export)] == names
    cues = "".join(
        f"00:0{at}.000 --> 00:0{at}.900\n<v {n}>{t}</v>\n\n"
        for at, (n, t) in enumerate(zip(names, texts, strict=True))
    )
    assert [turn[0] for turn in said("WEBVTT\n\n" + cues, ".vtt")] == names
    once = [
        f"{n}  0:0{at}\n{t}\n" for at, (n, t) in enumerate(zip(names[:3], texts[:3], strict=True))
    ]
    assert [turn[0] for turn in said("".join(once))] == names[:3]


def test_three_who_come_back(said: Any) -> None:
    turns = said("T: a\nMark: b\nJune: c\nT: d\nMark: e\nJune: f")
    assert [turn[0] for turn in turns] == ["T", "Mark", "June"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "T1: a\nC1: b\nT2: c\nC2: d",
        "1 T: a\n2 C: b\n3 T: c\n4 C: d",
        "1. T: a\n2. C: b\n3. T: c\n4. C: d",
        "[Therapist] a\n[Client] b\n[Therapist] c\n[Client] d",
        "[Speaker T]\na\n[Client]\nb\n[Speaker T]\nc\n[Client]\nd",
        "T - a\nC - b\nT - c\nC - d",
        ">>T: a\n>>C: b\n>>T: c\n>>C: d",
        ">> T: a\n>> C: b\n>> T: c\n>> C: d",
        "T:a\nC:b\nT:c\nC:d",
    ],
)
def test_ways_to_label(said: Any, text: str) -> None:
    turns = said(text)
    assert [turn[1:] for turn in turns] == [("t", "a"), ("p", "b"), ("t", "c"), ("p", "d")]
    assert len({turn[0] for turn in turns}) == 2


@pytest.mark.parametrize(
    "lead",
    [
        "[12/03/2024, 10:15:30] {}: ",
        "12/03/2024, 10:15 - {}: ",
        "12/3/24, 10:15\u202fpm - {}: ",
        "10:15:30 From {} to Everyone: ",
        "10:15:30\t From  {} : ",
        "2024-03-12T10:15:30Z {}: ",
        "2024-03-12 10:15:30 {}: ",
        "[2024-03-12 10:15] {}: ",
        "2024-03-12T10:15:30+01:00 {}\n",
    ],
)
def test_chats(said: Any, lead: str) -> None:
    lines = [lead.format(n) + t for n, t in zip(["Dr Lee", "Bo"] * 2, "abcd", strict=True)]
    assert [turn[2] for turn in said("\n".join(lines))] == ["a", "b", "c", "d"]
    assert said("\n".join(lines))[1][0] == "Bo"


def test_our_own_turns_of_a_couple_stay_apart(said: Any) -> None:
    speakers = {"Dr": "therapist", "Anna": "patient", "Ben": "patient"}
    roles = ["therapist", "patient", "patient", "therapist", "patient", "patient"]
    turns = [{"speaker": role, "text": "x"} for role in roles]
    data = {"session": {"speakers": speakers, "roles_from": "inferred"}, "turns": turns}
    assert len(said(json.dumps(data), ".json")) == 6


def test_names_beside_roles_in_a_table(said: Any) -> None:
    rows = "name,role,text\nLee,therapist,a\nAnna,client,b\nBen,client,c"
    assert said(rows, ".csv") == [("Lee", "t", "a"), ("Anna", "p", "b"), ("Ben", "p", "c")]


@pytest.mark.parametrize(
    ("text", "suffix", "secret"),
    [
        ("T,Husband hit me\nP,yes", ".csv", "Husband"),
        ("Suicidal thoughts: daily\nSuicidal thoughts: less", ".txt", "Suicidal"),
        ("Suicidal thoughts: daily\nsleep at night: none\n" * 3, ".txt", "Suicidal"),
    ],
)
def test_errors_show_no_words_of_the_session(
    said: Any, text: str, suffix: str, secret: str
) -> None:
    with pytest.raises(UserError) as caught:
        said(text, suffix)
    assert secret.casefold() not in str(caught.value).casefold()

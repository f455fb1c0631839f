from pathlib import Path

import pytest

from reknit.coding import Coding, problems
from reknit.procedure import PATIENT, THERAPIST
from training import labels, mibot

SAID = [("3", THERAPIST, "How  was it?"), ("4", PATIENT, "Fine."), ("5", PATIENT, "Fine.")]


def written(folder: Path, rows: str) -> Path:
    path = folder / "a.tsv"
    path.write_text("utterance_id\tcodes\n" + rows, "utf-8")
    return path


def test_a_speakers_lines_make_one_turn_with_the_first_id() -> None:
    session, firsts = labels.session("a", SAID)
    assert [turn.text for turn in session.turns] == ["How was it?", "Fine. Fine."]
    assert firsts == ("3", "4")


def test_labels_are_put_to_their_turns(tmp_path: Path) -> None:
    path = written(tmp_path, "3\tquestion\n4\twithdrawal 1 minimal_response\n")
    coded = labels.coded(path, *labels.session("a", SAID))
    assert coded.codings[1] == Coding(("withdrawal",), 1, ("minimal_response",), False, False)


@pytest.mark.parametrize(
    ("rows", "told"),
    [("3\tquestion\n", "not those of this"), ("3\task\n4\t\n", "3: unknown code ask")],
)
def test_labels_that_do_not_fit_are_refused(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        labels.coded(written(tmp_path, rows), *labels.session("a", SAID))


def test_labels_of_the_chats_follow_the_manual() -> None:
    if not mibot.TRANSCRIPTS.exists():
        pytest.skip("MIBot is not in ../shared/data")
    coded = mibot.load()
    assert len(coded) == 68
    for one in coded:
        for turn, coding in zip(one.session.turns, one.codings, strict=True):
            assert problems(coding, turn.speaker) == [], (one.session.id, turn.index)

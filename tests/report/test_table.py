import csv
import io
from dataclasses import replace

from reknit import result
from reknit.report import table
from tests.scripted import SURE, ScriptedReader, tiny


def rows(script: str, text: str | None = None) -> list[dict[str, str]]:
    session, codings = tiny(script)
    turns = tuple(replace(t, text=text) if t.index == 1 and text else t for t in session.turns)
    seen = result.read(replace(session, turns=turns), ScriptedReader(codings))
    return list(csv.DictReader(io.StringIO(table.text([seen, seen]))))


def test_a_row_per_turn_of_each_session() -> None:
    assert len(rows("T:inform P:w2 T:own P:+")) == 8


def test_what_a_row_holds() -> None:
    therapist, patient = rows("T:inform+reflect P:w2 T:own P:+")[:2]
    assert therapist["moves"] == "inform reflect" or therapist["moves"] == "reflect inform"
    assert therapist["p_inform"] == str(SURE)
    assert therapist["p_withdrawal"] == therapist["engaged"] == therapist["episode"] == ""
    assert (patient["rupture"], patient["strength"], patient["engaged"]) == ("withdrawal", "2", "0")
    assert (patient["episode"], patient["outcome"]) == ("1", "resolved")


def test_text_that_a_spreadsheet_would_run_is_kept_from_it() -> None:
    assert rows("T:inform P:+", text='=HYPERLINK("x")')[1]["text"] == '\'=HYPERLINK("x")'

import json
from datetime import UTC

import jsonschema
import pytest

from reknit import result
from reknit.coding import Coding
from reknit.reader import Evidence, Reading
from reknit.session import Turn
from tests.scripted import ScriptedReader, tiny

SCRIPT = "T:question P:+ T:inform P:w2 T:dismiss+press_on P:c2 T:own+explore P:+ T:question P:-"


def read(script: str = SCRIPT) -> result.Result:
    session, codings = tiny(script)
    return result.read(session, ScriptedReader(codings))


def test_the_published_form_fits_its_schema() -> None:
    jsonschema.validate(json.loads(read().to_json()), json.loads(result.schema()))


def test_the_published_form_by_hand() -> None:
    form = json.loads(read().to_json())
    assert form["session"] == {
        "id": "tiny",
        "source": "tiny.txt",
        "speakers": {"T": "therapist", "P": "patient"},
        "roles_from": "labels",
    }
    assert form["reader"]["name"] == "scripted"
    assert form["reader"]["thresholds"]["own"] == 0.5
    assert form["reader"]["read_at"].endswith("Z")
    assert form["episodes"] == [
        {
            "start": 3,
            "end": 7,
            "rupture": ["withdrawal", "confrontation"],
            "trigger": 2,
            "attention": None,
            "explored": 6,
            "resolving": 6,
            "hindered": ["press_on", "dismiss"],
            "outcome": "resolved",
        }
    ]
    assert form["summary"]["ruptures"] == {"withdrawal": 1, "confrontation": 1}
    assert form["summary"]["outcomes"]["resolved"] == 1
    assert sum(form["summary"]["outcomes"].values()) == 1
    assert 0 < form["summary"]["alliance"] < 1


def test_therapist_turns_carry_moves_and_patient_turns_the_rest() -> None:
    therapist, patient = json.loads(read().to_json())["turns"][4:6]
    assert therapist["moves"] == ["press_on", "dismiss"]
    assert (therapist["rupture"], therapist["strength"], therapist["markers"]) == ([], 0, [])
    assert (therapist["engaged"], therapist["risk"]) == (None, None)
    assert patient["moves"] == []
    assert (patient["rupture"], patient["strength"]) == (["confrontation"], 2)
    assert (patient["engaged"], patient["risk"]) == (False, False)
    assert set(patient["scores"]).isdisjoint(therapist["scores"])


class Partial:
    """A reader that reads ruptures only."""

    name, version = "partial", "1"
    thresholds = {"withdrawal": 0.5}  # noqa: RUF012

    def read(self, turns: list[Turn], since: int = 0) -> list[Reading]:
        seen = Reading({"withdrawal": 0.9}, evidence=(Evidence("withdrawal", 0, 2),))
        return [seen if t.speaker == "patient" else Reading({}) for t in turns[since:]]


def test_what_was_not_read_is_null_never_zero() -> None:
    session, _ = tiny("T:question P:w1")
    form = json.loads(result.read(session, Partial()).to_json())  # type: ignore[arg-type]
    therapist, patient = form["turns"]
    assert therapist["moves"] is None
    assert patient["rupture"] == ["withdrawal"]
    assert [patient[key] for key in ("strength", "markers", "engaged", "risk")] == [None] * 4
    assert patient["evidence"] == [{"code": "withdrawal", "start": 0, "end": 2}]
    assert form["episodes"][0]["outcome"] is None
    assert form["summary"]["alliance"] is None
    assert sum(form["summary"]["outcomes"].values()) == 0
    jsonschema.validate(form, json.loads(result.schema()))


def test_provenance_is_in_utc() -> None:
    assert read().reader.read_at.tzinfo is UTC


def test_mistakes_in_the_form_do_not_show_session_text() -> None:
    with pytest.raises(ValueError, match="validation error") as caught:
        result.TurnForm.model_validate({"text": "a secret thing", "index": "a secret thing"})
    assert "secret" not in str(caught.value)


def test_rupture_counts_are_of_episodes() -> None:
    session, codings = tiny("T:inform P:w1 T:inform P:wc2")
    found = result.read(session, ScriptedReader(codings)).episodes
    assert result.rupture_counts(found) == {"withdrawal": 1, "confrontation": 1}


def test_codings_are_what_the_reader_said() -> None:
    session, codings = tiny(SCRIPT)
    decided = result.read(session, ScriptedReader(codings)).codings
    assert [set(c.moves or ()) for c in decided] == [set(c.moves or ()) for c in codings]
    assert [c.rupture for c in decided] == [c.rupture for c in codings]
    assert decided[3] == Coding(("withdrawal",), 2, ("abstraction",), False, False, ())


def test_evidence_is_kept_only_for_what_was_decided() -> None:
    session, _ = tiny("T:question P:-")

    class Doubtful(Partial):
        def read(self, turns: list[Turn], since: int = 0) -> list[Reading]:
            marker = Evidence("denial", 0, 1)
            told = Reading({"withdrawal": 0.2, "denial": 0.9}, evidence=(marker,))
            return [told if t.speaker == "patient" else Reading({}) for t in turns[since:]]

    assert result.read(session, Doubtful()).readings[1].evidence == ()  # type: ignore[arg-type]

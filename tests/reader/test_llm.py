"""A language model as reader, on a real server process."""

import json

import pytest

from reknit import procedure, result
from reknit.endpoint import Endpoint
from reknit.errors import UserError
from reknit.procedure import PATIENT, THERAPIST
from reknit.reader import Evidence, decide
from reknit.reader.llm import LanguageModelReader
from reknit.session import Session, Turn
from tests.test_endpoint import seen

pytestmark = pytest.mark.enable_socket
TURNS = (
    Turn(0, THERAPIST, "How are you finding the sheets?"),
    Turn(1, PATIENT, "Fine. Whatever you think is best."),
)


def answer(*codes: tuple[str, int, str], strength: int | None = None) -> str:
    told = [{"code": code, "chance": chance, "words": words} for code, chance, words in codes]
    return json.dumps({"codes": told, "strength": strength})


def reader(base_url: str, model: str) -> LanguageModelReader:
    return LanguageModelReader(Endpoint(base_url, model, timeout=0.5, retries=0))


WITHDRAWN = answer(
    ("withdrawal", 80, ""), ("deference", 70, "Whatever you think"), ("engaged", 10, ""), strength=2
)


def test_codes_become_scores_and_words_become_evidence(provider: str) -> None:
    by = reader(provider, f"say:{WITHDRAWN}")
    (reading,) = by.read(TURNS, 1)
    assert reading.scores["withdrawal"] == 0.8
    assert reading.scores["confrontation"] == 0.0
    assert set(reading.scores) == {code.name for code in procedure.PATIENT_CODES}
    assert reading.evidence == (Evidence("deference", 6, 24),)
    coding = decide(reading, PATIENT, by.thresholds)
    assert (coding.rupture, coding.strength, coding.markers) == (("withdrawal",), 2, ("deference",))
    assert coding.engaged is False


def test_no_later_turn_is_sent_along(provider: str) -> None:
    model = f"say:{answer(('question', 90, ''))} "
    reader(provider, model).read([*TURNS[:1], Turn(1, THERAPIST, "Later.")])
    told = [json.loads(one["body"]["messages"][1]["content"]) for one in seen(provider, model)]
    first = next(one for one in told if one["turn"]["words"] == TURNS[0].text)
    assert first["before"] == []


def test_codes_that_there_are_not_are_refused_after_a_second_try(provider: str) -> None:
    model = f"say:{answer(('sulking', 90, ''))}"
    with pytest.raises(UserError, match="turn 1 was not read"):
        reader(provider, model).read(TURNS, 1)
    assert len(seen(provider, model)) == 2


def test_a_therapists_code_is_none_of_the_patients(provider: str) -> None:
    with pytest.raises(UserError):
        reader(provider, f"say:{answer(('own', 90, ''))}").read(TURNS, 1)


def test_a_second_try_can_save_it(provider: str) -> None:
    by = reader(provider, f"first:nonsense|||{WITHDRAWN}")
    assert by.read(TURNS, 1)[0].scores["withdrawal"] == 0.8


def test_a_server_that_does_not_answer_is_said_in_a_line_without_text(provider: str) -> None:
    with pytest.raises(UserError) as mistake:
        reader(provider, "broken").read(TURNS, 1)
    assert "Whatever" not in str(mistake.value)
    assert "said 500" in str(mistake.value)


def test_it_reads_a_session_like_any_other(provider: str) -> None:
    turns = (Turn(0, PATIENT, "Fine.", name="P"), Turn(1, PATIENT, "Fine.", name="P"))
    session = Session("tiny", turns, "tiny.txt", {"P": PATIENT})
    read = result.read(session, reader(provider, f"say:{WITHDRAWN}  "))
    assert read.episodes[0].rupture == ("withdrawal",)
    assert json.loads(read.to_json())["reader"]["name"] == "llm"


def test_the_version_names_the_model_and_its_rules() -> None:
    where = Endpoint("http://localhost:1/v1", "small")
    assert LanguageModelReader(where).version.startswith("small+")

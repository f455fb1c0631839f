"""From a session that was read to advice in words; and the two cases of the procedure's source."""

import json
from pathlib import Path

import pytest

import reknit
from reknit import advising, guide, result
from reknit.errors import UserError
from reknit.guide import Advice
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn
from reknit.voice import Scene, Wording
from tests.scripted import ScriptedReader, tiny

EXAMPLES = Path(__file__).parent.parent / "examples"


class Parrot:
    """A voice that says what it was given."""

    name = "parrot"

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def say(self, advice: Advice, scene: Scene) -> tuple[Wording, ...]:
        self.scenes.append(scene)
        return (Wording(f"{advice.rule} {len(self.scenes)}", "direct", advice.moves[0], "parrot"),)


def advised(script: str, parrot: Parrot | None = None, **how: object) -> advising.Advised:
    session, codings = tiny(script)
    read = result.read(session, ScriptedReader(codings))
    return advising.advise(read, parrot or Parrot(), **how)  # type: ignore[arg-type]


def test_every_piece_is_worded_and_nothing_is_said_twice() -> None:
    parrot = Parrot()
    given = advised("T:inform P:w2/minimal_response", parrot)
    assert len(given.advice) == 3
    assert all(one.wordings for one in given.advice)
    said = [set(scene.said) - {"inform"} for scene in parrot.scenes]
    assert [len(one) for one in said] == [0, 1, 2]


def test_what_the_therapist_said_in_the_session_is_not_offered_again() -> None:
    parrot = Parrot()
    advised("T:inform P:w2 T:question P:w2 T:own P:+", parrot, at=3)
    assert set(parrot.scenes[0].said) == {"inform", "question"}


def test_fewer_when_fewer_are_asked_for() -> None:
    assert len(advised("T:inform P:w2", most=1).advice) == 1


@pytest.mark.parametrize("at", [-1, 2, 99])
def test_a_turn_that_there_is_not(at: int) -> None:
    with pytest.raises(UserError, match="expected 0 to 1"):
        advised("T:inform P:w2", at=at)


def test_feelings_that_nothing_is_known_of_are_not_repeated_and_advised_upon() -> None:
    given = advised("T:inform P:w2", felt="peckish")
    assert given.feelings == (guide.UNKNOWN,)
    assert given.advice == advised("T:inform P:w2").advice
    assert "peckish" not in given.to_json()
    (only,) = advised("T:question P:+", felt="peckish").advice
    assert only.advice.moves == ("draw_attention", "explore")
    assert advised("T:question P:+", felt=" ").advice == ()


def test_the_json_form_holds_all_of_it() -> None:
    given = advised("T:defend P:c2 T:own P:c1", felt="careful", modality=guide.named("cbt"))
    told = json.loads(given.to_json())
    assert told["moment"]["standing"] == "open"
    assert told["moment"]["hindered"] == ["defend"]
    assert told["moment"]["tried"] == [{"at": 2, "moves": ["own"], "answer": "closer"}]
    assert told["feelings"][0]["name"] == "careful"
    assert told["feelings"][0]["literal"] is True
    first = told["advice"][0]
    assert set(first) == {"step", "moves", "why", "avoid", "rule", "source", "wordings"}
    assert first["wordings"][0]["voice"] == "parrot"
    assert len(first["avoid"]) == 2


def test_careful_fencing_is_named_in_an_image_and_then_explored() -> None:
    given = reknit.next(
        EXAMPLES / "the-tablets.txt", at=24, felt="careful, as if walking on eggshells"
    )
    first = given.advice[0]
    assert first.advice.moves == ("draw_attention", "explore")
    assert "image" in first.advice.why
    assert {one.move for one in first.wordings} == {"draw_attention"}


def test_admired_and_in_need_of_nothing_is_told_and_then_explored() -> None:
    path = EXAMPLES / "the-essayist.txt"
    given = reknit.next(path, at=16, felt="I admire him, and doubt that I can be of use")
    assert given.moment.standing == "none"
    (only,) = given.advice
    assert only.advice.moves == ("disclose", "explore")
    assert {one.move for one in only.wordings} == {"disclose"}
    assert reknit.next(given.result, at=16).advice == ()


def test_what_is_quoted_is_what_it_is_about() -> None:
    said = "I did the sheet at the kitchen table. Honestly, they'd be better off without me."
    turns = (Turn(0, THERAPIST, "How was the week?"), Turn(1, PATIENT, said))
    given = reknit.next(Session("a", turns))
    (only,) = given.advice
    assert only.advice.rule == "safety"
    assert all("the sheet" not in one.words for one in only.wordings)
    assert any("better off without me" in one.words for one in only.wordings)


def test_a_session_that_was_read_is_not_read_again() -> None:
    read = reknit.read(EXAMPLES / "the-tablets.txt")
    assert reknit.next(read, at=24, reader="nobody").result is read

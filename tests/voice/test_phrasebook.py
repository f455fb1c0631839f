"""The phrase book: each line in form, with every filler of its slots; the choice among them."""

import re
from itertools import combinations

import numpy as np
import pytest

from reknit import guide, procedure
from reknit.guide import Advice, Moment
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Turn
from reknit.voice import TONES, Scene, Wording, load, phrasebook
from reknit.voice.person import told_back
from reknit.voice.phrasebook import AGAIN, HINDERING, KINDS, MARKERS, STRENGTHS, Phrase, book, fill
from reknit.voice.quote import quote

LINES = book()
FEWEST_LINES = 600
FEELINGS = {feeling.name for feeling in guide.feelings()}
WAYS = {way.name for way in guide.modalities()}
SLOTS = ("{quote}", "{said}")
STOCK = re.compile(
    r"\b(i hear you|i hear that|(it )?sounds like|i'm sensing|i sense|thank(s| you) for sharing|"
    r"i want to acknowledge|i appreciate you|i understand|hold space|rupture|"
    r"alliance|dynamics?|validat\w+|resistan\w+|boundar\w+|trigger\w*|safe space)\b",
    re.IGNORECASE,
)
SAID = (
    "This is a waste of time.",
    "You're not even listening to me.",
    "I don't know.",
    "Fine.",
    "Whatever you think is best.",
    "You told me that last week.",
    "I don't see the point.",
    "Can we just move on.",
    "It's not helping.",
    "I'm sick of your questions.",
    "Nobody asked me.",
)
FILLERS = [(quoted, told_back(quoted)) for text in SAID if (quoted := quote(text)) is not None]


def test_there_are_enough_lines_for_every_move() -> None:
    assert len(LINES) >= FEWEST_LINES
    counts = {move: sum(one.move == move for one in LINES) for move in procedure.REPAIR_NAMES}
    assert min(counts.values()) >= 30, counts
    for move in (*procedure.REPAIR_NAMES, "settle", "safety"):
        assert {one.tone for one in LINES if one.move == move} == set(TONES)


@pytest.mark.parametrize("move", sorted({one.move for one in LINES}))
def test_every_line_is_in_form(move: str) -> None:
    assert move in (*procedure.REPAIR_NAMES, "settle", "safety")
    known = KINDS | MARKERS | HINDERING | STRENGTHS | FEELINGS | {AGAIN}
    for one in (line for line in LINES if line.move == move):
        assert one.fits <= known, one
        assert one.modalities <= WAYS, one
        assert one.tone in TONES, one
        assert 5 <= len(one.words.split()) <= 55, one
        assert one.words.count("?") <= 1, one
        assert not STOCK.search(one.words), one
        assert not re.search("[’‘“”\t]|  ", one.words), one
        assert one.words.count('"') % 2 == 0, one
        assert one.words[0].isupper() or one.words[0] in '"{', one
        assert one.words[-1] in '.?"', one
        assert set(re.findall(r"\{\w+\}", one.words)) <= set(SLOTS), one
        assert all(one.words.count(slot) <= 1 for slot in SLOTS), one
        # What is quoted stands in quotation marks, what is told back does not.
        assert ("{quote}" in one.words) == ('"{quote}"' in re.sub(r'[.,?](?=")', "", one.words)), (
            one
        )
        assert '"{said}' not in one.words, one


def test_no_line_stands_twice() -> None:
    assert len({one.words for one in LINES}) == len(LINES)


def test_no_two_lines_of_a_move_are_alike() -> None:
    grams = {}
    for one in LINES:
        words = re.findall(r"[\w']+", one.words.lower())
        grams[one] = {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
    for one, other in combinations(LINES, 2):
        if one.move == other.move and grams[one] and grams[other]:
            shared = len(grams[one] & grams[other]) / len(grams[one] | grams[other])
            assert shared <= 0.3, (one.words, other.words)


@pytest.mark.parametrize(("quoted", "said"), FILLERS)
def test_every_line_reads_with_every_filler(quoted: str, said: str | None) -> None:
    for one in LINES:
        filled = fill(one.words, {"quote": quoted, "said": said})
        if filled is None:
            assert said is None
            assert "{said}" in one.words
            continue
        assert "{" not in filled
        assert '"' not in filled
        assert filled.count("‘") == filled.count("’")
        assert not re.search(r"[.!?,]{2}|\s[.,?!]|‘\s|\s’", filled), filled
        assert filled[0].isupper() or filled[1].isupper(), filled
        if "{said}" in one.words and said is not None:
            assert f"‘{said}" not in filled
            assert said in filled or said[0].upper() + said[1:] in filled


def test_a_slot_that_cannot_be_filled_keeps_its_line_out() -> None:
    assert fill('You said "{quote}".', {"quote": None, "said": None}) is None
    assert fill("You said {said}.", {"quote": "fine", "said": None}) is None
    assert fill('"{quote}" was short.', {"quote": "fine", "said": None}) == "‘Fine’ was short."


def test_every_line_has_its_place_in_the_readers_encoder() -> None:
    lengths = np.linalg.norm(phrasebook.vectors(), axis=1)
    assert lengths.min() > 0.99, "run `make phrases`"


TURNS = (
    Turn(0, THERAPIST, "Okay, let's go on with the sheet."),
    Turn(1, PATIENT, "You're not even listening to me."),
)


def scene(*facts: str, turns: tuple[Turn, ...] = TURNS, **more: object) -> Scene:
    here = Moment(1, "open", last=1, facts=frozenset(facts))
    return Scene(here, turns, **more)  # type: ignore[arg-type]


def advice(*moves: str) -> Advice:
    return Advice("resolve", moves, "Why.", (), "rule", "source")


def say(moves: tuple[str, ...], where: Scene) -> tuple[Wording, ...]:
    return load("phrasebook").say(advice(*moves), where)


def lines_said(told: tuple[Wording, ...], where: Scene) -> list[Phrase]:
    """The lines of the book that wordings came from."""
    patient = where.turns[where.moment.last or 0].text
    quoted = quote(patient)
    slots = {"quote": quoted, "said": told_back(quoted) if quoted else None}
    filled = {fill(one.words, slots): one for one in LINES}
    return [filled[one.words] for one in told]


@pytest.mark.parametrize("move", [*procedure.REPAIR_NAMES, "settle", "safety"])
def test_each_move_is_said_in_each_tone(move: str) -> None:
    for kind in procedure.RUPTURE_NAMES:
        told = say((move,), scene(kind))
        assert [one.tone for one in told] == list(TONES)
        assert {one.move for one in told} == {move}


def test_the_first_move_of_the_advice_is_said_first() -> None:
    assert {one.move for one in say(("receive", "empathize"), scene("confrontation"))} == {
        "receive"
    }


def test_a_line_is_said_only_where_all_that_it_fits_is_so() -> None:
    where = scene("withdrawal", "minimal_response")
    for move in procedure.REPAIR_NAMES:
        for one in lines_said(say((move,), where), where):
            rest = one.fits - {"withdrawal", "minimal_response"}
            assert not rest & (HINDERING | STRENGTHS | {AGAIN}), one
            assert not one.modalities


def test_what_fits_more_closely_goes_first() -> None:
    where = scene("confrontation", "complaint_therapist", "press_on")
    told = lines_said(say(("own",), where), where)
    assert all({"press_on", "complaint_therapist"} & one.fits for one in told)


def test_a_way_of_working_has_words_of_its_own() -> None:
    where = scene("confrontation", "complaint_task", modality=guide.named("cbt"))
    told = lines_said(say(("rationale",), where), where)
    assert any("cbt" in one.modalities for one in told)


def test_what_is_felt_finds_its_words() -> None:
    where = scene("withdrawal", feelings=guide.recognised("bored"))
    told = lines_said(say(("disclose",), where), where)
    assert all("bored" in one.fits for one in told)


def test_nothing_is_said_twice() -> None:
    facts = ("withdrawal", "minimal_response")
    first = say(("explore",), scene(*facts))
    again = say(("explore",), scene(*facts, said=tuple(one.words for one in first)))
    assert not {one.words for one in first} & {one.words for one in again}
    assert len(again) == len(first)


def test_only_strained_words_are_quoted() -> None:
    calm = Scene(Moment(1, "none"), TURNS)
    for move in procedure.REPAIR_NAMES:
        for one in say((move,), calm):
            assert "not even listening" not in one.words


def test_before_anything_was_said() -> None:
    told = say(("draw_attention",), Scene(Moment(-1, "none"), ()))
    assert [one.tone for one in told] == list(TONES)

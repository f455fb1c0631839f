"""Cases: in form or the user's mistake, said in a line; those that ship are in form."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from reknit.errors import UserError
from reknit.practice import case as cases
from tests.practice.small import told

SHIPPED = cases.listed()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_case_is_in_form(name: str) -> None:
    case = cases.load(name)
    assert len(list(case.said())) >= cases.FEWEST_LINES
    assert {"draw_attention", "explore", "own"} & set(case.mends)
    assert any("suicide" in fact.asked for fact in case.knows)


def test_a_case_can_be_any_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(told()), "utf-8")
    case = cases.load(path)
    assert case.patient == "Ada"
    assert [turn.speaker for turn in case.turns()] == ["therapist", "patient"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"age": 4}, "mine.yaml, age:"),
        ({"modality": "astrology"}, "modality: there is none named astrology"),
        ({"markers": ["deference"]}, "deference is none of confrontation"),
        ({"opens": {"sulk": 1.0}}, "opens: there is no move named sulk"),
        ({"opening": ["a", "b", "c"]}, "the patient last"),
        ({"shoe_size": 40}, "shoe_size"),
        ({"beneath": told()["beneath"][:2]}, "beneath"),
        (
            {"knows": [*told()["knows"], {"asked": ["pets"], "says": ["Two."]}]},
            "stands twice: Two.",
        ),
    ],
)
def test_what_is_not_in_form_is_said_with_its_place(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(told(**changes)), "utf-8")
    with pytest.raises(UserError) as mistake:
        cases.load(path)
    assert message in str(mistake.value)
    assert "\n" not in str(mistake.value)


def test_too_few_lines_make_no_patient(tmp_path: Path) -> None:
    lines = told()["lines"]
    short = {
        group: {band: of[band][: 1 if band == "open" else 2] for band in of}
        if isinstance(of, dict)
        else of[:2]
        for group, of in lines.items()
    }
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(told(lines=short)), "utf-8")
    with pytest.raises(UserError, match="lines of the patient's own, at least 90"):
        cases.load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title: [", "mine.yaml, line 1: is not YAML"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"just words", "mine.yaml"),
        (b"!!python/object/apply:os.system ['true']", "mine.yaml"),
    ],
)
def test_what_is_no_case_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        cases.load(path)


def test_yes_is_a_word(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(told()).replace("- odd 0.", "- yes"), "utf-8")
    assert cases.load(path).lines.odd[0] == "yes"


def test_a_case_that_there_is_not() -> None:
    with pytest.raises(UserError, match="no case 'nobody'; see reknit practice --list"):
        cases.load("nobody")

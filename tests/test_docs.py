"""Documentation fails when it drifts: quotes are compared, examples run, links followed."""

import re
from pathlib import Path

import pytest

from training import quoted

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "corpus" / "README.md",
    ROOT / "src" / "reknit" / "reader" / "shipped" / "MODEL_CARD.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


@pytest.mark.parametrize("name", quoted.FILES)
def test_what_is_quoted_is_what_the_program_says(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "<!-- quoted:" in text
    assert quoted.refreshed(text) == text, "run `make docs`"


def test_every_page_that_quotes_is_refreshed() -> None:
    quoting = {str(p.relative_to(ROOT)) for p in PAGES if "<!-- quoted:" in p.read_text("utf-8")}
    assert quoting == set(quoted.FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for goal in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if not goal.startswith("https://"):
            assert (page.parent / goal).exists(), goal


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for example in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        exec(compile(example, str(page), "exec"), {})


def test_make_targets_that_are_named_exist() -> None:
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`?make ([a-z-]+)", page.read_text("utf-8")))
        in_code = set(re.findall(r"`make ([a-z-]+)", page.read_text("utf-8")))
        assert in_code <= there
        assert {"read", "test"} & named <= there


def test_options_of_read_are_all_documented() -> None:
    text = (ROOT / "docs/reference/command.md").read_text("utf-8")
    for option in ("--therapist", "--html", "--json", "--csv", "--open", "--reader"):
        assert option in text

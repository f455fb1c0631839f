import json
from pathlib import Path

import pytest

from reknit.errors import UserError
from reknit.store import log


def test_lines_are_added_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for step in ("ordinary", "resolve"):
        log.opened(path).add({"step": step})
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["step"] for line in lines] == ["ordinary", "resolve"]
    assert all("at" in line for line in lines)
    assert path.stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        log.opened(tmp_path / "nowhere" / "log.jsonl")

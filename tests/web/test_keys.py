from pathlib import Path

import platformdirs
import pytest

from reknit.errors import UserError
from reknit.web import keys


def test_a_key_is_told_once_and_kept_as_a_hash() -> None:
    key = keys.add("ann")
    path = Path(platformdirs.user_config_dir("reknit", appauthor=False)) / keys.FILE
    assert key not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert keys.owner(key, keys.hashes()) == "ann"
    assert keys.owner(key + "x", keys.hashes()) is None
    assert list(keys.listed()) == ["ann"]


def test_a_key_is_taken_back() -> None:
    key = keys.add("ann")
    keys.remove("ann")
    assert keys.owner(key, keys.hashes()) is None
    with pytest.raises(UserError, match="no key named"):
        keys.remove("ann")


@pytest.mark.parametrize("name", ["", "a b", "x" * 41, "../a"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(UserError, match="not a name"):
        keys.add(name)


def test_a_name_is_taken_once() -> None:
    keys.add("ann")
    with pytest.raises(UserError, match="there is a key"):
        keys.add("ann")


@pytest.mark.parametrize("held", ["{", "[]", '{"a": 1}', '{"a": {"made": "x"}}', b"\xff"])
def test_a_file_that_is_damaged_is_said_to_be(held: str | bytes) -> None:
    keys.add("ann")
    path = Path(platformdirs.user_config_dir("reknit", appauthor=False)) / keys.FILE
    path.write_bytes(held if isinstance(held, bytes) else held.encode())
    for what in (keys.hashes, keys.listed):
        with pytest.raises(UserError, match="is damaged; remove it"):
            what()


def test_a_file_that_cannot_be_read_or_written() -> None:
    path = Path(platformdirs.user_config_dir("reknit", appauthor=False)) / keys.FILE
    path.mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be read"):
        keys.hashes()
    path.rmdir()
    path.parent.rmdir()
    path.parent.write_text("")
    with pytest.raises(UserError, match="cannot be read"):
        keys.add("ann")

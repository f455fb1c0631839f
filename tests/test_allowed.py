from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reknit import allowed
from reknit.errors import UserError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://models.example.org/v1", "https://models.example.org:443"),
        ("HTTPS://Models.Example.org", "https://models.example.org:443"),
        ("http://10.0.0.7:11434/v1/", "http://10.0.0.7:11434"),
        ("http://[fd00::1]:8000/v1", "http://[fd00::1]:8000"),
    ],
)
def test_an_address_is_allowed_by_scheme_host_and_port(url: str, expected: str) -> None:
    assert allowed.origin(url) == expected


@pytest.mark.parametrize(
    "url",
    ["", "models.example.org", "ftp://a.org", "https://", "http://a:b@c.org", "http://a.org:x/"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UserError):
        allowed.origin(url)


def test_an_address_that_holds_a_secret_is_not_repeated() -> None:
    for url in ("https://me:pass@example.org/v1", "https://example.org/v1?key=pass"):
        with pytest.raises(UserError) as mistake:
            allowed.origin(url)
        assert "pass" not in str(mistake.value)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8000", True),
        ("http://127.3.2.1", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://192.168.1.4:11434", False),
        ("http://0.0.0.0:80", False),
        ("http://2130706433/v1", False),
    ],
)
def test_only_this_machine_is_here(url: str, here: bool) -> None:
    assert allowed.is_here(url) is here


def test_a_remote_address_needs_leave_once() -> None:
    remote = "https://models.example.org/v1"
    with pytest.raises(UserError, match=r"reknit allow https://models\.example\.org:443$"):
        allowed.must_be(remote)
    allowed.allow(remote)
    allowed.must_be("https://models.example.org/other")
    for other in ("http://models.example.org", "https://models.example.org:8443"):
        with pytest.raises(UserError):
            allowed.must_be(other)
    allowed.revoke(remote)
    with pytest.raises(UserError):
        allowed.must_be(remote)
    with pytest.raises(UserError, match="was not allowed"):
        allowed.revoke(remote)


def test_this_machine_needs_none() -> None:
    allowed.must_be("http://127.0.0.1:8000/v1")
    assert allowed.listed() == []


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_the_users_mistake(url: str) -> None:
    try:
        origin = allowed.origin(url)
    except UserError:
        return
    assert allowed.origin(origin) == origin


def test_a_list_that_cannot_be_read_or_is_none() -> None:
    path = Path(platformdirs.user_config_dir("reknit", appauthor=False)) / allowed.NAME
    path.mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be read"):
        allowed.must_be("https://example.org")
    path.rmdir()
    path.write_bytes(b"\xff")
    with pytest.raises(UserError, match="is damaged"):
        allowed.must_be("https://example.org")


def test_it_is_said_where_what_is_no_address_was_given() -> None:
    with pytest.raises(UserError, match="--upstream: not an address"):
        allowed.must_be("localhost:11434/v1", "--upstream")

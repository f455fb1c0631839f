"""Tests reach no network and nothing of the user's."""

from pathlib import Path

import pytest
from pytest_socket import disable_socket, enable_socket


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "enable_socket: drives a browser over a local socket")


@pytest.fixture(autouse=True)
def away_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Each test runs in a folder of its own, without sockets unless it drives a browser."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    if request.node.get_closest_marker("enable_socket") is None:
        disable_socket(allow_unix_socket=True)
    else:
        enable_socket()

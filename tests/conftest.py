"""Tests reach no network and nothing of the user's."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import disable_socket, enable_socket


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "enable_socket: speaks with a process over a local socket")


@pytest.fixture(autouse=True)
def away_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Each test runs in a folder of its own, without sockets unless marked."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    if request.node.get_closest_marker("enable_socket") is None:
        disable_socket(allow_unix_socket=True)
    else:
        enable_socket()


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """The base address of a server process that speaks OpenAI's protocol and misbehaves."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.provider"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.terminate()

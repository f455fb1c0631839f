"""`reknit talk`, line by line through a pipe."""

import subprocess
import sys

import pytest

from tests.web.serving import process
from training import clumsy


def talk(words: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reknit", "talk", *options],
        input=words,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_one_line_in_one_line_out() -> None:
    done = talk("Hello\n\nAre you a bot?\nI want to die.\n/quit\nnot read\n", "--country", "GB")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert "116 123" in lines[2]
    assert done.stderr == ""


def test_notes_say_what_was_done() -> None:
    done = talk("You're not listening. This is useless.\n", "--notes")
    assert "confrontation" in done.stderr
    assert "words of the companion" in done.stderr
    assert "listening" not in done.stderr


def test_bytes_that_are_no_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reknit", "talk"],
        input=b"I made soup \xff\xfe today\n",
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert done.stdout.strip()


def test_a_model_server_without_a_model() -> None:
    done = talk("", "--upstream", "http://127.0.0.1:1/v1")
    assert done.returncode == 2
    assert "--model NAME" in done.stderr


def test_an_unknown_country() -> None:
    done = talk("", "--country", "XX")
    assert done.returncode == 2
    assert "--help-line" in done.stderr


@pytest.mark.enable_socket
def test_before_a_model() -> None:
    with process("training.clumsy") as (_, url):
        done = talk("I made soup today.\n", "--upstream", f"{url}/v1", "--model", "clumsy")
        assert done.stdout.strip() in clumsy.ORDINARY
        done = talk("I made soup today.\n", "--upstream", f"{url}/v1", "--model", "erroring")
        assert done.stdout.strip()
        assert "said 500" in done.stderr

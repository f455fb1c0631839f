"""`reknit practice` as a trainee meets it: through a pipe, and on a terminal."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from reknit import cli
from tests.test_cli import run

LINES = (
    "I notice we've got very careful with each other, you with your answers and me with my "
    "questions.",
    "I've been answering your question with questions. That's mine, and I'm sorry for it.",
)


def piped(*arguments: object, lines: tuple[str, ...] = LINES) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reknit", "practice", *map(str, arguments)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
        timeout=120,
    )


def test_one_line_in_one_line_out() -> None:
    done = piped("the-tablets", "--seed", 1, "--coach", "off")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(LINES)
    assert "What to take away" in done.stderr
    assert "Read as:" not in done.stderr


def test_the_coach_speaks_after_every_move() -> None:
    assert piped("the-tablets", "--seed", 1).stderr.count("Read as:") == len(LINES)


def test_a_hint_is_no_turn() -> None:
    done = piped("the-tablets", "--seed", 1, "--coach", "hints", lines=("/hint", LINES[0]))
    assert len(done.stdout.splitlines()) == 1
    assert "You could say: “" in done.stderr


def test_a_rehearsal_is_kept_and_compared_with_the_next() -> None:
    first = piped("the-tablets", "--seed", 1)
    assert "before " not in first.stderr
    kept = Path(first.stderr.split("Kept: ")[1].replace("\n", ""))
    assert json.loads(kept.read_text("utf-8"))["words"] == list(LINES)
    moved = json.loads(kept.read_text("utf-8")) | {"began": "2020-01-01T00:00:00Z"}
    kept.write_text(json.dumps(moved), "utf-8")
    assert "1 of this case" in " ".join(piped("the-tablets", "--seed", 2).stderr.split())


def test_a_kept_rehearsal_is_taken_up_before_any_turn(tmp_path: Path) -> None:
    piped("the-tablets", "--seed", 1, "--save", "kept.json")
    again = piped("--from", "kept.json", "--from-turn", 2, "--save", "again.json", lines=LINES[1:])
    first = json.loads((tmp_path / "kept.json").read_text("utf-8"))
    second = json.loads((tmp_path / "again.json").read_text("utf-8"))
    assert second["words"] == first["words"]
    assert second["openness"] == first["openness"]
    assert len(again.stdout.splitlines()) == 1


def test_the_cases_are_listed() -> None:
    done = run("practice", "--list")
    assert "the-tablets" in done.stdout
    assert run("practice").stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["practice", "nobody"], "there is no case 'nobody'"),
        (["practice", "--from", "nothing.json"], "cannot be read"),
        (["practice", "the-tablets", "--voice", "nobody"], "no voice named"),
        (["practice", "the-tablets", "--voice", "llm"], "no language model was named"),
        (["case", "check", "nothing.yaml"], "there is no case"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert done.returncode == cli.MISTAKE
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_case_is_checked() -> None:
    from reknit.practice import case as cases

    done = run("case", "check", cases.listed()["the-tablets"])
    assert done.returncode == 0
    assert "Orla" in done.stdout
    assert "in form" in done.stdout


PROMPT = b"You:\x1b"
"""The prompt, and the cursor moving to its place; what was said before stands without it."""
PATIENCE = 60


def test_a_cases_form_is_published_as_a_schema() -> None:
    schema = json.loads(run("case", "schema").stdout)
    assert {"patient", "beneath", "lines"} <= set(schema["required"])


def on_terminal(typed: list[bytes]) -> str:
    """What a terminal shows when this is typed, each part once there is a prompt."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "reknit", "practice", "the-tablets", "--seed", "1"],
        stdin=child,
        stdout=child,
        stderr=child,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "PROMPT_TOOLKIT_NO_CPR": "1"},
    ) as process:
        os.close(child)
        seen, since = b"", 0
        while piece := shown_next(parent):
            seen += piece
            if typed and PROMPT in seen[since:]:
                since = len(seen)
                os.write(parent, typed.pop(0))
        process.kill()
    os.close(parent)
    assert not typed
    return seen.decode("utf-8", "replace")


def shown_next(terminal: int) -> bytes:
    """What comes next; nothing when the program has ended, or never comes."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        return b""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize("end", [b"/quit\r", b"\x03", b"\x04"])
def test_on_a_terminal_whatever_ends_it_nothing_is_lost(end: bytes) -> None:
    shown = on_terminal([LINES[1].encode() + b"\r", end])
    assert "Orla is 23" in shown
    assert "Read as: own a part" in shown
    assert "What to take away" in shown
    assert "Kept:" in shown
    assert "Traceback" not in shown

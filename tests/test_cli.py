"""The command as a user meets it, in a process of its own where it matters."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import reknit
from reknit import cli, result

EXAMPLE = Path(__file__).parent.parent / "examples" / "tall-ash.vtt"
SECRET = "my secret about the lighthouse"


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reknit", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100", **environment},
        encoding=environment.get("PYTHONIOENCODING") and "utf-8",
        errors="replace",
        timeout=120,
    )


def test_read_prints_half_a_page() -> None:
    done = run("read", EXAMPLE)
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].startswith("tall-ash.vtt  38 turns, therapist: Dr Hanlon")
    assert len(lines) <= 45
    assert any(line.startswith("talk ") for line in lines)
    assert "therapist 50%" in done.stdout


def test_the_command_and_the_function_give_the_same_values() -> None:
    printed = json.loads(run("read", EXAMPLE, "--json", "-").stdout)
    called = json.loads(reknit.read(EXAMPLE).to_json())
    printed["reader"].pop("read_at")
    called["reader"].pop("read_at")
    assert printed == called
    jsonschema.validate(json.loads(reknit.read(EXAMPLE).to_json()), json.loads(result.schema()))


TABLETS = EXAMPLE.parent / "the-tablets.txt"


def test_next_prints_advice() -> None:
    done = run("next", TABLETS, "--at", 24, "--felt", "careful", "--modality", "psychiatry")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("A clear confrontation may be open at turn 23")
    assert "1. Draw attention, explore" in done.stdout


def test_next_and_the_function_give_the_same_values() -> None:
    printed = json.loads(run("next", TABLETS, "--at", 24, "-n", 2, "--json").stdout)
    called = json.loads(reknit.next(TABLETS, at=24, most=2).to_json())
    printed["reader"].pop("read_at")
    called["reader"].pop("read_at")
    assert printed == called
    assert len(printed["advice"]) == 2


def test_a_remote_address_has_to_be_allowed_once(tmp_path: Path) -> None:
    there = {"XDG_CONFIG_HOME": str(tmp_path)}
    remote = "https://models.example.org/v1"
    asked = ("next", TABLETS, "--voice", "llm", "--base-url", remote, "--model", "m")
    refused = run(*asked, **there)
    assert refused.returncode == cli.MISTAKE
    assert "reknit allow https://models.example.org:443" in refused.stderr
    assert "Allowed from now on" in run("allow", remote, **there).stdout
    assert run("allow", **there).stdout == "https://models.example.org:443\n"
    run("allow", remote, "--revoke", **there)
    assert run("allow", **there).stdout == "No remote address is allowed.\n"


@pytest.mark.enable_socket
def test_a_language_model_words_the_advice(provider: str) -> None:
    words = "You asked me something plain, twice, and I dodged. That was my mistake, I'm sorry."
    told = [{"tone": tone, "move": "own", "words": words} for tone in ("direct",)]
    done = run(
        "next", TABLETS, "--at", 24, "--json", "-n", 3, "--voice", "llm",
        "--base-url", provider, "--model", f"say:{json.dumps({'wordings': told})}",
    )  # fmt: skip
    assert done.returncode == 0
    shown = [w for one in json.loads(done.stdout)["advice"] for w in one["wordings"]]
    assert [w["words"] for w in shown if w["voice"] == "llm"] == [words]
    assert any(w["voice"] == "phrasebook" for w in shown)


def test_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout) == json.loads(result.schema())


def test_files_are_written(tmp_path: Path) -> None:
    done = run("read", EXAMPLE, "--html", "a.html", "--json", "b/a.json", "--csv", "a.csv")
    assert done.returncode == 0
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert json.loads((tmp_path / "b" / "a.json").read_text("utf-8"))["session"]["id"] == "tall-ash"
    assert (tmp_path / "a.csv").read_text("utf-8").count("\n") > 38
    assert [f"Written: {name}" in done.stderr for name in ("a.html", "a.csv")] == [True, True]


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("")
    other = tmp_path / "other.vtt"
    other.write_bytes(EXAMPLE.read_bytes())
    done = run("read", EXAMPLE, "bad.txt", other, "--json", "out")
    assert done.returncode == cli.MISTAKE
    assert sum(line.startswith("reknit: bad.txt:") for line in done.stderr.splitlines()) == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["other.json", "tall-ash.json"]
    assert done.stdout.count("38 turns") == 2


def test_several_sessions_on_standard_output_are_one_per_line(tmp_path: Path) -> None:
    done = run("read", EXAMPLE, EXAMPLE, "--json", "-")
    assert [json.loads(line)["session"]["id"] for line in done.stdout.splitlines()] == [
        "tall-ash",
        "tall-ash",
    ]


def test_sessions_of_the_same_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    run("read", EXAMPLE, f"a/{EXAMPLE.name}", "--json", "out")
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["read", "no-such.vtt"], "no-such.vtt"),
        (["read", str(EXAMPLE), "--reader", "nobody"], "no reader named 'nobody'"),
        (["read", str(EXAMPLE), "--therapist", "Nobody"], "Dr Hanlon"),
        (["read", str(EXAMPLE), "--reader", "llm"], "no language model was named"),
        (["next", str(EXAMPLE), "--at", "99"], "there is no turn 99"),
        (["next", str(EXAMPLE), "--modality", "astrology"], "no modality named"),
        (["next", str(EXAMPLE), "--voice", "nobody"], "no voice named"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert done.returncode == cli.MISTAKE
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("read", EXAMPLE, "--html", "file/a.html")
    assert done.returncode == cli.MISTAKE
    assert "cannot be written" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_a_report_never_overwrites_a_transcript(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(before := b'{"turns": []}')
    for option in ("--json", "--html", "--csv"):
        done = run("read", "a.json", option, "./a.json")
        assert done.returncode == cli.MISTAKE
        assert "would overwrite the transcript" in done.stderr
    assert run("read", "a.json", EXAMPLE, "--json", ".").returncode == cli.MISTAKE
    assert (tmp_path / "a.json").read_bytes() == before


def test_several_sessions_do_not_go_into_one_page(tmp_path: Path) -> None:
    done = run("read", EXAMPLE, EXAMPLE, "--html", "out.html")
    assert done.returncode == cli.MISTAKE
    assert "name a folder after --html" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_without_unicode_gets_no_traceback() -> None:
    done = run("read", EXAMPLE, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stderr == ""
    printed = run("read", EXAMPLE, "--json", "-", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert json.loads(printed.stdout)["session"]["id"] == "tall-ash"


def test_a_table_says_that_it_is_unicode(tmp_path: Path) -> None:
    run("read", EXAMPLE, "--csv", "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfsession,turn")


def test_named_therapist_is_taken_at_the_word() -> None:
    form = json.loads(run("read", EXAMPLE, "--therapist", "Wes", "--json", "-").stdout)
    assert form["session"]["speakers"]["Wes"] == "therapist"
    assert form["session"]["roles_from"] == "named"


def test_a_bug_keeps_its_traceback_without_session_text(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text(f"T: How was it?\nP: {SECRET}, well.\n" * 6)
    broken = (
        "import sys, reknit.episodes\n"
        "def broken(turns, codings): raise RuntimeError('a bug')\n"
        "reknit.episodes.find = broken\n"
        "sys.argv = ['reknit', 'read', 's.txt']\n"
        "from reknit.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True)
    assert done.returncode == 1
    assert "RuntimeError: a bug" in done.stderr
    assert "Traceback" in done.stderr
    assert "lighthouse" not in done.stderr + done.stdout


def test_version() -> None:
    assert run("--version").stdout == f"reknit {reknit.__version__}\n"


def test_open_shows_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("typer.launch", shown.append)
    monkeypatch.setattr("sys.argv", ["reknit", "read", str(EXAMPLE), "--open"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0
    assert shown == [(tmp_path / "tall-ash-reknit.html").as_uri()]

"""The house: which room may import which. The list only grows at its end with the design."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "reknit"
ROOMS = [
    "errors",
    "procedure",
    "session",
    "coding",
    "patterns",
    "allowed",
    "endpoint",
    "relay",
    "formats",
    "reader",
    "episodes",
    "alliance",
    "guide",
    "voice",
    "result",
    "advising",
    "practice",
    "companion",
    "store",
    "report",
    "web",
    "cli",
    "__main__",
]
"""From leaf to top: a room imports only rooms before it."""
DOORS = ("cli",)
"""Rooms that may call the package's own functions."""
LONGEST = 400
FILES = sorted(PACKAGE.rglob("*.py"))
AT_HOME = {
    "onnxruntime",
    "tokenizers",
    "altair",
    "vl_convert",
    "docx",
    "webvtt",
    "pydantic",
    "openai",
    "fastapi",
    "httpx2",
    "uvicorn",
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert room in ROOMS, f"a new room, {room}: give it its place in ROOMS"
    allowed = {*ROOMS[: ROOMS.index(room) + 1]}
    for name in imported(path):
        parts = name.split(".")
        if parts == ["reknit"]:
            assert room in DOORS, f"{path.name} goes through the front door"
        elif parts[0] == "reknit" and parts[1:] != ["__version__"]:
            assert parts[1] in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_the_leaves_import_nothing_outside_the_standard_library() -> None:
    for room in ("errors", "procedure", "session", "coding", "episodes", "alliance"):
        for name in imported(PACKAGE / f"{room}.py"):
            top = name.split(".")[0]
            assert top == "reknit" or top in sys.stdlib_module_names, f"{room} imports {name}"


def test_importing_reknit_is_light() -> None:
    import subprocess

    code = "import sys, reknit; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert AT_HOME.isdisjoint(loaded.stdout.split())


def test_nothing_is_called_a_utility() -> None:
    names = {part for path in FILES for part in path.stem.split("_")}
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "common", "misc", "base"})


def test_only_endpoint_and_relay_import_a_network_library() -> None:
    network = {
        "openai",
        "httpx2",
        "requests",
        "httpx",
        "urllib.request",
        "socket",
        "http.client",
        "aiohttp",
    }
    for path in FILES:
        if path.stem in ("endpoint", "relay") or path.parts[-2:] == ("web", "__init__.py"):
            continue
        # The server takes its port itself, to say in plain words that somebody else has it.
        listens = {"socket"} if path.parts[-2:] == ("web", "serving.py") else set()
        for name in imported(path):
            assert not any(name == one or name.startswith(f"{one}.") for one in network - listens)

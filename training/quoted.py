"""`make docs`: write what the documentation quotes of the program anew, so that it cannot drift.

In a Markdown file, `<!-- quoted: COMMAND -->` is followed by a fenced block with the command's
output; `<!-- quoted: codes -->` by the tables of all codes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from reknit import procedure

ROOT = Path(__file__).parent.parent
FILES = ("README.md", "docs/reference/command.md", "docs/reference/codes.md")
WIDTH = "100"
BLOCK = re.compile(r"(<!-- quoted: (?P<what>[^>]+) -->\n)(```\n.*?```\n|(?:\n.*)?\Z)", re.DOTALL)


def refreshed(text: str) -> str:
    """The text with every quoted block as the program gives it now."""
    return BLOCK.sub(lambda found: found[1] + quote(found["what"]), text)


def quote(what: str) -> str:
    """One quoted block."""
    if what == "codes":
        return codes()
    program, *arguments = what.split()
    if program != "reknit":
        raise ValueError(f"only reknit can be quoted, not {program}")
    done = subprocess.run(
        [sys.executable, "-m", "reknit", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH},
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "```\n" + "\n".join(lines).strip("\n") + "\n```\n"


def codes() -> str:
    """Tables of all codes."""
    groups = {
        "Ruptures": procedure.RUPTURES,
        "Markers of withdrawal": procedure.WITHDRAWAL_MARKERS,
        "Markers of confrontation": procedure.CONFRONTATION_MARKERS,
        "Of every patient turn": (procedure.ENGAGED, procedure.RISK),
        "Repair moves": procedure.REPAIR_MOVES,
        "Hindering moves": procedure.HINDERING_MOVES,
        "Ordinary moves": procedure.ORDINARY_MOVES,
    }
    parts = []
    for title, members in groups.items():
        rows = [f"| `{c.name}` | {c.label} | {c.meaning} |" for c in members]
        parts.append("\n".join([f"\n## {title}\n", "| code | label | |", "|---|---|---|", *rows]))
    outcomes = [f"| `{name}` | {meaning} |" for name, meaning in procedure.OUTCOMES.items()]
    parts.append("\n".join(["\n## Outcomes\n", "| outcome | |", "|---|---|", *outcomes]))
    return "\n".join(parts) + "\n"


def main() -> None:
    """Rewrite the files."""
    for name in FILES:
        path = ROOT / name
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

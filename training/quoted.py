"""`make docs`: write what the documentation quotes of the program anew, so that it cannot drift.

In a Markdown file, `<!-- quoted: COMMAND -->` is followed by a fenced block with the command's
output; `<!-- quoted: codes -->` by the tables of all codes, `policy` by the table of its rules,
`feelings` and `modalities` by theirs.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from reknit import guide, procedure
from reknit.guide.policy import Rule, load

ROOT = Path(__file__).parent.parent
FILES = (
    "README.md",
    "docs/reference/command.md",
    "docs/reference/codes.md",
    "docs/explanation/policy.md",
    "docs/how-to/next.md",
)
WIDTH = "100"
# The tables of all codes are the rest of their file; other blocks end with their fence or table.
BLOCK = re.compile(
    r"(<!-- quoted: (?P<what>codes) -->\n)(.*)\Z|"
    r"(<!-- quoted: (?P<other>[^>]+) -->\n)(```\n.*?```\n|(?:\|[^\n]*\n)+)?",
    re.DOTALL,
)


def refreshed(text: str) -> str:
    """The text with every quoted block as the program gives it now."""

    def anew(found: re.Match[str]) -> str:
        return (found[1] or found[4]) + quote(found["what"] or found["other"])

    return BLOCK.sub(anew, text)


def quote(what: str) -> str:
    """One quoted block."""
    if what in TABLES:
        return TABLES[what]()
    program, *arguments = shlex.split(what)
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


def policy() -> str:
    """The guide's rules in the order in which they are asked."""
    rows = [
        f"| {number} | {_when(rule)} | {_moves(rule.moves)} | {rule.why} | {rule.avoid} "
        f"| {rule.source} |"
        for number, rule in enumerate(load().rules, start=1)
    ]
    head = ["| | when | do | why | not now | source |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _when(rule: Rule) -> str:
    needs = [need if isinstance(need, str) else " or ".join(need) for need in rule.when]
    parts = ["; ".join(needs)] if needs else ["always"] if not rule.feels else []
    if rule.feels:
        parts.insert(0, f"you feel {' or '.join(rule.feels)}")
    if rule.unless:
        parts.append(f"unless {' or '.join(rule.unless)}")
    return "; ".join(parts).replace("_", " ")


def _moves(names: Sequence[str]) -> str:
    return ", ".join(procedure.BY_NAME[name].label for name in names)


def facts() -> str:
    """What a rule can ask for, besides markers and hindering moves."""
    codes_ = {code.name for code in procedure.CODES} - set(procedure.RUPTURE_NAMES)
    rows = [
        f"| {name.replace('_', ' ')} | {meaning} |"
        for name, meaning in guide.FACTS.items()
        if name not in codes_
    ]
    return "\n".join(["| fact | what it says |", "|---|---|", *rows]) + "\n"


def feelings() -> str:
    """The therapist's feelings that the guide knows what to make of."""
    rows = [f"| {one.name} | {one.question} | {_moves(one.moves)} |" for one in guide.feelings()]
    return "\n".join(["| you feel | it may ask | and speaks for |", "|---|---|---|", *rows]) + "\n"


def modalities() -> str:
    """The ways of working that have words of their own."""
    rows = [
        f"| `{one.name}` | {one.label} | {', '.join(one.otherwise)} | {one.avoid} | {one.source} |"
        for one in guide.modalities()
    ]
    head = ["| name | | also | not now | source |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


TABLES = {
    "codes": codes,
    "policy": policy,
    "facts": facts,
    "feelings": feelings,
    "modalities": modalities,
}


def main() -> None:
    """Rewrite the files."""
    for name in FILES:
        path = ROOT / name
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

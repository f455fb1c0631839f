"""The command line: parses, calls the rooms, and is the one door where user mistakes are caught."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reknit.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from reknit.reader import Reader
    from reknit.result import Result

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Finds ruptures in the therapeutic alliance, and what became of them.",
)
MISTAKE = 2
"""Exit status when something given could not be used."""


def _version(wanted: bool) -> None:
    if wanted:
        from reknit import __version__

        typer.echo(f"reknit {__version__}")
        raise typer.Exit


@app.callback()
def _reknit(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    pass


@app.command()
def read(
    sessions: Annotated[
        list[Path],
        typer.Argument(metavar="SESSION...", help="Transcripts: txt, vtt, srt, docx, json, csv."),
    ],
    therapist: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who is the therapist, as the transcript has it."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page; a folder for several sessions."),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|FOLDER|-", help="Write JSON; a folder for several sessions; - prints it."
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a table with a row per turn.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    reader: Annotated[str, typer.Option(metavar="NAME", help="Which reader reads.")] = "shipped",
) -> None:
    """Read sessions: each rupture, what was done about it, and what became of it."""
    from rich.console import Console

    from reknit.report import places

    notes = Console(stderr=True, highlight=False, soft_wrap=True)
    many = len(sessions) > 1
    if open_ and html is None:
        html = Path("reknit-pages") if many else Path(f"{sessions[0].stem}-reknit.html")
    pages = places.places(sessions, html, ".html", "--html") if html else {}
    form = Path(json) if json not in (None, "-") else None
    forms = places.places(sessions, form, ".json", "--json") if form else {}
    places.check([*pages.values(), *forms.values(), *([csv] if csv else [])], sessions)
    results, failed = _read_all(sessions, therapist, reader, notes)
    out = Console(highlight=False)
    for path, result in results:
        if json == "-":
            _print_json(result.to_json(indent=None if many else 2))
        else:
            _show(result, out, ruled=many)
        if path in pages:
            from reknit.report import page

            _write(pages[path], page.render(result), notes)
        if path in forms:
            _write(forms[path], result.to_json() + "\n", notes)
    if csv is not None and results:
        from reknit.report import table

        # Spreadsheets take a table for Windows-1252 unless it says that it is UTF-8.
        _write(csv, table.text([result for _, result in results]), notes, "utf-8-sig")
    if open_ and results:
        typer.launch(pages[results[0][0]].resolve().as_uri())
    if failed:
        raise typer.Exit(MISTAKE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `reknit read --json` writes."""
    from reknit import result

    typer.echo(result.schema())


def _read_all(
    paths: list[Path], therapist: str | None, reader_name: str, notes: Console
) -> tuple[list[tuple[Path, Result]], int]:
    """All results, and how many files could not be used; these are told at once."""
    from rich.progress import Progress

    from reknit import formats, result
    from reknit.reader import load

    reader: Reader = load(reader_name)
    done: list[tuple[Path, Result]] = []
    failed = 0
    with Progress(console=notes, transient=True, disable=len(paths) < 2) as progress:
        for path in progress.track(paths, description="Reading"):
            try:
                done.append((path, result.read(formats.read(path, therapist=therapist), reader)))
            except UserError as mistake:
                failed += 1
                _tell(mistake, notes)
    return done, failed


def _show(result: Result, out: Console, *, ruled: bool) -> None:
    from reknit.report import terminal

    if ruled:
        out.rule(style="dim")
    terminal.show(result, out)


def _print_json(text: str) -> None:
    """JSON is UTF-8, whatever the terminal's own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def _write(goal: Path, text: str, notes: Console, encoding: str = "utf-8") -> None:
    from reknit.report import places

    places.write(goal, text, encoding)
    notes.print(f"Written: {goal}", markup=False)


def _tell(mistake: UserError, notes: Console) -> None:
    notes.print(f"reknit: {mistake}", style="red", markup=False)


def main() -> None:
    """The program `reknit`."""
    from rich.console import Console

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal without Unicode shows a question mark rather than ending in a traceback.
            stream.reconfigure(errors="replace")
    try:
        app()
    except UserError as mistake:
        _tell(mistake, Console(stderr=True, highlight=False, soft_wrap=True))
        sys.exit(MISTAKE)

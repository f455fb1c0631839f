"""The command line: parses, calls the rooms, and is the one door where user mistakes are caught."""

from __future__ import annotations

import sys
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

    notes = Console(stderr=True, highlight=False, soft_wrap=True)
    many = len(sessions) > 1
    if open_ and html is None:
        html = Path(f"{sessions[0].stem}-reknit.html") if not many else Path("reknit-pages")
    pages = _pages(sessions, html)
    forms = _forms(sessions, json)
    results, failed = _read_all(sessions, therapist, reader, notes)
    out = Console(highlight=False)
    for path, result in results:
        if json != "-":
            _show(result, out, notes if many else None)
        if path in pages:
            _write_page(result, pages[path], notes)
        if path in forms:
            _write(forms[path], result.to_json() + "\n", notes)
    if json == "-":
        for _, result in results:
            typer.echo(result.to_json(indent=None if many else 2))
    if csv is not None and results:
        _write_table([result for _, result in results], csv, notes)
    if open_ and pages and results:
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


def _show(result: Result, out: Console, separate: Console | None) -> None:
    from reknit.report import terminal

    if separate is not None:
        out.rule(style="dim")
    terminal.show(result, out)


def _pages(paths: list[Path], html: Path | None) -> dict[Path, Path]:
    """Where each session's page goes."""
    if html is None:
        return {}
    return _places(paths, html, ".html", "--html")


def _forms(paths: list[Path], json: str | None) -> dict[Path, Path]:
    """Where each session's JSON goes."""
    if json is None or json == "-":
        return {}
    return _places(paths, Path(json), ".json", "--json")


def _places(paths: list[Path], goal: Path, suffix: str, option: str) -> dict[Path, Path]:
    if len(paths) == 1 and not goal.is_dir():
        return {paths[0]: goal}
    if goal.is_file():
        raise UserError(
            "is a file, but there are several sessions",
            where=goal.name,
            do=f"name a folder after {option}",
        )
    names = [f"{path.stem}{suffix}" for path in paths]
    if len(set(names)) < len(names):
        # Two sessions of the same name must not overwrite each other.
        names = [f"{number:03}-{name}" for number, name in enumerate(names, start=1)]
    return {path: goal / name for path, name in zip(paths, names, strict=True)}


def _write_page(result: Result, goal: Path, notes: Console) -> None:
    from reknit.report import page

    _write(goal, page.render(result), notes)


def _write_table(results: list[Result], goal: Path, notes: Console) -> None:
    import io

    from reknit.report import table

    held = io.StringIO()
    table.write(results, held)
    _write(goal, held.getvalue(), notes)


def _write(goal: Path, text: str, notes: Console) -> None:
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise UserError(
            f"cannot be written ({problem.strerror})", where=str(goal), do="name another place"
        ) from None
    notes.print(f"Written: {goal}", markup=False)


def _tell(mistake: UserError, notes: Console) -> None:
    notes.print(f"reknit: {mistake}", style="red", markup=False)


def main() -> None:
    """The program `reknit`."""
    from rich.console import Console

    try:
        app()
    except UserError as mistake:
        _tell(mistake, Console(stderr=True, highlight=False, soft_wrap=True))
        sys.exit(MISTAKE)

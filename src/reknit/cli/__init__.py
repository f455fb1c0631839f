"""The command line: parses, calls the rooms, and is the one door where user mistakes are caught."""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reknit.cli import companion
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
case_app = typer.Typer(no_args_is_help=True, help="Cases for practice.")
app.add_typer(case_app, name="case")
app.add_typer(companion.keys_app, name="keys")


class Coaching(StrEnum):
    """How much the coach says."""

    off = "off"
    hints = "hints"
    full = "full"


READER = typer.Option(metavar="NAME", help="Which reader reads: shipped or llm.")
BASE_URL = typer.Option(metavar="URL", help="Where a language model is asked.")
MODEL = typer.Option(metavar="NAME", help="Which language model is asked.")
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
    reader: Annotated[str, READER] = "shipped",
    base_url: Annotated[str | None, BASE_URL] = None,
    model: Annotated[str | None, MODEL] = None,
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
    results, failed = _read_all(sessions, therapist, _loaded(reader, base_url, model), notes)
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


@app.command("next")
def next_(
    session: Annotated[
        Path,
        typer.Argument(metavar="SESSION", help="A transcript: txt, vtt, srt, docx, json, csv."),
    ],
    at: Annotated[
        int | None,
        typer.Option(
            metavar="TURN", help="After this turn; in place of it, if it is the therapist's."
        ),
    ] = None,
    modality: Annotated[
        str | None, typer.Option(metavar="NAME", help="How you work: cbt, psychodynamic, mi, ...")
    ] = None,
    felt: Annotated[
        str | None, typer.Option(metavar="WORDS", help="What you feel, in plain words.")
    ] = None,
    most: Annotated[
        int, typer.Option("-n", metavar="N", min=1, max=5, help="How many pieces of advice.")
    ] = 3,
    risk_checked: Annotated[
        bool, typer.Option("--risk-checked", help="Possible risk has been looked into.")
    ] = False,
    therapist: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who is the therapist, as the transcript has it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    voice: Annotated[
        str, typer.Option(metavar="NAME", help="Who words it: phrasebook or llm.")
    ] = "phrasebook",
    reader: Annotated[str, READER] = "shipped",
    base_url: Annotated[str | None, BASE_URL] = None,
    model: Annotated[str | None, MODEL] = None,
) -> None:
    """Say what could be done next about the rupture that is open, and how."""
    from rich.console import Console

    import reknit

    advised = reknit.next(
        session,
        at=at,
        modality=modality,
        felt=felt,
        most=most,
        risk_checked=risk_checked,
        therapist=therapist,
        voice=voice,
        reader=reader,
        base_url=base_url,
        model=model,
    )
    if json:
        _print_json(advised.to_json())
    else:
        from reknit.report import advice

        advice.show(advised, Console(highlight=False))


@app.command()
def practice(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="A case's name, or a YAML file.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Show the cases.")] = False,
    coach: Annotated[
        Coaching, typer.Option(help="Feedback after every move, on /hint only, or none.")
    ] = Coaching.full,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the rehearsal in this file.")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Makes a run repeatable.")] = None,
    kept: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Take up a kept rehearsal.")
    ] = None,
    turn: Annotated[
        int | None,
        typer.Option("--from-turn", metavar="N", min=1, help="Before your Nth turn of it."),
    ] = None,
    voice: Annotated[
        str, typer.Option(metavar="NAME", help="Who words the replies: case or llm.")
    ] = "case",
    base_url: Annotated[str | None, BASE_URL] = None,
    model: Annotated[str | None, MODEL] = None,
) -> None:
    """Practise on a simulated patient, with feedback on every move."""
    import random
    from dataclasses import replace

    from rich.console import Console

    from reknit import endpoint
    from reknit.cli import practising
    from reknit.practice import case as cases
    from reknit.practice import rehearsal, shelf
    from reknit.report import rehearsal as shown

    if listing or (case is None and kept is None):
        shown.listing(Console(highlight=False))
        return
    if kept is not None:
        begun = shelf.take_up(kept, None if turn is None else turn - 1)
    else:
        assert case is not None
        # Which wording comes is no secret: any number will do.
        chosen = random.randrange(10_000) if seed is None else seed  # noqa: S311
        begun = rehearsal.begin(cases.load(case), case, chosen)
    if voice not in ("case", "llm"):
        raise UserError(f"there is no voice named '{voice}'", expected="case or llm")
    if voice == "llm":
        begun = replace(begun, by=endpoint.given(base_url, model))
    practising.rehearse(begun, coach.value, save)


@case_app.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Cases, as YAML files.")],
) -> None:
    """Say whether cases are in form."""
    from rich.console import Console

    from reknit.practice import case as cases

    notes = Console(stderr=True, highlight=False, soft_wrap=True)
    failed = 0
    for path in files:
        try:
            case = cases.load(path)
        except UserError as mistake:
            failed += 1
            _tell(mistake, notes)
        else:
            typer.echo(f"{path}: {case.patient}, {len(list(case.said()))} lines, in form")
    if failed:
        raise typer.Exit(MISTAKE)


@case_app.command("schema")
def case_schema() -> None:
    """Print the JSON Schema of a case, for editors that check YAML by it."""
    import json

    from reknit.practice.case import Case

    typer.echo(json.dumps(Case.model_json_schema(), indent=2))


app.command()(companion.talk)
app.command()(companion.serve)


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `reknit read --json` writes."""
    from reknit import result

    typer.echo(result.schema())


@app.command()
def allow(
    url: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="An address; none lists all.")
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the leave back.")] = False,
) -> None:
    """Allow session text to be sent to a remote language model, by its address."""
    from reknit import allowed

    if url is None:
        typer.echo("\n".join(allowed.listed()) or "No remote address is allowed.")
    elif revoke:
        typer.echo(f"No longer allowed: {allowed.revoke(url)}")
    else:
        typer.echo(f"Allowed from now on: {allowed.allow(url)}")


def _loaded(name: str, base_url: str | None, model: str | None) -> Reader:
    from reknit import endpoint
    from reknit.reader import load

    return load(name, endpoint.given(base_url, model) if base_url or model else None)


def _read_all(
    paths: list[Path], therapist: str | None, reader: Reader, notes: Console
) -> tuple[list[tuple[Path, Result]], int]:
    """All results, and how many files could not be used; these are told at once."""
    from rich.progress import Progress

    from reknit import formats, result

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

"""The commands `talk`, `serve` and `keys`: the companion on a terminal and behind HTTP."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reknit.companion import human_help
from reknit.companion.human_help import Help
from reknit.errors import UserError

if TYPE_CHECKING:
    from reknit.web.settings import Hook

SECRET = "REKNIT_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable
UPSTREAM = typer.Option("--upstream", metavar="URL", help="The language model behind it.")
MODEL = typer.Option(metavar="NAME", help="Which language model that is.")
COUNTRY = typer.Option(metavar="CODE", help="Whose help lines to name: GB, US, ...")
HELP_LINE = typer.Option(metavar="WORDS", help="The way to human help, in your own words.")
PERSON = typer.Option(metavar="WORDS", help="How to reach a person when repairs have failed.")

keys_app = typer.Typer(no_args_is_help=True, help="Keys for the server.")


def talk(
    upstream: Annotated[str | None, UPSTREAM] = None,
    model: Annotated[str | None, MODEL] = None,
    country: Annotated[str | None, COUNTRY] = None,
    help_line: Annotated[str | None, HELP_LINE] = None,
    person: Annotated[str, PERSON] = "",
    notes: Annotated[
        bool, typer.Option("--notes", help="Show what was sensed and done in each turn.")
    ] = False,
) -> None:
    """Talk with the companion: a program that notices when it is losing you."""
    from reknit.cli import talking

    _model_of(upstream, model)
    if upstream is not None and not model:
        raise UserError("no model is named", where="--upstream", expected="--model NAME beside it")
    talking.talk(_helped(country, help_line), person, upstream, model, notes=notes)


def serve(
    upstream: Annotated[str | None, UPSTREAM] = None,
    model: Annotated[str | None, MODEL] = None,
    observe: Annotated[
        bool, typer.Option("--observe", help="Change nothing; say what was sensed.")
    ] = False,
    country: Annotated[str | None, COUNTRY] = None,
    help_line: Annotated[str | None, HELP_LINE] = None,
    person: Annotated[str, PERSON] = "",
    webhook: Annotated[
        str | None, typer.Option(metavar="URL", help="Told when somebody may be in danger.")
    ] = None,
    webhook_text: Annotated[
        bool, typer.Option("--webhook-text", help="Send the user's message along.")
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep what was sensed and done, without words."),
    ] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535)] = 8765,
    rate: Annotated[
        int, typer.Option(metavar="N", min=1, help="Requests a minute, for each client.")
    ] = 120,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="How long to wait for the model.")
    ] = 60,
) -> None:
    """Serve the companion to any chat client, in OpenAI's protocol; alone or before a model."""
    from dataclasses import replace

    from reknit import relay
    from reknit.store import log as logs
    from reknit.web import keys, serving
    from reknit.web.settings import Limits, Settings

    _model_of(upstream, model)
    if webhook_text and webhook is None:
        raise UserError("there is nothing to send", where="--webhook-text", expected="--webhook")
    if observe and upstream is None:
        raise UserError("there is nothing to observe", where="--observe", expected="--upstream")
    behind = None if upstream is None else replace(relay.given(upstream, model), timeout=timeout)
    settings = Settings(
        upstream=behind,
        observe=observe,
        helped=_helped(country, help_line),
        person=person,
        hook=_hook(webhook, webhook_text),
        keys=keys.hashes(),
        limits=Limits(rate=rate),
        log=None if log is None else logs.opened(log),
        host=host,
    )
    serving.serve(settings, port)


@keys_app.command("add")
def add(name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")]) -> None:
    """Make a key; it is shown this once."""
    from reknit.web import keys

    typer.echo(keys.add(name))


@keys_app.command("list")
def list_() -> None:
    """Show whose keys there are."""
    from reknit.web import keys

    lines = [f"{name}  made {made}" for name, made in keys.listed().items()]
    typer.echo("\n".join(lines) or "There are no keys.")


@keys_app.command("remove")
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")]) -> None:
    """Take a key back; a running server knows of it after its next start."""
    from reknit.web import keys

    keys.remove(name)
    typer.echo(f"Removed: {name}")


def _model_of(upstream: str | None, model: str | None) -> None:
    if model and upstream is None:
        raise UserError("there is no server of it", where="--model", expected="--upstream URL")


def _helped(country: str | None, own: str | None) -> Help:
    helped = human_help.given(country, own)
    for line in human_help.old(helped, date.today()):
        typer.echo(f"Check this line: {line.name}, last checked {line.checked}.", err=True)
    return helped


def _hook(url: str | None, text: bool) -> Hook | None:
    from reknit import allowed
    from reknit.web.settings import Hook

    if url is None:
        return None
    allowed.must_be(url, "--webhook")
    secret = os.environ.get(SECRET, "")
    if not secret:
        raise UserError(
            "what is sent has to be signed", where="--webhook", expected=f"a secret in {SECRET}"
        )
    return Hook(url, secret, text)

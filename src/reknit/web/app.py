"""App: the server's routes, and what it answers where something is wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from reknit import __version__, advising, guide, reader, relay, result, voice
from reknit.advising import AdvisedForm
from reknit.errors import UserError
from reknit.reader import Reader
from reknit.result import ResultForm
from reknit.web import chat, metrics
from reknit.web.desk import Desk
from reknit.web.door import Door
from reknit.web.forms import ChatForm, ErrorsForm, NextAsked, SessionAsked, error
from reknit.web.hook import Caller
from reknit.web.refusal import RefusalError
from reknit.web.settings import Settings

FAREWELL: Final = 10.0
"""Seconds that calls of the hook have to get through when the server stops."""
WRONG: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorsForm} for status in (400, 401, 403, 408, 413, 429, 503)
}
_log = logging.getLogger(__name__)


PLAINLY: Final = {
    "json_invalid": "the body is not JSON, at character {place}",
    "model_attributes_type": "a JSON object is expected, sent with content-type: application/json",
    "missing": "{place} is missing",
    "too_short": "{place}: at least one is needed",
    "string_type": "{place} has to be text",
    "list_type": "{place} has to be a list",
    "dict_type": "{place} has to be an object",
    "int_type": "{place} has to be a whole number",
    "int_parsing": "{place} has to be a whole number",
    "int_from_float": "{place} has to be a whole number",
    "bool_type": "{place} has to be true or false",
    "bool_parsing": "{place} has to be true or false",
    "greater_than_equal": "{place} has to be {ge} or more",
    "less_than_equal": "{place} has to be {le} or less",
    "literal_error": "{place} has to be {expected}",
}
"""Plain words for what is most often wrong with a body."""
INSTEAD: Final = {
    400: "the body is not JSON",
    404: "there is no such address here; GET /openapi.json lists those there are",
    405: "this address does not take {method}; it takes {allow}",
}
"""Plain words for what is wrong with a request, by its status."""
FIELD: Final = re.compile(r"\w+")


class ModelsForm(BaseModel):
    """The models that can be asked for."""

    object: str
    data: list[dict[str, Any]]


def made(settings: Settings, by: Reader | None = None) -> FastAPI:
    """The application; `by` is the reader, by default the shipped one."""
    counted = metrics.made()
    desk = Desk(settings, counted, by or reader.following())

    @contextlib.asynccontextmanager
    async def open_(_: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            if settings.upstream is not None:
                desk.http = relay.client(settings.upstream.base_url)
                stack.push_async_callback(desk.http.aclose)
            if settings.hook is not None:
                http = relay.client(settings.hook.url)
                stack.push_async_callback(http.aclose)
                desk.caller = Caller(
                    settings.hook, http, lambda outcome: counted.hooks.labels(outcome).inc()
                )
                calling = asyncio.create_task(desk.caller.run())
                stack.push_async_callback(_rest, desk.caller, calling)
            forgetting = asyncio.create_task(desk.forget())
            stack.push_async_callback(_ended, forgetting)
            yield

    app = FastAPIOffline(
        title="Reknit",
        version=__version__,
        description="A companion that notices ruptures in its own conversation and mends them; "
        "and what Reknit reads in a session.",
        lifespan=open_,
        redoc_url=None,
    )
    app.add_middleware(Door, settings=settings, metrics=counted)
    _routes(app, desk)
    _failures(app)
    return app


async def _rest(caller: Caller, calling: asyncio.Task[None]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(FAREWELL):
            await caller.rest()
    await _ended(calling)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _routes(app: FastAPI, desk: Desk) -> None:
    @app.post("/v1/chat/completions", responses=WRONG, response_model=None)
    async def chat_completions(form: ChatForm, request: Request) -> Response:
        """Answer a chat, in OpenAI's form, streamed or whole. What was sensed and done is in the
        field `reknit`."""
        return await chat.answer(desk, form, await request.json(), request.receive)

    @app.get("/v1/models", responses=WRONG)
    async def models() -> ModelsForm:
        """The models behind the companion, or the companion itself."""
        return ModelsForm(object="list", data=[_model(name) for name in await _names(desk)])

    @app.get("/v1/models/{name:path}", responses={**WRONG, 404: {"model": ErrorsForm}})
    async def model(name: str) -> dict[str, Any]:
        """One model, where it is one that answers."""
        if name not in await _names(desk):
            raise RefusalError(404, "there is no such model here", "model_not_found")
        return _model(name)

    @app.post("/v1/read", responses=WRONG)
    async def read(form: SessionAsked) -> ResultForm:
        """Read a session: codes of every turn, episodes, and a summary."""
        _fits(desk, form)
        return await desk.work(lambda: result.published(result.read(form.session(), desk.reader)))

    @app.post("/v1/next", responses=WRONG)
    async def next_(form: NextAsked) -> AdvisedForm:
        """What could be done next in a session, and ways of saying it."""
        _fits(desk, form)
        return await desk.work(lambda: advising.published_advice(_advised(desk, form)))

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Whether the server is there."""
        return {"status": "ok"}

    @app.get("/metrics", response_class=PlainTextResponse)
    async def metrics_() -> Response:
        """Numbers in Prometheus's form."""
        return Response(desk.metrics.page(), media_type="text/plain; version=0.0.4")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "reknit"}


async def _names(desk: Desk) -> list[str]:
    """The models that can be asked for: the one that the operator named, or all that the model's
    server has; the companion itself where it is alone."""
    upstream = desk.settings.upstream
    if upstream is None or desk.http is None:
        return [chat.NAME]
    if upstream.model:
        return [upstream.model]
    try:
        return await relay.models(desk.http, upstream)
    except relay.RelayError as why:
        desk.metrics.failures.labels(why.status).inc()
        raise RefusalError(why.status, str(why), "upstream_failed", wait=why.wait) from None


def _fits(desk: Desk, form: SessionAsked) -> None:
    limits = desk.settings.limits
    if len(form.turns) > limits.messages * 2:
        raise RefusalError(400, f"more than {limits.messages * 2} turns", "too_many_turns")
    if any(len(one.text) > limits.characters for one in form.turns):
        raise RefusalError(
            400, f"a turn of more than {limits.characters} characters", "turn_too_long"
        )


def _advised(desk: Desk, form: NextAsked) -> advising.Advised:
    return advising.advise(
        result.read(form.session(), desk.reader),
        voice.load(),
        at=form.at,
        modality=guide.named(form.modality) if form.modality is not None else None,
        felt=form.felt,
        most=form.most,
        risk_checked=form.risk_checked,
    )


def _plainly(errors: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with a body, by Pydantic's account of it: where it was wrong and why, never
    what was said there."""
    # Of the forms that a value may have, the one that it comes nearest to is wrong deepest.
    first = max(errors, key=lambda one: len(one["loc"]))
    # In a choice of forms Pydantic also names the form.
    parts = [str(one) for one in first["loc"][1:]]
    named = [one for one in parts if FIELD.fullmatch(one) and one != "str"]
    place = ".".join(named)[:200] or "the body"
    told = PLAINLY.get(first["type"], "{place} is not as expected ({kind})")
    return told.format(place=place, kind=first["type"], **first.get("ctx", {}))


def _failures(app: FastAPI) -> None:
    @app.exception_handler(RefusalError)
    async def refused(_: Request, why: RefusalError) -> Response:
        return why.response()

    @app.exception_handler(UserError)
    async def mistaken(_: Request, why: UserError) -> Response:
        return JSONResponse(error(str(why), "invalid_request_error"), 400)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, why: RequestValidationError) -> Response:
        told = _plainly(why.errors())
        return JSONResponse(error(told, "invalid_request_error", "invalid_form"), 400)

    @app.exception_handler(HTTPException)
    async def other(request: Request, why: HTTPException) -> Response:
        kind = "invalid_request_error" if why.status_code < 500 else "server_error"
        headers = dict(why.headers or {})
        told = str(why.detail)
        if why.status_code in INSTEAD:
            allow = headers.get("Allow", "another")
            told = INSTEAD[why.status_code].format(method=request.method, allow=allow)
        return JSONResponse(error(told, kind), why.status_code, headers)

"""Chat: a request for a chat completion, answered: by the companion alone, by a model whose words
pass as they are, or by a model that is led through a step of repair.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive

from reknit import relay
from reknit.companion import Reply
from reknit.companion.answering import Look, looks_at, passes_on, steers, step
from reknit.companion.message import SPEAKERS, USER, Message
from reknit.companion.situation import Situation
from reknit.reader import shipped
from reknit.relay import RelayError
from reknit.web.behind import Behind
from reknit.web.desk import Desk
from reknit.web.forms import ChatForm, SensedForm, error
from reknit.web.refusal import RefusalError

NAME: Final = "reknit"
"""What the companion alone is called among models."""
_PIECES: Final = re.compile(r"(?:\S+\s*){1,6}")
"""Words that are whole already are sent a few at a time."""
PIECE: Final = re.compile(r"data: ?\{")
"""With what a piece of an answer begins in a stream."""
_SENTENCE: Final = re.compile(r"\w[^.!?]*[.!?]\s")
SENTENCES: Final = 2
"""Sentences of an answer that say enough: the first is often a courtesy."""
MUCH: Final = 200
"""Characters of an answer that say enough, however few sentences."""
DONE: Final = "data: [DONE]\n\n"
SAYING: Final = frozenset({*SPEAKERS, "tool", "function"})
"""The roles of those who say something; other roles (system, developer) only instruct."""


class Json(JSONResponse):
    """JSON in plain ASCII: a model's words can hold halves of characters, which nothing else can
    carry."""

    def render(self, content: object) -> bytes:
        """The body."""
        return json.dumps(content).encode()


async def answer(desk: Desk, form: ChatForm, asked: dict[str, Any], receive: Receive) -> Response:
    """The answer to a request; `asked` is its body as it came, `receive` tells when its client has
    gone."""
    began = time.perf_counter()
    limits = desk.settings.limits
    if len(form.messages) > limits.messages:
        raise RefusalError(400, f"more than {limits.messages} messages", "too_many_messages")
    messages = [one.message() for one in form.messages]
    if any(len(one.content) > limits.characters for one in messages):
        raise RefusalError(
            400, f"a message of more than {limits.characters} characters", "message_too_long"
        )
    upstream = desk.settings.upstream
    if upstream is not None and upstream.model:
        asked = {**asked, "model": upstream.model}
    elif upstream is not None and asked.get("model", NAME) == NAME:
        # What no model server knows.
        raise RefusalError(
            400, "name the model that is to answer, or start the server with --model", "no_model"
        )
    behind = None
    if upstream is not None and desk.http is not None:
        behind = Behind(desk.http, upstream, receive)
    last = _last_said(messages)
    if last is None or last.role != USER or not last.content.strip():
        if behind is None:
            raise RefusalError(400, "the last message has to be the user's", "nothing_to_answer")
        return await _after_a_tool(desk, form, behind, asked, messages)
    here = await desk.consider(messages)
    # What a program reads is not led, but sensed: the log, the hook and the field are told.
    as_it_is = desk.settings.observe or passes_on(here) or _in_a_form(asked)
    refused = 0
    if behind is not None and as_it_is:
        desk.metrics.reading.observe(time.perf_counter() - began)
        if desk.settings.observe or _in_a_form(asked):
            return await _passed(desk, form, behind, asked, here)
        seen = await _looked_at(desk, form, behind, asked, here)
        if not isinstance(seen, Situation):
            return seen
        here, refused = seen, 1
    if behind is not None and steers(here, refused):
        reply = await _steered(desk, behind, asked, here, refused)
    else:
        reply = await desk.work(lambda: desk.companion.own(here))
        desk.metrics.reading.observe(time.perf_counter() - began)
    return _said(form, reply, desk.note(here, reply), BackgroundTask(desk.read_ahead, here, reply))


def _last_said(messages: Sequence[Message]) -> Message | None:
    """The last message that somebody or a tool said; instructions after it are no turn."""
    return next((one for one in reversed(messages) if one.role in SAYING), None)


async def _after_a_tool(
    desk: Desk,
    form: ChatForm,
    behind: Behind,
    asked: Mapping[str, Any],
    messages: Sequence[Message],
) -> Response:
    """The model's answer to a tool's, as it is: what the user said was sensed when the tool was
    called for. But danger is no model's to answer."""
    users = [at for at, one in enumerate(messages) if one.role == USER and one.content.strip()]
    if users and not desk.settings.observe and not _in_a_form(asked):
        here = await desk.consider(messages[: users[-1] + 1])
        if here.kind == "safety":
            reply = await desk.work(lambda: desk.companion.own(here))
            return _said(form, reply, desk.note(here, reply))
    return await _passed(desk, form, behind, asked, None)


def _in_a_form(asked: Mapping[str, Any]) -> bool:
    wanted = asked.get("response_format")
    return isinstance(wanted, dict) and wanted.get("type") not in (None, "text")


async def _steered(
    desk: Desk, behind: Behind, asked: Mapping[str, Any], here: Situation, refused: int
) -> Reply:
    """The reply of a model that is led, checked before anybody sees it."""
    steps = desk.companion.steered(here, refused)
    told: str | Reply = next(steps)
    while isinstance(told, str):
        words = await _words(desk, behind, led(asked, told))
        told = await desk.work(partial(step, steps, words))
    return told


async def _words(desk: Desk, behind: Behind, body: Mapping[str, Any]) -> str | None:
    """What the model says; None where it says nothing that can be used."""
    try:
        return relay.words(await behind.complete(body))
    except RelayError as why:
        desk.metrics.failures.labels(why.status).inc()
        return None


def led(asked: Mapping[str, Any], instruction: str) -> dict[str, Any]:
    """The request with an instruction for its next answer, which is to be words: in the first
    message of the system's, where some models take it only, and without tools."""
    messages = [dict(one) for one in asked["messages"]]
    first = messages[0]
    if first.get("role") in ("system", "developer"):
        content = first.get("content")
        if isinstance(content, list):
            first["content"] = [*content, {"type": "text", "text": instruction}]
        else:
            first["content"] = f"{content or ''}\n\n{instruction}"
    else:
        messages.insert(0, {"role": "system", "content": instruction})
    without = ("tools", "tool_choice", "functions", "function_call", "parallel_tool_calls")
    body = {name: value for name, value in asked.items() if name not in without}
    return {**body, "messages": messages}


async def _passed(
    desk: Desk,
    form: ChatForm,
    behind: Behind,
    asked: Mapping[str, Any],
    here: Situation | None,
) -> Response:
    """The model's answer as it is, with what was sensed beside it."""
    # Before the model is asked: whatever becomes of its answer, the operator has been told.
    told = None if here is None else desk.note(here)
    try:
        if form.stream:
            first, lines = await behind.begun(asked)
            return _streamed(_annotated(desk, first, lines, told))
        return _whole(await behind.complete(asked), told)
    except RelayError as why:
        raise _failed(desk, why) from None


async def _looked_at(
    desk: Desk, form: ChatForm, behind: Behind, asked: Mapping[str, Any], here: Situation
) -> Response | Situation:
    """The model's answer as it is, once it has been looked at; where it hinders, the situation that
    is to be answered instead."""
    try:
        if not form.stream:
            whole = await behind.complete(asked)
            instead = await _instead(desk, here, relay.words(whole))
            return instead or _whole(whole, desk.note(here))
        begun, words, rest = await behind.until(asked, partial(_enough, looks_at(here)))
        instead = await _instead(desk, here, words)
        if instead is not None:
            await rest.aclose()
            return instead
    except RelayError as why:
        desk.note(here)
        raise _failed(desk, why) from None
    told = desk.note(here)
    return _streamed(_annotated(desk, begun[0] if begun else "", _again(begun[1:], rest), told))


def _enough(look: Look, words: str) -> bool:
    """Whether so much of an answer will do to look at it."""
    return look == "beginning" and (
        len(words) >= MUCH or len(_SENTENCE.findall(words)) >= SENTENCES
    )


async def _instead(desk: Desk, here: Situation, words: str | None) -> Situation | None:
    if not words:
        return None
    return await desk.work(partial(desk.companion.instead, here, words))


async def _again(lines: Sequence[str], rest: AsyncIterator[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line
    async for line in rest:
        yield line


def _whole(whole: dict[str, Any], told: SensedForm | None) -> Response:
    return Json(whole if told is None else {**whole, "reknit": told.model_dump()})


def _failed(desk: Desk, why: RelayError) -> RefusalError:
    desk.metrics.failures.labels(why.status).inc()
    return RefusalError(why.status, str(why), "upstream_failed", wait=why.wait)


async def _annotated(
    desk: Desk, first: str, lines: AsyncIterator[str], told: SensedForm | None
) -> AsyncIterator[str]:
    """The lines of a stream; the first that holds a piece of the answer also says what was
    sensed."""
    try:
        line: str | None = first
        while line is not None:
            if told is not None and PIECE.match(line):
                line, told = _with(line, told), None
            yield f"{line}\n"
            line = await anext(lines, None)
    except RelayError as why:
        desk.metrics.failures.labels(why.status).inc()
        # The answer has begun: all that can still be done is to say so, in the protocol's way.
        yield f"\ndata: {json.dumps(error(str(why), 'server_error', 'upstream_failed'))}\n\n"


def _with(line: str, told: SensedForm) -> str:
    try:
        chunk = json.loads(line.removeprefix("data:"))
    except ValueError:
        return line
    return f"data: {json.dumps({**chunk, 'reknit': told.model_dump()})}"


def _said(
    form: ChatForm, reply: Reply, told: SensedForm, afterwards: BackgroundTask | None = None
) -> Response:
    """Words that are whole, in the protocol's form."""
    about = {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "created": int(time.time()),
        "model": NAME if reply.by == "companion" else form.model,
    }
    # Counting takes as long as much else together: only where somebody wants to know.
    usage = _usage(form, reply.text) if not form.stream or _counts(form) else None
    if not form.stream:
        message = {"role": "assistant", "content": reply.text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        whole = {**about, "object": "chat.completion", "choices": [choice]}
        whole |= {"usage": usage, "reknit": told.model_dump()}
        return Json(whole, background=afterwards)
    return _streamed(_pieces(about, reply.text, told, usage), afterwards)


def _counts(form: ChatForm) -> bool:
    """Whether a stream is to end with the count of tokens."""
    wanted = (form.model_extra or {}).get("stream_options")
    return isinstance(wanted, dict) and wanted.get("include_usage") is True


def _usage(form: ChatForm, answered: str) -> dict[str, int]:
    """Tokens as the shipped reader cuts words: some clients do not do without a count."""
    asked = "\n".join(one.message().content for one in form.messages)
    asked_, answered_ = (
        len(one.ids) for one in shipped.load().tokenizer.encode_batch([asked, answered])
    )
    return {
        "prompt_tokens": asked_,
        "completion_tokens": answered_,
        "total_tokens": asked_ + answered_,
    }


async def _pieces(
    about: dict[str, Any], text: str, told: SensedForm, usage: dict[str, int] | None
) -> AsyncIterator[str]:
    def chunk(delta: dict[str, str], finish: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        whole = {**about, "object": "chat.completion.chunk", "choices": [choice], **more}
        return f"data: {json.dumps(whole)}\n\n"

    yield chunk({"role": "assistant", "content": ""}, reknit=told.model_dump())
    for piece in _PIECES.findall(text):
        yield chunk({"content": piece})
    yield chunk({}, "stop")
    if usage is not None:
        last = {**about, "object": "chat.completion.chunk", "choices": [], "usage": usage}
        yield f"data: {json.dumps(last)}\n\n"
    yield DONE


def _streamed(
    pieces: AsyncIterator[str], afterwards: BackgroundTask | None = None
) -> StreamingResponse:
    return StreamingResponse(
        pieces,
        background=afterwards,
        media_type="text/event-stream",
        headers={"cache-control": "no-cache", "x-accel-buffering": "no"},
    )

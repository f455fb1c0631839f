"""Endpoint: a language model behind an address that speaks OpenAI's protocol, asked for answers in
a given form. Needs the extra `llm`.

What is sent is the session's text; it goes to this machine, or to an address that its owner has
allowed, and nowhere else: no redirect is followed, and no proxy is used on this machine.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from reknit import allowed
from reknit.errors import UserError

if TYPE_CHECKING:
    import openai

BASE_URL, MODEL, KEY = "REKNIT_BASE_URL", "REKNIT_MODEL", "REKNIT_API_KEY"
"""Where settings that are not given stand: in the environment."""
LARGEST: Final = 1_000_000
"""Bytes of an answer; longer ones are not waited for."""
NOT_SUPPORTED: Final = (400, 404, 415, 422)
"""Statuses with which servers refuse a response format that they do not know."""

Form = TypeVar("Form", bound=BaseModel)


class NoAnswerError(Exception):
    """No usable answer came. The message says why, without any text of the session."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model is asked: the base address (as for OpenAI's client, mostly ending in
    /v1), the model's name there, a key, seconds to wait for the answer to a request, and how often
    a failed one is sent again, with growing pauses."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    retries: int = 2


def given(base_url: str | None = None, model: str | None = None) -> Endpoint:
    """The endpoint that was given, what is missing taken from the environment. Raises UserError
    where address or model are missing, the address may not be used, or the extra is missing."""
    base_url = base_url or os.environ.get(BASE_URL)
    model = model or os.environ.get(MODEL)
    if not base_url or not model:
        raise UserError(
            "no language model was named",
            expected=f"--base-url and --model, or {BASE_URL} and {MODEL} in the environment",
        )
    allowed.must_be(base_url)
    try:
        import openai  # noqa: F401
    except ImportError:
        raise UserError(
            "what speaks with language models is not installed",
            do="install it: pip install -r requirements/llm.txt",
        ) from None
    return Endpoint(base_url, model, os.environ.get(KEY, ""))


def ask(endpoint: Endpoint, rules: str, told: object, form: type[Form]) -> Form:
    """What the model answers to `told` (as JSON) under `rules`, in the given form.

    Raises NoAnswerError where none comes in time, in form, or at all.
    """
    allowed.must_be(endpoint.base_url)
    messages = [
        {"role": "system", "content": rules},
        {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
    ]
    body = _body(endpoint, messages, form)
    try:
        return form.model_validate_json(_content(body))
    except ValidationError:
        raise NoAnswerError("the answer was not in the form that was asked for") from None


def _body(endpoint: Endpoint, messages: list[dict[str, str]], form: type[Form]) -> bytes:
    import openai

    with _client(endpoint) as client:
        for response_format in _formats(form):
            try:
                return _completion(client, endpoint, messages, response_format)
            except openai.APITimeoutError:
                raise NoAnswerError("no answer came in time") from None
            except openai.APIStatusError as error:
                if error.status_code not in NOT_SUPPORTED or not response_format:
                    raise NoAnswerError(f"the model's server said {error.status_code}") from None
            except (openai.APIError, OSError):
                raise NoAnswerError("the model's server was not there, or broke off") from None
    raise AssertionError("the last format is none, which ends it")


def _completion(
    client: openai.OpenAI,
    endpoint: Endpoint,
    messages: list[dict[str, str]],
    response_format: dict[str, Any],
) -> bytes:
    """The answer's bytes. Read piece by piece: a server that drips would outlast any time limit
    that is set on a single read."""
    import httpx2

    asked: Any = {"model": endpoint.model, "messages": messages}
    if response_format:
        asked["response_format"] = response_format
    body = bytearray()
    try:
        with client.chat.completions.with_streaming_response.create(**asked) as response:
            deadline = time.monotonic() + endpoint.timeout
            for piece in response.iter_bytes():
                body += piece
                if time.monotonic() > deadline:
                    raise NoAnswerError("no answer came in time")
                if len(body) > LARGEST:
                    raise NoAnswerError("the answer was too long")
    except httpx2.HTTPError:
        raise NoAnswerError("the answer broke off") from None
    return bytes(body)


def _client(endpoint: Endpoint) -> openai.OpenAI:
    import openai

    here = allowed.is_here(endpoint.base_url)
    return openai.OpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.key or "none",
        timeout=endpoint.timeout,
        max_retries=endpoint.retries,
        http_client=openai.DefaultHttpxClient(follow_redirects=False, trust_env=not here),
    )


def _formats(form: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """Ways of asking for a form, the strictest first; not every server knows every one."""
    schema = {"name": form.__name__, "strict": True, "schema": form.model_json_schema()}
    yield {"type": "json_schema", "json_schema": schema}
    yield {"type": "json_object"}
    yield {}


def _content(body: bytes) -> str:
    """What the model said, from the protocol's answer, without the fence that some put around."""
    try:
        choice = json.loads(body)["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NoAnswerError("the answer was not in the protocol's form") from None
    if reason == "length":
        raise NoAnswerError("the answer was cut off")
    if not isinstance(content, str):
        raise NoAnswerError("the model declined to answer")
    content = content.strip()
    if content.startswith("```") and content.endswith("```"):
        content = content[3:-3].removeprefix("json")
    return content.strip()

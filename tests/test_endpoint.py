"""A language model asked for an answer in a form, on a real server process that misbehaves."""

import json
import logging
import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from reknit import endpoint
from reknit.endpoint import Endpoint, NoAnswerError
from reknit.errors import UserError

pytestmark = pytest.mark.enable_socket
SECRET = "my secret about the lighthouse"


class Colour(BaseModel):
    name: str
    depth: int


BLUE = '{"name": "blue", "depth": 3}'


def seen(base_url: str, model: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(base_url.removesuffix("/v1") + "/seen") as got:
        return [one for one in json.load(got) if one["body"]["model"] == model]


def ask(base_url: str, model: str, **how: Any) -> Colour:
    where = replace(Endpoint(base_url, model, key="k-123"), **how)
    return endpoint.ask(where, "Say a colour.", {"turn": SECRET}, Colour)


def test_an_answer_in_form(provider: str) -> None:
    model = f"say:{BLUE}"
    assert ask(provider, model) == Colour(name="blue", depth=3)
    (one,) = seen(provider, model)
    assert one["authorization"] == "Bearer k-123"
    assert json.loads(one["body"]["messages"][1]["content"]) == {"turn": SECRET}
    schema = one["body"]["response_format"]["json_schema"]["schema"]
    assert set(schema["properties"]) == {"name", "depth"}


def test_a_fence_around_the_answer_is_taken_off(provider: str) -> None:
    assert ask(provider, f"say:```json\n{BLUE}\n```").name == "blue"


def test_a_busy_server_is_asked_again(provider: str) -> None:
    model = f"busy:{BLUE}"
    assert ask(provider, model).name == "blue"
    assert len(seen(provider, model)) == 2


def test_a_server_that_knows_no_response_format_is_asked_without(provider: str) -> None:
    model = f"formless:{BLUE}"
    assert ask(provider, model).name == "blue"
    kinds = [(s["body"].get("response_format") or {}).get("type") for s in seen(provider, model)]
    assert kinds == ["json_schema", "json_object", None]


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("broken", "said 500"),
        ("cut", "broke off"),
        ("long", "too long"),
        (f"unfinished:{BLUE}", "cut off"),
        ("declining", "declined"),
        ("nonsense", "not in the protocol's form"),
        ("say:blue, I think", "not in the form"),
        ('say:{"name": "blue"}', "not in the form"),
        ("elsewhere", "said 307"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(
    provider: str, model: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NoAnswerError, match=why) as failure:
        ask(provider, model)
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__ or failure.value.__context__ is None
    told = str(failure.value) + caplog.text
    assert SECRET not in told
    assert "k-123" not in told


def test_a_broken_server_is_asked_as_often_as_was_said(provider: str) -> None:
    with pytest.raises(NoAnswerError):
        ask(provider, "broken:thrice", retries=2)
    assert len(seen(provider, "broken:thrice")) == 3


@pytest.mark.parametrize("model", ["silent", "dripping"])
def test_nobody_waits_for_ever(provider: str, model: str) -> None:
    with pytest.raises(NoAnswerError, match="in time"):
        ask(provider, model, timeout=0.2, retries=0)


def test_nobody_there() -> None:
    with pytest.raises(NoAnswerError, match="not there"):
        ask("http://127.0.0.1:9/v1", "any", retries=0)


def test_a_redirect_is_not_followed(provider: str) -> None:
    with pytest.raises(NoAnswerError):
        ask(provider, "elsewhere:once")
    assert len(seen(provider, "elsewhere:once")) == 1


def test_no_proxy_stands_between_on_this_machine(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(provider, f"say:{BLUE}", retries=0).name == "blue"


def test_a_remote_address_is_not_asked_without_leave() -> None:
    with pytest.raises(UserError, match="reknit allow"):
        ask("https://models.example.org/v1", "any")


def test_what_was_not_given_stands_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="REKNIT_BASE_URL"):
        endpoint.given()
    monkeypatch.setenv("REKNIT_BASE_URL", "http://localhost:1/v1")
    monkeypatch.setenv("REKNIT_MODEL", "small")
    monkeypatch.setenv("REKNIT_API_KEY", "k-123")
    assert endpoint.given() == Endpoint("http://localhost:1/v1", "small", "k-123")
    assert endpoint.given(model="large").model == "large"
    assert "k-123" not in repr(endpoint.given())

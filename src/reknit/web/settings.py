"""Settings: what an operator has said of how the server runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from reknit.companion import human_help
from reknit.companion.human_help import Help
from reknit.relay import Upstream
from reknit.store.log import Log

HERE: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the server: bytes of a request, messages in it, characters of a
    message, requests a minute; and how many requests may wait to be read at once."""

    body: int = 1_000_000
    messages: int = 400
    characters: int = 20_000
    rate: int = 120
    waiting: int = 256


@dataclass(frozen=True, slots=True)
class Hook:
    """The operator's webhook: its address, the secret that signs what is sent, and whether the
    text of the user's last message goes along."""

    url: str
    secret: str = field(repr=False)
    text: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. `keys` maps hashes of keys to their names; where there are any, every
    request needs one."""

    upstream: Upstream | None = None
    observe: bool = False
    helped: Help = human_help.EVERYWHERE
    person: str = ""
    hook: Hook | None = None
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    limits: Limits = field(default_factory=Limits)
    log: Log | None = None
    host: str = HERE

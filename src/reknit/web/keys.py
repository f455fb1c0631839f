"""Keys: who may use the server. Kept by their hashes in the user's configuration folder.

A key is 32 random bytes, so that a plain hash of it can be kept: there is nothing to guess.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from reknit.errors import UserError, unwritable

FILE: Final = "keys.json"
PREFIX: Final = "rk-"
NAME: Final = re.compile(r"[\w.-]{1,40}")


def add(name: str) -> str:
    """A new key under this name; it is told this once. Raises UserError for a name that is taken
    or no name."""
    if not NAME.fullmatch(name):
        raise UserError("not a name for a key", expected="up to 40 letters, digits, . _ -")
    known = _read()
    if name in known:
        raise UserError(f"there is a key named '{name}'", do=f"reknit keys remove {name}")
    key = PREFIX + secrets.token_urlsafe(32)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    _write({**known, name: {"sha256": _hash(key), "made": made}})
    return key


def remove(name: str) -> None:
    """Take a key back. Raises UserError for one that there is not."""
    known = _read()
    if name not in known:
        raise UserError(f"there is no key named '{name}'", expected=", ".join(known) or "none yet")
    _write({other: kept for other, kept in known.items() if other != name})


def listed() -> dict[str, str]:
    """When each key was made, by name."""
    return {name: kept["made"] for name, kept in _read().items()}


def hashes() -> dict[str, str]:
    """Names of all keys, by their hashes."""
    return {kept["sha256"]: name for name, kept in _read().items()}


def owner(key: str, known: Mapping[str, str]) -> str | None:
    """Whose key this is, by `hashes`; None for nobody's."""
    told = _hash(key)
    found = None
    for kept, name in known.items():
        if hmac.compare_digest(kept, told):
            found = name
    return found


def _hash(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _read() -> dict[str, dict[str, str]]:
    path = _path()
    try:
        told = json.loads(path.read_text("utf-8"))
        return {name: {"sha256": one["sha256"], "made": one["made"]} for name, one in told.items()}
    except FileNotFoundError:
        return {}
    except OSError as why:
        raise UserError(
            f"cannot be read ({why.strerror})", where=str(path), expected="the file of the keys"
        ) from None
    except (ValueError, AttributeError, TypeError, KeyError):
        raise UserError("is damaged", where=str(path), do="remove it, and make new keys") from None


def _write(known: Mapping[str, Mapping[str, str]]) -> None:
    path = _path()
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(json.dumps(known, indent=2))
        fresh.replace(path)
    except OSError as why:
        raise unwritable(path, why) from None


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("reknit", appauthor=False)) / FILE

"""Allowed: which remote addresses session text may be sent to, as the machine's owner said.

Nothing leaves the machine for an address that its owner did not name once (`reknit allow URL`).
This machine itself needs no leave. Kept in the user's configuration folder, one address a line.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from reknit.errors import UserError, unwritable

NAME: Final = "allowed.txt"
PORTS: Final = {"http": 80, "https": 443}


def origin(url: str, where: str = "") -> str:
    """The part of an address that is allowed: scheme, host and port. Raises UserError for what is
    no address of that kind, or holds a name and password; `where` says where it was given."""
    expected = "an address such as https://models.example.org/v1"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise UserError("not an address", where=where, expected=expected) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise UserError("not an address", where=where, expected=expected)
    if parts.username or parts.password or parts.query or parts.fragment:
        # It is not repeated: it may hold a secret.
        raise UserError("the address holds more than host and path", where=where, expected=expected)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or PORTS[parts.scheme]}"


def is_here(url: str) -> bool:
    """Whether an address is this machine itself."""
    return is_loopback(urlsplit(origin(url)).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host, by name or number, can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def allow(url: str) -> str:
    """Allow an address from now on; returns what was allowed."""
    new = origin(url)
    _write({*listed(), new})
    return new


def revoke(url: str) -> str:
    """Take the leave for an address back. Raises UserError for one that never had it."""
    old = origin(url)
    if old not in listed():
        raise UserError(f"{old} was not allowed")
    _write({*listed()} - {old})
    return old


def listed() -> list[str]:
    """All addresses that are allowed, sorted."""
    path = _path()
    try:
        return sorted(path.read_text("utf-8").split())
    except FileNotFoundError:
        return []
    except OSError as why:
        raise UserError(
            f"cannot be read ({why.strerror})", where=str(path), expected="a file of addresses"
        ) from None
    except ValueError:
        raise UserError(
            "is damaged", where=str(path), do="remove it, and allow anew: reknit allow URL"
        ) from None


def must_be(url: str, where: str = "") -> None:
    """Raise UserError unless session text may go to this address, given there."""
    place = origin(url, where)
    if not is_here(url) and place not in listed():
        raise UserError(
            f"session text would leave this machine for {place}, which is not allowed",
            where=where,
            do=f"if you want that: reknit allow {place}",
        )


def _write(origins: set[str]) -> None:
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{one}\n" for one in sorted(origins)), "utf-8")
    except OSError as why:
        raise unwritable(path, why) from None


def _path() -> Path:
    import platformdirs  # only who uses a remote address needs it

    return Path(platformdirs.user_config_dir("reknit", appauthor=False)) / NAME

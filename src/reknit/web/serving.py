"""Serving: the server as a process."""

from __future__ import annotations

import errno
import logging
import os
import socket
import traceback
from typing import Final

import uvicorn

from reknit import allowed
from reknit.errors import UserError
from reknit.web import app
from reknit.web.settings import Settings

GRACE: Final = 30
"""Seconds that answers under way have to end when the server is asked to stop."""
AT_ONCE: Final = 1000
"""Connections at once; more are turned away."""

NOT_HERE: Final = (errno.EADDRNOTAVAIL, socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL)
"""What the system says of an address that is not this machine's."""


class _Wordless(logging.Filter):
    """Leaves the message of an exception out of the log: it may hold what was said. Its kind and
    its traceback stay."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record that holds an exception."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            frames = "".join(traceback.format_tb(trace))
            record.exc_info, record.exc_text = None, f"{frames}{kind.__name__}"
        return True


def serve(settings: Settings, port: int) -> None:
    """Serve until asked to stop. Raises UserError for an address that others can reach, without
    keys."""
    if not settings.keys and not allowed.is_loopback(settings.host):
        raise UserError(
            f"{settings.host} can be reached from other machines, and there are no keys",
            do="make one first: reknit keys add NAME",
        )
    taken = listening(settings.host, port)
    logging.getLogger("uvicorn.error").addFilter(_Wordless())
    server = uvicorn.Server(
        uvicorn.Config(
            app.made(settings),
            host=settings.host,
            port=port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE,
            limit_concurrency=AT_ONCE,
            server_header=False,
            # Else whoever calls from this machine names their own address, and evades the rate.
            proxy_headers=False,
        )
    )
    server.run(sockets=[taken])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UserError where none can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        taken = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as why:
        if not isinstance(why, OSError) or why.errno in NOT_HERE:
            raise UserError(
                f"'{host}' is no address of this machine",
                where="--host",
                expected="one as 127.0.0.1",
            ) from None
        raise UserError(
            f"{host}:{port} cannot be listened at ({os.strerror(why.errno or 0)})",
            where="--port",
            expected="one that nobody else uses",
        ) from None
    # Its connections inherit it. asyncio does not see to it for a socket that it has not made, and
    # every other answer would wait some 40 ms for the client's acknowledgement.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken

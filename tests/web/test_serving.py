"""The listening socket. What the server does behind it is tried in `test_serve.py`."""

from __future__ import annotations

import socket

import pytest

from reknit.errors import UserError
from reknit.web.serving import listening

pytestmark = pytest.mark.enable_socket


def test_pieces_of_an_answer_do_not_wait_for_each_other() -> None:
    with (
        listening("127.0.0.1", 0) as here,
        socket.create_connection(here.getsockname()),
        here.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("host", ["a..b", "no.such.host.invalid", "192.0.2.1"])
def test_what_is_no_address_of_this_machine(host: str) -> None:
    with pytest.raises(UserError, match=r"--host: .* is no address of this machine"):
        listening(host, 0)

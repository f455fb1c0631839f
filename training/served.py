"""Served: `reknit serve` on a port of the system's choice, which it prints; for checks and tests.

Takes the options of `reknit serve`; serves until it is asked to stop.
"""

from __future__ import annotations

import socket
import sys

from reknit import cli


def main() -> None:
    """Find a port, say which, and serve on it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Said before it listens: clients of ours try again until somebody is there.
    print(port, flush=True)
    sys.argv = ["reknit", "serve", "--port", str(port), "--rate", "1000000", *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()

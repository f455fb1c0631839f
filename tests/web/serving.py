"""Server processes for tests: a clumsy model, and `reknit serve`."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that prints its port, and its address."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as one:
        assert one.stdout is not None
        try:
            yield one, f"http://127.0.0.1:{one.stdout.readline().strip()}"
        finally:
            one.terminate()
            one.communicate(timeout=60)


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`reknit serve` with these options, once it answers."""
    host = options[options.index("--host") + 1] if "--host" in options else "127.0.0.1"
    with process("training.served", *options) as (one, url):
        url = url.replace("127.0.0.1", host)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/healthz").close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield one, url

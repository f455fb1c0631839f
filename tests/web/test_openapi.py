"""What is published of the server's forms, tried with what nobody would send."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.serving import served

pytestmark = pytest.mark.enable_socket


def test_no_request_that_fits_the_published_forms_breaks_the_server(tmp_path: Path) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    assert program is not None
    with served() as (_, url):
        done = subprocess.run(
            [
                *(program, "run", f"{url}/openapi.json", "--url", url),
                *("--checks", "not_a_server_error", "--max-examples", "25", "--seed", "1"),
                *("--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all"),
            ],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "100"},
            timeout=500,
        )
    assert done.returncode == 0, done.stdout[-4000:]

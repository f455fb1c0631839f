"""Web: the companion and the reader behind HTTP. Needs the extra `web`."""

from __future__ import annotations

from reknit.errors import UserError

try:
    import fastapi  # noqa: F401
    import httpx2  # noqa: F401
    import prometheus_client  # noqa: F401
    import uvicorn  # noqa: F401
except ImportError:
    raise UserError(
        "the server is not installed", do="install it: pip install -r requirements/web.txt"
    ) from None

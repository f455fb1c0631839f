"""Refusal: a request that is not answered, and why, in OpenAI's form."""

from __future__ import annotations

from starlette.responses import JSONResponse

from reknit.web.forms import error


class RefusalError(Exception):
    """Why a request is not answered. The message is fit to be shown, and quotes nothing."""

    def __init__(
        self, status: int, why: str, code: str | None = None, *, wait: int | None = None
    ) -> None:
        self.status, self.why, self.code, self.wait = status, why, code, wait
        super().__init__(why)

    def response(self) -> JSONResponse:
        """The answer in its place."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        headers = {} if self.wait is None else {"retry-after": str(self.wait)}
        if self.status == 401:
            headers["www-authenticate"] = "Bearer"
        return JSONResponse(error(self.why, kind, self.code), self.status, headers)

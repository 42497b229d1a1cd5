"""What goes wrong → an answer without paths and stacks: a page, or a problem for programs."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from dragoman.errors import DragomanError, RecordError, RecordMissing, UsageError
from dragoman.serve.web.guard import Guest, Scope
from dragoman.serve.web.login import here
from dragoman.serve.web.views import Views

log = logging.getLogger("dragoman.desk")

PROBLEM = "application/problem+json"
NOBODY = Guest("", "", "")


def answer(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to a request that failed; `detail` is shown."""
    if request.url.path.startswith("/api/"):
        return Response(problem(status, detail), status, headers, PROBLEM)
    if not hasattr(request.state, "guest"):
        request.state.guest = NOBODY
    views: Views = request.app.state.desk.views
    return views.page(
        request, "error.html", status, status=status, title=_title(status), detail=detail
    )


def problem(status: int, detail: str) -> bytes:
    """RFC 9457."""
    told = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _allowed(request: Request, error: HTTPException) -> Mapping[str, str] | None:
    """Headers of an error; of an address with two methods both are told."""
    described = request.app.openapi()["paths"].get(request.url.path, {})
    if error.status_code == 405 and described:
        return {"allow": ", ".join(sorted(method.upper() for method in described))}
    return error.headers


class Refuser:
    """Answers for the guard, which stands before the application."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def __call__(self, scope: Scope, status: int, why: str) -> tuple[bytes, bytes]:
        if scope["path"].startswith("/api/"):
            return PROBLEM.encode(), problem(status, why)
        told = self._views.text(
            "refused.html", status=status, title=_title(status), detail=why, back=_back(scope)
        )
        return b"text/html; charset=utf-8", told.encode()


def _back(scope: Scope) -> str:
    """The page that was asked for, or that held the form which was refused; empty for none."""
    if scope["method"] in ("GET", "HEAD"):
        asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}"
                                 if scope["query_string"] else "")  # fmt: skip
        return quote(here(asked), safe="/?&=%:,+-_.~")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        page = urlsplit(headers.get("referer", ""))
    except ValueError:
        return ""
    if page.netloc != headers.get("host", ""):
        return ""
    return quote(here(page.path + (f"?{page.query}" if page.query else "")), safe="/?&=%:,+-_.~")


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def add_handlers(app: FastAPI) -> None:
    """Every error that can be raised in a page or the API."""

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, str(error.detail), _allowed(request, error))

    @app.exception_handler(RequestValidationError)
    async def of_values(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}"
            for one in error.errors()[:5]
        )
        return answer(request, 422, told)

    @app.exception_handler(DragomanError)
    async def of_ours(request: Request, error: DragomanError) -> Response:
        if isinstance(error, UsageError):
            # "usage" is the word of a command line
            return answer(request, 400, f"{error.which}: {error.why}")
        if isinstance(error, RecordMissing):
            # Its words may name the file of the record.
            return answer(request, 404, "There is no such thing in this record.")
        log.error("%s: %s", request.url.path, error)
        if isinstance(error, RecordError):
            return answer(request, 503, "The record cannot be read or written now; try again.")
        return answer(request, 500, "Something went wrong; the server's log tells what.")

    @app.exception_handler(Exception)
    async def of_bugs(request: Request, error: Exception) -> Response:
        log.exception("%s", request.url.path, exc_info=error)
        return answer(request, 500, "Something went wrong; the server's log tells what.")

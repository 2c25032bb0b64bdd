"""Turns errors into problem documents (RFC 9457), the same way everywhere."""

from __future__ import annotations

import logging

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response as BaseResponse

from dashboard.server.off_loop import Busy
from engine.errors import (
    CommandRefused,
    DataDamaged,
    EngineUnavailable,
    InputRefused,
    NotFound,
    Problem,
    PyBirchError,
    StoreError,
)

ABOUT_BLANK = "about:blank"
DATA_DAMAGED = "urn:pybirch:data_damaged"
"""Problem type for stored readings that are not what was written: asking again does not help."""
MOST_TOLD = 100
_LOG = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[PyBirchError], int], ...] = (
    (NotFound, 404),
    (InputRefused, 422),
    (CommandRefused, 409),
    (EngineUnavailable, 503),
    (StoreError, 503),
    (Busy, 503),
)


class Refusal(PyBirchError):
    """A refused request: answered with `status` and the reason; `errors` say which field is wrong and why."""

    def __init__(self, status: int, detail: str, errors: list[Problem] | None = None) -> None:
        self.status = status
        self.errors = errors or []
        super().__init__(detail)


def problem(
    status: int, detail: str, errors: list[Problem] | None = None, kind: str = ABOUT_BLANK
) -> Response:
    """Make a problem document; of many errors it has the first, and their number."""
    found = errors or []
    if len(found) > MOST_TOLD:
        detail += f" These are the first {MOST_TOLD} of {len(found):,} errors."
    body = {
        "type": kind,
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "errors": [e.as_dict() for e in found[:MOST_TOLD]],
    }
    response = Response(orjson.dumps(body), status, mimetype="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="PyBirch"'
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def answer_with_problems(server: Flask) -> None:
    """Turn every error of a request into a problem document; unexpected ones are logged and reported without
    details.
    """
    server.register_error_handler(PyBirchError, _expected)
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(Exception, _unexpected)


def _expected(error: PyBirchError) -> Response:
    if isinstance(error, Refusal):
        return problem(error.status, str(error), error.errors)
    if isinstance(error, DataDamaged):
        _LOG.error("%s %s: %s", request.method, request.path, error)
        return problem(500, str(error), kind=DATA_DAMAGED)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    return problem(status, str(error), error.problems if isinstance(error, InputRefused) else None)


def _http(error: HTTPException) -> BaseResponse:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    detail = error.description or ""
    if isinstance(error, RequestEntityTooLarge):
        detail = f"The body is too large: at most {request.max_content_length:,} bytes are allowed."
    response = problem(error.code or 500, detail)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    _LOG.exception("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "The server failed to answer; its log has the details.")

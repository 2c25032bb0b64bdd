"""Requests to a server's REST interface; every failure becomes one of the client's errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from pybirch.client.address import Address
from pybirch.client.errors import Error, NotFound, Problem, Refused, Unreachable, in_words

API = "api/v1/"
_AWAY = frozenset({502, 503, 504})
"""Statuses of a proxy whose server, or a server whose engine, did not answer."""
_SIGN_IN = "sign in with token=… or PYBIRCH_TOKEN; the server prints its token at the start and keeps it in HOME/token"

Query = Mapping[str, str | int | float | Sequence[str] | None]


class Server:
    """One server; any thread may use it."""

    def __init__(self, address: Address, timeout: float) -> None:
        """`timeout` is the time in seconds in which an answer must start."""
        self.address = address
        self._http = httpx.Client(
            base_url=address.base + API,
            headers={**address.headers, "Accept": "application/json"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            trust_env=not address.here,
        )

    def get(self, path: str, query: Query | None = None) -> Any:
        """The JSON at a path below the API. Raises Error."""
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any = None) -> Any:
        """The JSON answer to a POST. Raises Error."""
        return self.send("POST", path, body)

    def send(self, method: str, path: str, body: Any = None, query: Query | None = None) -> Any:
        """The JSON answer to any request, None for an empty one. Raises Error."""
        with self._telling_errors():
            answer = self._http.request(method, path, json=body, params=_given(query))
        if not answer.is_success:
            raise self._error(answer)
        if not answer.content:
            return None
        return self._json(answer)

    @contextmanager
    def stream(self, path: str, query: Query | None = None) -> Iterator[Iterator[bytes]]:
        """Yield the bytes at a path, piece by piece. Raises Error."""
        with (
            self._telling_errors(),
            self._http.stream("GET", path, params=_given(query), headers={"Accept": "*/*"}) as answer,
        ):
            if not answer.is_success:
                answer.read()
                raise self._error(answer)
            yield answer.iter_bytes()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @contextmanager
    def _telling_errors(self) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException:
            raise Unreachable(
                f"{self.address.base} did not answer in time; try again, or connect with a longer timeout"
            ) from None
        except httpx.TransportError as error:
            why = in_words(error)
            raise Unreachable(
                f"{self.address.base} cannot be reached ({why}); is the server running, and the address right?"
            ) from error

    def _json(self, answer: httpx.Response) -> Any:
        if "json" not in answer.headers.get("content-type", ""):
            raise self._foreign()
        try:
            return answer.json()
        except ValueError:
            raise self._foreign() from None

    def _foreign(self) -> NotFound:
        return NotFound(
            f"the server at {self.address.base} is not PyBirch; does the address lack the server's prefix?"
        )

    def _error(self, answer: httpx.Response) -> Error:
        document = _document(answer)
        if document is None:
            if answer.status_code in _AWAY:
                return Unreachable(
                    f"{self.address.base} does not answer at the moment (status {answer.status_code}); try again later"
                )
            return self._foreign()
        status = answer.status_code
        detail = str(document.get("detail") or document.get("title") or f"status {status}").rstrip(".")
        problems = [
            Problem(str(p.get("path", "")), str(p.get("message", ""))) for p in document.get("errors") or ()
        ]
        if status == 404:
            return NotFound(detail)
        if status in _AWAY:
            return Unreachable(detail)
        return Refused(f"{detail}; {_SIGN_IN}" if status == 401 else detail, status, problems)


def _given(query: Query | None) -> dict[str, Any]:
    return {name: value for name, value in (query or {}).items() if value is not None}


def _document(answer: httpx.Response) -> dict[str, Any] | None:
    """The problem document of an answer; None when it has none."""
    try:
        document = answer.json()
    except ValueError:
        return None
    return document if isinstance(document, dict) and "status" in document else None

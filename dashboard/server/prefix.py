"""Serves below a prefix, whether a proxy in front keeps it on the path or strips it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class UnderPrefix:
    """WSGI middleware: inside, paths start at `/` and SCRIPT_NAME is the prefix."""

    def __init__(self, application: WSGIApplication, prefix: str) -> None:
        self._application = application
        self._root = prefix.rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Move the prefix from the path to SCRIPT_NAME; the bare prefix redirects to its page."""
        path = environ.get("PATH_INFO", "")
        if self._root and path == self._root:
            query = environ.get("QUERY_STRING", "")
            start_response(
                "308 Permanent Redirect", [("Location", f"{self._root}/" + (f"?{query}" if query else ""))]
            )
            return []
        if path.startswith(f"{self._root}/"):
            environ["PATH_INFO"] = path[len(self._root) :]
        elif self._root and environ.get("HTTP_X_PROXYCONTEXTPATH", "").rstrip("/") == self._root:
            start_response = self._without_root(start_response)
        environ["SCRIPT_NAME"] = self._root
        return self._application(environ, start_response)

    def _without_root(self, start_response: StartResponse) -> StartResponse:
        """For jupyter-server-proxy, which strips the prefix and puts it in front of each `Location` again."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told = [(name, self._stripped(value) if name == "Location" else value) for name, value in headers]
            return start_response(status, told, *more)

        return cast("StartResponse", start)

    def _stripped(self, location: str) -> str:
        return location.removeprefix(self._root) if location.startswith(f"{self._root}/") else location

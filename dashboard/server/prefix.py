"""Serves below a prefix, whether a proxy in front keeps it on the path or strips it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

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
        environ["SCRIPT_NAME"] = self._root
        return self._application(environ, start_response)

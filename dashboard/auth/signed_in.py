"""Marks the connections of people who have signed in; all others are served one request each."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from dashboard.auth.base import Auth
from dashboard.server.http_connection import connection_of
from engine.errors import StoreError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class SignedInConnections:
    """WSGI middleware that marks a connection when somebody has signed in, whatever the request is."""

    def __init__(self, application: WSGIApplication, auth: Auth) -> None:
        self._application = application
        self._auth = auth

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        connection = connection_of(environ)
        if connection is not None and not connection.known:
            # Without the database nobody can be known, which the request itself is told.
            with suppress(StoreError):
                connection.known = self._auth.identify(environ) is not None
        return self._application(environ, start_response)

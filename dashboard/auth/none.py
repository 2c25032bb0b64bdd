"""No sign-in: everybody who reaches the port may do everything."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, request
from werkzeug.wrappers import Response

from dashboard.auth.base import SHARED_USER, Environ, Identity
from dashboard.auth.hosts import is_ours
from dashboard.auth.membership import names
from dashboard.auth.origins import same_site
from dashboard.server.problems import Refusal
from engine.model.people import Role
from engine.settings import Settings
from engine.store.database import Database

_FOREIGN = (
    "This server is not called {host}. Open it under its address, or add the name to the setting NAMES."
)


class NoAuth:
    """Admits everybody; pages of other sites still cannot act in a visitor's name."""

    def __init__(self, settings: Settings, database: Database) -> None:
        del database
        self._names = names(settings.names)

    def identify(self, environ: Environ) -> Identity:
        """Everybody is an administrator; addresses tell clients apart."""
        address = str(environ.get("REMOTE_ADDR", ""))
        return Identity(SHARED_USER, address, Role.ADMINISTRATOR, "none", address, shared=True)

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page, and for names that are not ours."""
        return same_site(environ) and is_ours(environ, self._names)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """There is nothing to sign out from."""
        return ()

    def ask(self) -> Response:
        """Nobody is asked."""
        raise Refusal(401, "Sign-in is switched off.")

    def register(self, server: Flask) -> None:
        """Refuse requests for names that are not ours."""

        @server.before_request
        def check() -> None:
            if not is_ours(request.environ, self._names):
                raise Refusal(403, _FOREIGN.format(host=request.headers.get("Host", "")[:100]))


make = NoAuth

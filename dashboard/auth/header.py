"""Sign-in by a proxy in front, which names the user and their groups in headers of each request."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection

from flask import Flask, Response, request
from werkzeug.wrappers import Response as BaseResponse

from dashboard.auth import keys
from dashboard.auth.base import Environ, Identity
from dashboard.auth.cookies import cookies
from dashboard.auth.membership import names, role_of
from dashboard.auth.origins import same_site
from dashboard.auth.sessions import CSRF_COOKIE, Sessions
from dashboard.server.problems import Refusal
from dashboard.server.proxies import PEER, is_in, networks
from engine.settings import Settings
from engine.store.database import Database


class HeaderAuth:
    """Takes the word of proxies at trusted addresses; programs may use API tokens of the laboratory instead."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._trusted = networks(settings.proxies or "")
        self._user, self._groups = map(_variable, (settings.user_header, settings.groups_header))
        self._key = keys.kept_secret(settings.home / "csrf_key").encode()
        self._sessions = Sessions(database, settings)

    def identify(self, environ: Environ) -> Identity | None:
        """By API token in `Authorization: Bearer`, else by the headers of a trusted proxy."""
        if str(environ.get("HTTP_AUTHORIZATION", "")).lower().startswith("bearer "):
            return self._sessions.identify(environ)
        user = str(environ.get(self._user, "")).strip()
        if not user or not user.isprintable() or not is_in(str(environ.get(PEER, "")), self._trusted):
            return None
        groups = frozenset(names(str(environ.get(self._groups, ""))))
        role = role_of(
            user,
            groups,
            operators=self._settings.header_operators,
            administrators=self._settings.header_administrators,
        )
        address = str(environ.get("REMOTE_ADDR", ""))
        return Identity(user, f"header {user}", role, "header", address, groups, csrf=self._csrf(user))

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Whose API token has ended; the proxy closes the connections of people."""
        return self._sessions.ended(identities)

    def ask(self) -> BaseResponse:
        """Nobody can sign in here."""
        raise Refusal(401, f"The proxy in front did not say who you are ({self._settings.user_header}).")

    def register(self, server: Flask) -> None:
        """Give browsers the CSRF token; there is no form, and signing out is the proxy's."""
        server.after_request(self._give_csrf)

    def _csrf(self, user: str) -> str:
        return hmac.new(self._key, user.encode(), hashlib.sha256).hexdigest()[:32]

    def _give_csrf(self, response: Response) -> Response:
        if response.mimetype == "text/html":
            who = self.identify(request.environ)
            if who is not None and who.csrf and cookies(request.environ).get(CSRF_COOKIE) != who.csrf:
                self._sessions.set_cookie(response, CSRF_COOKIE, who.csrf, http_only=False)
        return response


def _variable(header: str) -> str:
    """Where a WSGI environment has a header."""
    return "HTTP_" + header.upper().replace("-", "_")


make = HeaderAuth

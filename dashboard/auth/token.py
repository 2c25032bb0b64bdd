"""Sign-in with one token: as `Authorization: Bearer`, as `?token=` of the first page, or typed in."""

from __future__ import annotations

import hmac
from collections.abc import Collection

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from dashboard.auth import keys, pages
from dashboard.auth.attempts import Attempts
from dashboard.auth.audit import current_audit, entry_of, sign_in_entry
from dashboard.auth.base import SHARED_USER, Environ, Identity
from dashboard.auth.guard import identity
from dashboard.auth.origins import same_site
from dashboard.auth.sessions import Sessions
from engine.model.people import AuditResult, Role, SignIn
from engine.settings import Settings
from engine.store.api_tokens import digest
from engine.store.database import Database


class TokenAuth:
    """One token for the whole laboratory, an administrator's; browsers exchange it for a session."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._token = keys.token(settings)
        self._sessions = Sessions(database, settings, proof=digest(self._token))
        self._attempts = Attempts()

    def identify(self, environ: Environ) -> Identity | None:
        """By the token or an API token in `Authorization: Bearer`, which wins, or by session cookie."""
        kind, _, text = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
        if kind.lower() == "bearer" and self._is_token(text.strip()):
            address = str(environ.get("REMOTE_ADDR", ""))
            return Identity(SHARED_USER, "token", Role.ADMINISTRATOR, "token", address, shared=True)
        return self._sessions.identify(environ)

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Whose session or API token has ended."""
        return self._sessions.ended(identities)

    def ask(self) -> BaseResponse:
        """The form for the token."""
        return pages.sign_in(request, pages.TOKEN, "")

    def register(self, server: Flask) -> None:
        """Remove `?token=` from the first page's URL, and serve the sign-in and sign-out forms."""
        server.before_request(self._take_token)
        server.after_request(self._give_csrf)
        server.add_url_rule("/login", "sign_in", self._sign_in, methods=["GET", "POST"])
        server.add_url_rule("/logout", "sign_out", self._sign_out, methods=["POST"])

    def _is_token(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self._token.encode())

    def _take_token(self) -> BaseResponse | None:
        text = request.args.get("token")
        if text is None or request.method != "GET" or request.path.startswith(("/api/", "/ws/", "/login")):
            return None
        if wait := self._attempts.wait(request.remote_addr or ""):
            return pages.too_many(request, pages.TOKEN, wait)
        if not self._is_token(text) and self.identify(request.environ) is None:
            return self._failed()
        response = redirect(pages.here_without(request, "token"), Response=Response)
        return self._opened(response) if self._is_token(text) else response

    def _failed(self) -> BaseResponse:
        self._attempts.failed(request.remote_addr or "")
        current_audit().note(sign_in_entry("", AuditResult.REFUSED, "The token was wrong."))
        return pages.sign_in(request, pages.TOKEN, "This token is wrong.")

    def _opened(self, response: BaseResponse) -> BaseResponse:
        self._attempts.succeeded(request.remote_addr or "")
        opened = self._sessions.open(response, SignIn.of(SHARED_USER, Role.ADMINISTRATOR))
        current_audit().note(sign_in_entry(SHARED_USER))
        return opened

    def _give_csrf(self, response: Response) -> Response:
        if response.mimetype == "text/html":
            self._sessions.give_csrf(response)
        return response

    def _sign_in(self) -> BaseResponse:
        if request.method != "POST":
            return pages.sign_in(request, pages.TOKEN, "", status=200)
        if not self.origin_allowed(request.environ):
            return pages.sign_in(request, pages.TOKEN, pages.FOREIGN, status=403)
        if wait := self._attempts.wait(request.remote_addr or ""):
            return pages.too_many(request, pages.TOKEN, wait)
        if not self._is_token(request.form.get("token", "").strip()):
            return self._failed()
        return self._opened(redirect(pages.next_page(request), code=303, Response=Response))

    def _sign_out(self) -> BaseResponse:
        current_audit().note(entry_of(identity(), "sign out", ""))
        response = redirect(f"{request.script_root}/login", code=303, Response=Response)
        return self._sessions.close(response)


make = TokenAuth

"""Sign-in with one token: as `Authorization: Bearer`, as `?token=` of the first page, or typed in."""

from __future__ import annotations

import hmac

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from dashboard.auth import keys, pages
from dashboard.auth.base import SHARED_USER, Environ, Identity
from dashboard.auth.origins import same_site
from dashboard.auth.sessions import Sessions
from engine.model.people import Role
from engine.settings import Settings


class TokenAuth:
    """One token for the whole laboratory, so everybody is one user; browsers exchange it for a session cookie."""

    def __init__(self, settings: Settings) -> None:
        self._token = keys.token(settings)
        self._sessions = Sessions(keys.signing_key(settings), self._token, settings.prefix)

    def identify(self, environ: Environ) -> Identity | None:
        """By `Authorization: Bearer`, which wins, or by session cookie."""
        header = environ.get("HTTP_AUTHORIZATION")
        if header is not None:
            kind, _, text = str(header).partition(" ")
            good = kind.lower() == "bearer" and self._is_token(text.strip())
            address = str(environ.get("REMOTE_ADDR", ""))
            made = Identity(SHARED_USER, "token", Role.ADMINISTRATOR, "token", address, shared=True)
            return made if good else None
        return self._sessions.identify(environ)

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

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
        if not self._is_token(text) and self.identify(request.environ) is None:
            return pages.sign_in(request, "This token is wrong.")
        response = redirect(pages.here_without(request, "token"), Response=Response)
        return self._sessions.open(response, SHARED_USER) if self._is_token(text) else response  # type: ignore[arg-type]

    def _give_csrf(self, response: Response) -> Response:
        if response.mimetype == "text/html" and self._sessions.identify(request.environ) is not None:
            self._sessions.give_csrf(response)
        return response

    def _sign_in(self) -> BaseResponse:
        if request.method == "GET":
            return pages.sign_in(request, "", status=200)
        if not self.origin_allowed(request.environ):
            return pages.sign_in(
                request, "The form came from another site; open PyBirch under its own address.", status=403
            )
        if not self._is_token(request.form.get("token", "").strip()):
            return pages.sign_in(request, "This token is wrong.")
        response = redirect(pages.next_page(request), code=303, Response=Response)
        return self._sessions.open(response, SHARED_USER)  # type: ignore[arg-type]

    def _sign_out(self) -> BaseResponse:
        response = redirect(f"{request.script_root}/login", code=303, Response=Response)
        return self._sessions.close(response)  # type: ignore[arg-type]


make = TokenAuth

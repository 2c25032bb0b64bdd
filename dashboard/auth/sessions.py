"""Signed session cookies, and the CSRF token that a browser repeats in a header of unsafe requests."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Response, request
from itsdangerous import BadData, URLSafeTimedSerializer

from dashboard.auth.base import Environ, Identity
from dashboard.auth.cookies import cookies
from engine.model.people import Role

CSRF_COOKIE = "pybirch_csrf"
CSRF_HEADER = "X-CSRF-Token"
LIFETIME = 30 * 24 * 3600
"""Seconds that a session lasts."""


class Sessions:
    """Sessions that only the browser stores, as a signed cookie.

    `key` signs; a change of `epoch` (the token) ends all sessions. The cookie's name depends on the key, because
    browsers send cookies to every port of a host.
    """

    def __init__(self, key: str, epoch: str, path: str) -> None:
        digest = hashlib.sha256(key.encode()).hexdigest()
        self.cookie = f"pybirch_session_{digest[:8]}"
        self._path = path
        self._serializer = URLSafeTimedSerializer(
            key, salt=f"session:{hashlib.sha256(epoch.encode()).hexdigest()}"
        )

    def identify(self, environ: Environ) -> Identity | None:
        """Whose session cookie came with the request; None without a valid one."""
        text = cookies(environ).get(self.cookie)
        if not text:
            return None
        try:
            held = self._serializer.loads(text, max_age=LIFETIME)
            return Identity(
                str(held["user"]),
                str(held["client"]),
                Role.ADMINISTRATOR,
                "token",
                str(environ.get("REMOTE_ADDR", "")),
                shared=True,
                by_cookie=True,
            )
        except (BadData, KeyError, TypeError):
            return None

    def open(self, response: Response, user: str) -> Response:
        """Put a new session of `user` into `response`, with its CSRF token."""
        held = self._serializer.dumps({"user": user, "client": secrets.token_urlsafe(9)})
        text = held if isinstance(held, str) else held.decode()
        self._set(response, self.cookie, text, http_only=True)
        self.give_csrf(response, renew=True)
        return response

    def close(self, response: Response) -> Response:
        """Remove the session from the browser."""
        for name in (self.cookie, CSRF_COOKIE):
            response.delete_cookie(name, path=self._path, samesite="Lax")
        return response

    def give_csrf(self, response: Response, *, renew: bool = False) -> None:
        """Make sure that the browser has a CSRF token that scripts of our pages can read."""
        if renew or not cookies(request.environ).get(CSRF_COOKIE):
            self._set(response, CSRF_COOKIE, secrets.token_urlsafe(24), http_only=False)

    def _set(self, response: Response, name: str, text: str, *, http_only: bool) -> None:
        secure = request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"
        response.set_cookie(
            name, text, max_age=LIFETIME, path=self._path, httponly=http_only, secure=secure, samesite="Lax"
        )


def csrf_matches(environ: Environ) -> bool:
    """Whether the CSRF header repeats the CSRF cookie: only a page of our own site can read the cookie."""
    cookie = cookies(environ).get(CSRF_COOKIE, "")
    header = str(environ.get("HTTP_X_CSRF_TOKEN", ""))
    return bool(cookie) and hmac.compare_digest(cookie.encode(), header.encode())

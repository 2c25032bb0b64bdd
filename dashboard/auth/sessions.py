"""Sessions of browsers: opened, kept in the database, proved by a cookie, with a CSRF token bound to them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from flask import request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from dashboard.auth.base import Environ, Identity, Kept
from dashboard.auth.cookies import cookies
from dashboard.auth.credentials import Credentials
from engine.errors import StoreError
from engine.model.people import SignIn
from engine.settings import AuthKind, Settings, duration
from engine.store.database import Database
from engine.store.timestamps import as_text_or_none

CSRF_COOKIE = "pybirch_csrf"
CSRF_HEADER = "X-CSRF-Token"
R = TypeVar("R", bound=Response)


class Sessions:
    """The sessions and API tokens of one way to sign in.

    A session ends when the server expects another `proof` (under token sign-in: a digest of the token). The
    cookie's name depends on the database, because browsers send cookies to every port of a host.
    """

    def __init__(self, database: Database, settings: Settings, proof: str = "") -> None:
        digest = hashlib.sha256(database.identity.encode()).hexdigest()
        self.cookie = f"pybirch_session_{digest[:8]}"
        self._kind = settings.auth
        self._proof = proof
        self._path = settings.prefix
        self._lifetime = timedelta(seconds=duration(settings.session_lifetime))
        self._credentials = Credentials(database, settings.auth, proof, duration(settings.session_idle))

    def identify(self, environ: Environ) -> Identity | None:
        """Who sent the request: by `Authorization: Bearer`, which wins, or by session cookie."""
        header = environ.get("HTTP_AUTHORIZATION")
        if header is not None:
            kind, _, text = str(header).partition(" ")
            found = self._credentials.token(text.strip()) if kind.lower() == "bearer" else None
            return None if found is None else self._identity(found, environ, Kept.TOKEN)
        text = cookies(environ).get(self.cookie, "")
        held = self._credentials.session(text) if text else None
        if held is None:
            return None
        return replace(self._identity(held, environ, Kept.SESSION), csrf=_csrf(text))

    def open(self, response: R, sign_in: SignIn, check: Callable[[Connection], None] = lambda _: None) -> R:
        """Put a new session of `sign_in` into `response`; the one that the browser had ends.

        `check` is called in the transaction that opens it, and may raise an error. Raises StoreError.
        """
        self.forget()
        secret = secrets.token_urlsafe(32)
        agent = request.headers.get("User-Agent", "")
        address = request.remote_addr or ""
        wanted = replace(sign_in, auth=self._kind.value, proof=self._proof)
        self._credentials.open(secret, wanted, self._lifetime, check, address=address, agent=agent)
        self.set_cookie(response, self.cookie, secret, http_only=True)
        self.set_cookie(response, CSRF_COOKIE, _csrf(secret), http_only=False)
        return response

    def close(self, response: R) -> R:
        """End the session of the present request, here and everywhere. Raises StoreError."""
        self.forget()
        for name in (self.cookie, CSRF_COOKIE):
            self.take_cookie(response, name)
        return response

    def forget(self) -> None:
        """End the session of the present request in the database."""
        text = cookies(request.environ).get(self.cookie, "")
        if text:
            self._credentials.end(text)

    def give_csrf(self, response: Response) -> None:
        """Make sure that the browser has the CSRF token of its session, for scripts of our pages."""
        given = cookies(request.environ)
        text = given.get(self.cookie, "")
        if not text or given.get(CSRF_COOKIE) == _csrf(text):
            return
        with suppress(StoreError):
            if self.identify(request.environ) is not None:
                self.set_cookie(response, CSRF_COOKIE, _csrf(text), http_only=False)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Which of them hold no longer, as the database says now. Raises StoreError."""
        held = [who for who in identities if who.kept is not None]
        alive = self._credentials.alive(
            [who.client for who in held if who.kept is Kept.SESSION],
            [who.client for who in held if who.kept is Kept.TOKEN],
        )
        return [who for who in held if alive.get(who.client) != who.role]

    def _identity(self, found: SignIn, environ: Environ, kept: Kept) -> Identity:
        return Identity(
            user=found.user,
            client=found.id,
            role=found.role,
            auth=found.auth,
            address=str(environ.get("REMOTE_ADDR", "")),
            groups=found.groups,
            expires=as_text_or_none(found.expires_at),
            shared=kept is Kept.SESSION and self._kind is AuthKind.TOKEN,
            kept=kept,
        )

    def set_cookie(
        self, response: Response, name: str, text: str, *, http_only: bool, lasts: timedelta | None = None
    ) -> None:
        """Give the browser a cookie for our pages alone, by default for as long as a session."""
        secure = request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"
        response.set_cookie(
            name,
            text,
            max_age=lasts or self._lifetime,
            path=self._path,
            httponly=http_only,
            secure=secure,
            samesite="Lax",
        )

    def take_cookie(self, response: Response, name: str) -> None:
        """Take a cookie back from the browser."""
        response.delete_cookie(name, path=self._path, samesite="Lax")


def csrf_matches(who: Identity, environ: Environ) -> bool:
    """Whether the request repeats the CSRF token of its session, which only pages of our own site can read."""
    return hmac.compare_digest(who.csrf.encode(), str(environ.get("HTTP_X_CSRF_TOKEN", "")).encode())


def _csrf(secret: str) -> str:
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()[:32]

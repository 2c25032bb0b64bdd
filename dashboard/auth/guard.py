"""Guards everything that Flask serves: refuses requests without sign-in, and unsafe ones of other sites' pages."""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request
from werkzeug.wrappers import Response

from dashboard.auth import pages
from dashboard.auth.base import Auth, Identity
from dashboard.auth.sessions import CSRF_COOKIE, CSRF_HEADER, csrf_matches
from dashboard.server.problems import Refusal
from dashboard.static.fonts import ENDPOINT as FONTS
from dashboard.static.icons import PATHS as ICONS

OPEN_PATHS = frozenset({"/api/v1/health", "/api/v1/ready", "/login"}) | ICONS
"""Paths without sign-in: health, signing in itself, and what browsers request by themselves."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(server: Flask, auth: Auth) -> None:
    """Check every request with `auth`. Room sockets are left out: they answer with close codes."""

    @server.before_request
    def check() -> Response | None:
        if "\0" in request.path:
            raise Refusal(404, "An address cannot have the character U+0000.")
        if request.path in OPEN_PATHS or request.endpoint == FONTS or request.path.startswith("/ws/"):
            return None
        identity = auth.identify(request.environ)
        if identity is None:
            return _ask_to_sign_in()
        if request.method not in SAFE_METHODS:
            _refuse_forgery(auth, identity)
        g.identity = identity
        return None


def identity() -> Identity:
    """Who sent the present request; only where the guard has checked it."""
    return cast(Identity, g.identity)


def _ask_to_sign_in() -> Response:
    wants_page = request.accept_mimetypes.accept_html and request.headers.get(
        "Sec-Fetch-Dest", "document"
    ) in (
        "document",
        "iframe",
    )
    if request.method == "GET" and wants_page and "text/html" in request.headers.get("Accept", ""):
        return pages.sign_in(request, "")
    raise Refusal(401, "Sign in first: send `Authorization: Bearer TOKEN` or open the page in a browser.")


def _refuse_forgery(auth: Auth, who: Identity) -> None:
    if not auth.origin_allowed(request.environ):
        raise Refusal(
            403,
            f"Requests from pages of {request.headers.get('Origin')} are refused; open "
            "PyBirch under its own address.",
        )
    if who.by_cookie and request.path.startswith("/api/") and not csrf_matches(request.environ):
        raise Refusal(403, f"Repeat the cookie {CSRF_COOKIE} in the header {CSRF_HEADER}.")

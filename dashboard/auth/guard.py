"""Guards everything that Flask serves: sign-in, the role that each address needs, and other sites' pages."""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request
from werkzeug.wrappers import Response

from dashboard.auth.audit import current_audit, entry_of
from dashboard.auth.base import Auth, Identity
from dashboard.auth.sessions import CSRF_COOKIE, CSRF_HEADER, csrf_matches
from dashboard.auth.table import ACTIONS, OPEN, ROUTES, Action
from dashboard.server.problems import Refusal
from engine.model.people import AuditResult, Role

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(server: Flask, auth: Auth) -> None:
    """Check every request with `auth` and the table of roles. Room sockets are left out: they answer with close
    codes.
    """

    @server.before_request
    def check() -> Response | None:
        if "\0" in request.path:
            raise Refusal(404, "An address cannot have the character U+0000.")
        # Without an endpoint the address or the method does not exist, which is told to those who signed in.
        needed = ROUTES.get(request.endpoint, Role.ADMINISTRATOR) if request.endpoint else Role.VIEWER
        if needed is OPEN:
            return None
        who = auth.identify(request.environ)
        if who is None:
            return _ask_to_sign_in(auth)
        if request.method not in SAFE_METHODS:
            _refuse_forgery(auth, who)
        g.refused = who
        _require(who, needed)
        g.identity = who
        return None


def identity() -> Identity:
    """Who sent the present request; only where the guard has checked it."""
    return cast(Identity, g.identity)


def permitted(action: Action) -> Identity:
    """Who sent the present request. Raises Refusal 403 when the role does not suffice for `action`."""
    who = identity()
    try:
        _require(who, ACTIONS[action])
    except Refusal as refusal:
        current_audit().note(entry_of(who, action.value, "", result=AuditResult.REFUSED, reason=str(refusal)))
        raise
    return who


def _require(who: Identity, needed: Role) -> None:
    if not who.role.includes(needed):
        raise Refusal(
            403,
            f"This needs the role {needed}; {who.user} is {who.role}. Ask an administrator of PyBirch for it.",
        )


def _ask_to_sign_in(auth: Auth) -> Response:
    wants_page = request.accept_mimetypes.accept_html and request.headers.get(
        "Sec-Fetch-Dest", "document"
    ) in (
        "document",
        "iframe",
    )
    if request.method == "GET" and wants_page and "text/html" in request.headers.get("Accept", ""):
        return auth.ask()
    raise Refusal(401, "Sign in first: send `Authorization: Bearer TOKEN` or open the page in a browser.")


def _refuse_forgery(auth: Auth, who: Identity) -> None:
    if not auth.origin_allowed(request.environ):
        raise Refusal(
            403,
            f"Requests from pages of {request.headers.get('Origin')} are refused; open "
            "PyBirch under its own address.",
        )
    if who.csrf and request.path.startswith("/api/") and not csrf_matches(who, request.environ):
        raise Refusal(403, f"Repeat the cookie {CSRF_COOKIE} in the header {CSRF_HEADER}.")

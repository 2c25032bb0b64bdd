"""Who may connect and follow which room: the same check for room sockets and Socket.IO."""

from __future__ import annotations

from dashboard.auth.base import Auth, Environ, Identity
from dashboard.live.close_codes import CloseCode, Refused

_LONGEST = 60
"""Characters of a client's text in a reason, so that it fits into a close frame (RFC 6455: 123 bytes)."""


def admit(auth: Auth, environ: Environ) -> Identity:
    """Find who connects. Raises Refused for pages of other sites and for clients that have not signed in."""
    if not auth.origin_allowed(environ):
        raise Refused(CloseCode.NOT_ALLOWED, "pages of other sites may not connect")
    identity = auth.identify(environ)
    if identity is None:
        raise Refused(CloseCode.NOT_SIGNED_IN, "sign in first")
    return identity


def require_room(auth: Auth, identity: Identity, room: str) -> None:
    """Raise Refused when `identity` may not follow `room`."""
    if not auth.may_enter(identity, room):
        raise Refused(CloseCode.NOT_ALLOWED, f"{room[:_LONGEST]} is not open to {identity.user[:_LONGEST]}")

"""Who may connect and follow which room: the same check for room sockets and Socket.IO."""

from __future__ import annotations

from dashboard.auth.base import Auth, Environ, Identity
from dashboard.auth.table import EVENTS, ROOM_MESSAGES, ROOMS
from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.rooms import parse
from engine.model.people import Role

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


def require_room(identity: Identity, room: str) -> None:
    """Raise Refused when `identity` may not follow `room`, NotFound when no room can have this name."""
    _require(identity, ROOMS[parse(room).kind], room[:_LONGEST])


def require_message(identity: Identity, message: str) -> None:
    """Raise Refused when `identity` may not send this message on a room socket."""
    _require(identity, ROOM_MESSAGES[message], message)


def require_event(identity: Identity, event: str) -> None:
    """Raise Refused when `identity` may not send this event over Socket.IO."""
    _require(identity, EVENTS[event], event)


def _require(identity: Identity, needed: Role, what: str) -> None:
    if not identity.role.includes(needed):
        raise Refused(CloseCode.NOT_ALLOWED, f"{what} needs the role {needed}, this is {identity.role}")

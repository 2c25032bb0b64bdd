"""Who is asking, and what every way to sign in offers to REST, pages, room sockets and Socket.IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from flask import Flask

OPERATOR = "operator"
"""The user that everybody is where people share one secret, or need none."""

Environ = Mapping[str, Any]
"""A WSGI environment; all that a raw door knows of a request."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who signed in: `user` is the name that is recorded, `client` one session or token."""

    user: str
    client: str
    by_cookie: bool = False
    """A browser sent the proof by itself, so that unsafe requests need the CSRF token as well."""


class Auth(Protocol):
    """One way to sign in."""

    def identify(self, environ: Environ) -> Identity | None:
        """Who sent the request, by session cookie or `Authorization: Bearer`; None when nobody known did."""
        ...

    def origin_allowed(self, environ: Environ) -> bool:
        """False when a browser says that the request comes from a page of another site."""
        ...

    def may_enter(self, identity: Identity, room: str) -> bool:
        """Whether `identity` may listen to `room`."""
        ...

    def register(self, server: Flask) -> None:
        """Add the sign-in page and what belongs to it; its endpoints start with `sign_in`."""
        ...

"""Who sends a request, and what every way to sign in offers to REST, pages, room sockets and Socket.IO."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from engine.model.people import Role

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

SHARED_USER = "operator"
"""Name of the user where everybody shares one secret, or needs none."""

Environ = Mapping[str, Any]
"""A WSGI environment: all that room sockets and Socket.IO know about a request."""


class Kept(Enum):
    """What the database holds of a sign-in."""

    SESSION = auto()
    TOKEN = auto()


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who signed in: `user` is the name that is recorded, `client` is one session or token."""

    user: str
    client: str
    role: Role
    auth: str
    """The way in: `token`, `password`, `jupyterhub`, `header` or `none`."""
    address: str = ""
    """Network address that the request comes from."""
    groups: frozenset[str] = frozenset()
    expires: str | None = None
    """When the session or token ends by itself, RFC 3339; None: never."""
    shared: bool = False
    """Whether other people have the same name, so that they tell each other apart by names of their own choice."""
    kept: Kept | None = None
    """What the database holds of it under the identifier `client`; None: nothing."""
    csrf: str = field(default="", repr=False)
    """What unsafe requests must repeat where the browser proves who it is by itself, as with a cookie."""


class Auth(Protocol):
    """One way to sign in."""

    def identify(self, environ: Environ) -> Identity | None:
        """Find who sent the request, by session cookie or `Authorization: Bearer`; None for somebody unknown."""
        ...

    def origin_allowed(self, environ: Environ) -> bool:
        """False when a browser says that the request comes from a page of another site."""
        ...

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """Which of them hold no longer: signed out, revoked, expired, or with another role than before.

        Asked twice a second about whoever has a connection open. Raises StoreError.
        """
        ...

    def ask(self) -> Response:
        """What a browser gets that opens a page and is not signed in: a form, or the way to where people sign in.

        Raises Refusal 401 where nobody can sign in here.
        """
        ...

    def register(self, server: Flask) -> None:
        """Add the sign-in page and what belongs to it; its endpoints start with `sign_`."""
        ...

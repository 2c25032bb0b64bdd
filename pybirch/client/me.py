"""Who a client is signed in as."""

from __future__ import annotations

from typing import Any


class Me(dict[str, Any]):
    """Who the server takes this client for: the answer of `GET /me`, its fields also as attributes."""

    @property
    def user(self) -> str:
        """Name that is recorded with everything that this client does."""
        return str(self["user"])

    @property
    def role(self) -> str:
        """What the client may do: viewer, operator or administrator."""
        return str(self["role"])

    @property
    def auth(self) -> str:
        """The way in: token, password, jupyterhub, header or none."""
        return str(self["auth"])

    @property
    def expires(self) -> str | None:
        """When the token ends by itself, RFC 3339; None: never."""
        found: str | None = self["expires"]
        return found

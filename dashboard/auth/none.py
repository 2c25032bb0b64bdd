"""No sign-in: everybody who reaches the port may do everything."""

from __future__ import annotations

from flask import Flask

from dashboard.auth.base import OPERATOR, Environ, Identity
from dashboard.auth.origins import same_site
from engine.settings import Settings


class NoAuth:
    """Admits everybody; pages of other sites still cannot act in a visitor's name."""

    def __init__(self, settings: Settings) -> None:
        del settings

    def identify(self, environ: Environ) -> Identity:
        """Everybody is the operator; addresses tell clients apart."""
        return Identity(user=OPERATOR, client=str(environ.get("REMOTE_ADDR", "")))

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def may_enter(self, identity: Identity, room: str) -> bool:
        """Every room is open."""
        return True

    def register(self, server: Flask) -> None:
        """There is nothing to sign in to."""


make = NoAuth

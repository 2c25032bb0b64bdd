"""No sign-in: everybody who reaches the port may do everything."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask

from dashboard.auth.base import SHARED_USER, Environ, Identity
from dashboard.auth.origins import same_site
from engine.model.people import Role
from engine.settings import Settings
from engine.store.database import Database


class NoAuth:
    """Admits everybody; pages of other sites still cannot act in a visitor's name."""

    def __init__(self, settings: Settings, database: Database) -> None:
        del settings, database

    def identify(self, environ: Environ) -> Identity:
        """Everybody is an administrator; addresses tell clients apart."""
        address = str(environ.get("REMOTE_ADDR", ""))
        return Identity(SHARED_USER, address, Role.ADMINISTRATOR, "none", address, shared=True)

    def origin_allowed(self, environ: Environ) -> bool:
        """False for requests of another site's page."""
        return same_site(environ)

    def ended(self, identities: Collection[Identity]) -> Collection[Identity]:
        """There is nothing to sign out from."""
        return ()

    def register(self, server: Flask) -> None:
        """There is nothing to sign in to."""


make = NoAuth

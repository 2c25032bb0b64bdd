"""Finds the way to sign in: the module of this package with the setting's name."""

from __future__ import annotations

from importlib.util import find_spec

from dashboard.auth.base import Auth
from dashboard.auth.hosts import is_loopback
from engine.errors import SettingsError
from engine.extensions import NotUsable, load
from engine.settings import AuthKind, Settings
from engine.store.database import Database

_PATIENCE = 60.0
"""Seconds in which a way to sign in is loaded; the packages of a hub are large."""


def available() -> list[str]:
    """The values of the `auth` setting that this version supports."""
    return [kind.value for kind in AuthKind if find_spec(f"dashboard.auth.{kind.value}") is not None]


def check_auth(settings: Settings) -> None:
    """Raise SettingsError when the way to sign in does not exist."""
    if settings.auth.value not in available():
        raise SettingsError(
            f"--auth={settings.auth.value} is not available yet; choose one of {', '.join(available())}"
        )

    if settings.auth is AuthKind.NONE and not (is_loopback(settings.host) or settings.unprotected):
        raise SettingsError(
            f"--auth=none lets everybody who reaches {settings.host} steer the instruments; listen on 127.0.0.1, "
            "choose another way to sign in, or say --unprotected=1 if that is meant"
        )
    if settings.auth is AuthKind.HEADER and not settings.proxies:
        raise SettingsError(
            "--auth=header needs the addresses of the proxy that names people: give --proxies"
        )


def make_auth(settings: Settings, database: Database) -> Auth:
    """Make the sign-in of the settings. Raises SettingsError when it does not exist or cannot store its secrets."""
    check_auth(settings)
    try:
        module = load(f"dashboard.auth.{settings.auth.value}", _PATIENCE)
    except NotUsable as error:
        raise SettingsError(f"--auth={settings.auth.value} cannot be used: {error}") from None
    made: Auth = module.make(settings, database)
    return made

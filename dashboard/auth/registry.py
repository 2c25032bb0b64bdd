"""Chooses the way to sign in: one module of this package for each, found by the setting's value."""

from __future__ import annotations

from importlib.util import find_spec

from dashboard.auth.base import Auth
from engine.errors import SettingsError
from engine.extensions import NotUsable, load
from engine.settings import AuthKind, Settings


def available() -> list[str]:
    """The values of the `auth` setting that this version serves."""
    return [kind.value for kind in AuthKind if find_spec(f"dashboard.auth.{kind.value}") is not None]


def check_auth(settings: Settings) -> None:
    """SettingsError when the way to sign in that the settings ask for is not there."""
    if settings.auth.value not in available():
        raise SettingsError(
            f"--auth={settings.auth.value} is not available yet; choose one of {', '.join(available())}"
        )


def make_auth(settings: Settings) -> Auth:
    """The sign-in that the settings ask for; SettingsError when it is not there or cannot keep its secrets."""
    check_auth(settings)
    try:
        module = load(f"dashboard.auth.{settings.auth.value}")
    except NotUsable as error:
        raise SettingsError(f"--auth={settings.auth.value} cannot be used: {error}") from None
    made: Auth = module.make(settings)
    return made

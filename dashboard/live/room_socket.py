"""The raw door: `GET {prefix}ws/{room}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from dashboard.live.hub import Hub
from engine.settings import Settings

if TYPE_CHECKING:
    from dashboard.auth import Auth


def register_room_sockets(app: Flask, hub: Hub, auth: Auth, settings: Settings) -> None:
    """Serve room sockets in front of a Flask application."""

"""The Socket.IO door: `{prefix}socket.io`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_socketio import SocketIO

from dashboard.live.hub import Hub
from engine.settings import Settings

if TYPE_CHECKING:
    from dashboard.auth import Auth


def register_socketio(app: Flask, hub: Hub, auth: Auth, settings: Settings) -> SocketIO:
    """Serve Socket.IO in front of a Flask application."""
    return SocketIO(app, async_mode="gevent", cors_allowed_origins=[], http_compression=False)

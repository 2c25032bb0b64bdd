"""Sockets of a page: each names its room, the browser makes the address."""

from __future__ import annotations

from dash_extensions import WebSocket

ROOM = "room"
"""Type in the id of every room socket: `{"type": "room", "room": "scan_SCAN_001"}`."""


def room_socket(room: str) -> WebSocket:
    """The socket of `room`; what arrives is heard through `PyBirch.live.on(room, …)`."""
    return WebSocket(id={"type": ROOM, "room": room})

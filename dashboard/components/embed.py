"""What the views in frames of other pages share: frontend/src/pages/embed.ts tells their height to the page around."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import page_root
from dashboard.components.parts import attributes
from dashboard.components.room import room_socket

PATH = "embed/"
"""Where these views are, below the prefix."""


def embedded(name: str, children: list[Any], *, thing: str | int, room: str) -> Component:
    """The view of `thing`, which follows `room`; `name` is that of the page with the same scripts."""
    root = page_root(name, [room_socket(room), *children], thing=thing, room=room)
    return html.Div(root, className="pb-embedded", **attributes(data_pb="embedded"))

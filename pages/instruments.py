"""Instruments: every one of the bench with its state, positions and values."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import page_head, page_root, part, register_page
from dashboard.components.room import room_socket

register_page(__name__, path="/instruments", name="Instruments", title="Instruments · PyBirch")


def layout(**_: str) -> Component:
    """The page; instruments.js fills it from the room `instruments`."""
    return page_root(
        "instruments",
        [
            room_socket("instruments"),
            page_head("Instruments", part("context", "pb-context", html.P), [part("summary", "pb-summary")]),
            part("cards", "pb-instrument-cards pb-live"),
            part("empty", "pb-empty", hidden=True),
        ],
        room="instruments",
    )

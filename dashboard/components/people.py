"""Who else watches what a page is about."""

from __future__ import annotations

from dash import html

from dashboard.components.parts import island


def watchers(room: str) -> html.Div:
    """Initials of the people in `room`, when there are others, and their names at a press."""
    return island("watchers", "pb-menu-holder pb-watchers", room=room)


def people(room: str) -> html.Div:
    """All people in `room` by name, and the way to a name of one's own."""
    return island("people", "pb-people", room=room)

"""The page for an address that leads to no page; Dash finds it by its name."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.page import not_found, register_page

register_page(__name__, name="Not found", title="Not found · PyBirch")


def layout(**_: str) -> Component:
    """The page."""
    return not_found(
        "page at this address", "/", "Home", "The address may be mistyped, or the page has moved."
    )

"""The page for an address that leads to no page; Dash finds it by its name."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import below, not_found, register_page

register_page(__name__, name="Not found", title="Not found · PyBirch")


def layout(**_: str) -> Component:
    """The page."""
    documentation = html.A("documentation", href=below("/docs/"), className="pb-inline-link")
    why = [
        "The address may be mistyped, or the page has moved. The ",
        documentation,
        " describes every page.",
    ]
    return not_found("page at this address", "/", "Home", why)

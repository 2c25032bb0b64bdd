"""The connection dot and, at a press, how quick the links are; frontend/src/pages/connection.ts fills both."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes, island

_BUTTON = "connection"


def connection() -> Component:
    """The dot with its word, and the details."""
    shown = html.Span(className="pb-connection-now", **attributes(data_pb="connection"))
    dot = html.Button(shown, id=_BUTTON, type="button", className="pb-button pb-button-quiet pb-link")
    facts = dbc.PopoverBody(island("connection-facts"))
    popover = dbc.Popover(facts, target=_BUTTON, trigger="legacy", placement="bottom-end")
    return html.Div([dot, popover], className="pb-connection")

"""The bell: which scans this browser tells of, and how. Its panel is frontend/src/pages/attention.ts."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import button, icon, island

_BELL = "attention-bell"


def attention() -> Component:
    """The bell and its panel."""
    label = "Notifications and sounds"
    bell = button(icon("bell"), kind="quiet", title=label, aria_label=label, id=_BELL)
    panel = dbc.PopoverBody(island("attention-panel", "pb-attention-panel"))
    popover = dbc.Popover(panel, target=_BELL, trigger="legacy", placement="bottom-end")
    return html.Div([bell, popover], className="pb-menu-holder")

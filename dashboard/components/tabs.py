"""Tabs over panels that all stay in the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes, island


def tabs(name: str, panels: Sequence[tuple[str, str, Any]], class_name: str = "") -> Component:
    """`panels` are (key, label, content); `name` sets apart what the browser remembers as chosen."""
    heads = [
        html.Button(
            label,
            id=f"tab-{name}-{key}",
            type="button",
            role="tab",
            className="pb-tab",
            **attributes(data_tab=key, aria_controls=f"panel-{name}-{key}"),
        )
        for key, label, _ in panels
    ]
    bodies = [
        html.Div(
            content,
            id=f"panel-{name}-{key}",
            role="tabpanel",
            className="pb-tab-panel",
            **attributes(aria_labelledby=f"tab-{name}-{key}"),
        )
        for key, _, content in panels
    ]
    return html.Section(
        [html.Div(heads, role="tablist", className="pb-tabs"), *bodies, island("tabs", name=name)],
        className=f"pb-tabbed {class_name}".strip(),
    )

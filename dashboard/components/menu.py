"""Menus: a button that opens a list of actions and links (`dbc.DropdownMenu`)."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import icon


def menu(name: str, label: str, items: list[Component], *, mark: str = "", class_name: str = "") -> Component:
    """A quiet button that opens `items`; with `mark` it shows that icon, and its label only to screen readers."""
    shown = [icon(mark), html.Span(label, className="pb-sr")] if mark else label
    made: Component = dbc.DropdownMenu(
        items, id=name, label=shown, color="light", caret=False, align_end=True, class_name=class_name
    )
    return made


def item(label: str, *, name: Any = "", mark: str = "none", href: str = "", hint: str = "") -> Component:
    """One entry. `name` is the id whose `n_clicks` a callback takes; with `href` it is a link.

    `mark` is the icon before the label, `hint` the key that does the same.
    """
    content = [icon(mark), html.Span(label), *([html.Kbd(hint)] if hint else [])]
    link = {"href": href, "external_link": True, "target": "_blank"} if href else {}
    made: Component = dbc.DropdownMenuItem(content, **({"id": name} if name else {}), **link)
    return made


def divider() -> Component:
    """A line between groups of entries."""
    made: Component = dbc.DropdownMenuItem(divider=True)
    return made

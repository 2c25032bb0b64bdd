"""Menus: a button that opens a list of actions and links (`dbc.DropdownMenu`)."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import icon


def menu(name: Any, label: str, items: list[Component], *, mark: str = "", class_name: str = "") -> Component:
    """A quiet button that opens `items`; with `mark` it shows that icon, and its label only to screen readers."""
    shown = [icon(mark), html.Span(label, className="pb-sr")] if mark else label
    made: Component = dbc.DropdownMenu(
        items, id=name, label=shown, color="light", caret=False, align_end=True, class_name=class_name
    )
    return made


def item(
    label: str,
    detail: str = "",
    *,
    name: Any = "",
    mark: str = "none",
    href: str = "",
    target: str = "",
    hint: str = "",
    class_name: str = "",
    disabled: bool = False,
) -> Component:
    """One entry, explained by `detail`. `name` is the id whose `n_clicks` a callback takes.

    With `href` it is a link, opened in `target`. `mark` is the icon before the label, `hint` its key.
    """
    text: list[Any] = [label, html.Small(detail, className="pb-menu-detail")] if detail else [label]
    content = [icon(mark), html.Span(text), *([html.Kbd(hint)] if hint else [])]
    given = {"id": name, "href": href, "target": target, "class_name": class_name, "disabled": disabled}
    options = {key: value for key, value in given.items() if value}
    made: Component = dbc.DropdownMenuItem(content, external_link=bool(target), **options)
    return made


def divider() -> Component:
    """A line between groups of entries."""
    made: Component = dbc.DropdownMenuItem(divider=True)
    return made


def heading(text: str) -> Component:
    """What the entries below it are about."""
    # Bootstrap's own is a heading without a level.
    return html.Div(text, className="dropdown-header")

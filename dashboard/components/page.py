"""The pieces every page is made of: its root, its head, panels, and what is said where nothing is found."""

from __future__ import annotations

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes
from engine.errors import StoreError


def register_page(module: str, **options: Any) -> None:
    """Register the page in `module`: `path` or `path_template`, `name`, `title`.

    Has Dash's own name because Dash passes over files of the pages folder that do not hold it.
    """
    dash.register_page(module, **options)  # type: ignore[no-untyped-call]


def below(path: str) -> str:
    """The address of one of our pages, below the prefix."""
    return str(dash.get_relative_path(path))  # type: ignore[no-untyped-call]


def page_root(name: str, children: list[Any], *, thing: str | int = "", room: str = "") -> Component:
    """The root of page `name`; its script is `frontend/src/pages/{name}.ts`. Its id differs from thing to thing, so
    that going from one to another makes new elements."""
    return html.Div(
        children,
        id=f"page-{name}-{thing}" if thing != "" else f"page-{name}",
        className=f"pb-page pb-page-{name}",
        **attributes(data_page=name, data_thing=str(thing), data_room=room),
    )


def part(name: str, class_name: str = "", kind: type[Component] = html.Div, **options: Any) -> Component:
    """A leaf that the page's script fills, found by `PyBirch.dom.part(page, name)`."""
    return kind(className=class_name or None, **attributes(data_part=name), **options)


def page_head(
    title: str | Component, context: str | Component = "", actions: list[Any] | None = None
) -> Component:
    """Title, one line of context, the page's actions at the right."""
    return html.Header(
        className="pb-head",
        children=[
            html.Div(
                [
                    html.H1(title, className="pb-title") if isinstance(title, str) else title,
                    html.P(context, className="pb-context") if isinstance(context, str) else context,
                ],
                className="pb-head-text",
            ),
            html.Div(actions or [], className="pb-head-actions"),
        ],
    )


def panel(
    title: str, children: list[Any], *, class_name: str = "", tools: list[Any] | None = None
) -> Component:
    """A card with a heading, and tools at the right of it."""
    head = html.Div(
        [html.H2(title), html.Div(tools or [], className="pb-panel-tools")], className="pb-panel-head"
    )
    made: Component = dbc.Card([head, *children], class_name=f"pb-panel {class_name}".strip())
    return made


def fold(title: str, children: list[Any], *, class_name: str = "") -> Component:
    """A panel that opens and closes at its heading; open at first."""
    head = html.Summary(html.H2(title), className="pb-panel-head")
    return html.Details([head, *children], open=True, className=f"pb-panel pb-fold {class_name}".strip())


def not_found(
    what: str,
    back: str,
    label: str,
    why: str | list[Any] = "It may have been deleted, or the address is mistyped.",
) -> Component:
    """Said in place of a page about something that does not exist."""
    return html.Div(
        className="pb-empty pb-empty-page",
        children=[
            html.H1(f"There is no {what}"),
            html.P(why),
            dcc.Link(label, href=below(back), className="pb-button"),
        ],
    )


def cannot_be_read(error: StoreError) -> Component:
    """Said in place of a page whose contents the database does not give."""
    return html.Div(
        className="pb-empty pb-empty-page",
        children=[
            html.H1("This page cannot be read from the database"),
            html.P(f"{error}. Load the page again when that is mended."),
        ],
    )

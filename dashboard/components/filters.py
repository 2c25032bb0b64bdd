"""Controls above a list: a search, a choice, and what is said where the filters leave nothing."""

from __future__ import annotations

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes

ANY = "any"
"""Value of the choice that filters nothing; dbc.Select shows none for an empty one."""
_TYPING = 250
"""Milliseconds without a key before the list is filtered by what was typed."""


def search(
    name: str, kind: str, label: str, placeholder: str, value: str, offered: str = ""
) -> list[Component]:
    """A text to filter by; `kind` is its key in the address, `offered` the id of a list of suggestions."""
    typed = dbc.Input(
        id=name,
        type="search",
        size="sm",
        placeholder=placeholder,
        value=value,
        autocomplete="off",
        debounce=_TYPING,
        class_name=f"pb-filter-{kind}",
        **({"list": offered} if offered else {}),
    )
    return [html.Label(label, htmlFor=name, className="pb-sr"), typed]


def choice(name: str, kind: str, label: str, options: Mapping[str, str], value: str) -> list[Component]:
    """One of `options` (labels by value); an unknown `value` is shown as the first."""
    made = dbc.Select(
        id=name,
        size="sm",
        options=[{"value": key, "label": words} for key, words in options.items()],
        value=value if value in options else next(iter(options)),
        class_name=f"pb-filter-{kind}",
    )
    return [html.Label(label, htmlFor=name, className="pb-sr"), made]


def empty(name: str, title: str, text: str, *actions: Component) -> Component:
    """Said in place of the rows of an empty list; hidden at first, the page's script shows it."""
    return html.Div(
        [html.H2(title), html.P(text), *actions],
        className="pb-empty",
        hidden=True,
        **attributes(data_part=name),
    )

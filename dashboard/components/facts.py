"""A list of facts: names at the left, what is known at the right."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

Fact = tuple[str, str | Component]
NOTHING = "–"
"""Written where nothing is known."""


def facts(known: Iterable[Fact]) -> Component:
    """The facts as a list of descriptions."""
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(what or NOTHING)]) for name, what in known], className="pb-facts"
    )

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
    # An empty component counts as false, so `or` would not do.
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(NOTHING if what == "" else what)]) for name, what in known],
        className="pb-facts",
    )

"""Name, sample, tags, notes and metadata of a plan; the plan editor reads and fills the fields."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes

_ONE_FACT = "operator: Ada\nlaser_nm: 532"


def about_fields() -> list[Component]:
    """The fields, each in an element whose `data-about` is its place in the plan."""
    metadata = _field("metadata", "One fact a line", dbc.Textarea, rows=3, placeholder=_ONE_FACT, mono=True)
    return [
        html.Div(
            [
                _field("name", "Name", dbc.Input, wide=True, maxlength=200),
                _field("sample", "Sample", dbc.Input, maxlength=200),
            ],
            className="ns-row",
        ),
        _field("tags", "Tags", dbc.Input, hint="Separated by commas", placeholder="raman, first try"),
        _field("notes", "Notes", dbc.Textarea, rows=3),
        html.Details([html.Summary("Metadata"), metadata], className="ns-details"),
    ]


def _field(
    path: str,
    label: str,
    kind: type[Component],
    *,
    hint: str = "",
    wide: bool = False,
    mono: bool = False,
    **options: Any,
) -> Component:
    name = f"ns-about-{path}"
    single = {"autocomplete": "off"} if kind is dbc.Input else {}
    return html.Div(
        [
            dbc.Label(label, html_for=name),
            kind(id=name, class_name="pb-mono" if mono else None, **single, **options),
            html.P(hint, className="ns-hint", hidden=not hint),
            html.P(className="ns-error", hidden=True),
        ],
        className="ns-field ns-wide" if wide else "ns-field",
        **attributes(data_path=path, data_about=path),
    )

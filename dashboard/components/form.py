"""Parts of forms: a labelled control with a note, and a number with its unit."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component


def field(label: str, control: Component, *, note: str = "", control_id: Any = "") -> Component:
    """A control under its label; `note` explains it. `control_id` is needed where the control lies inside a group."""
    named = control_id or getattr(control, "id", "")
    return html.Div(
        [dbc.Label(label, html_for=named), control, *([dbc.FormText(note)] if note else [])],
        className="pb-field",
    )


def number(
    name: Any, label: str, *, unit: str = "", limits: tuple[float, float] | None = None, **options: Any
) -> Component:
    """A number in `unit` within `limits`; callbacks read its `value`, None while what is typed is no such number."""
    low, high = limits or (None, None)
    typed = dbc.Input(id=name, type="number", step="any", min=low, max=high, **options)
    control = dbc.InputGroup([typed, dbc.InputGroupText(unit)]) if unit else typed
    note = f"{low:g} to {high:g} {unit}".strip() if limits else ""
    return field(label, control, note=note, control_id=name)

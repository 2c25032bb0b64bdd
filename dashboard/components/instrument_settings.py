"""The settings of an instrument: shown as they are, and changed where the bench allows it."""

from __future__ import annotations

import json

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.instruments import instrument_room
from dashboard.components.needs import needs
from dashboard.components.numbers import titled
from dashboard.components.parts import attributes
from engine.model.bench import SettingSpec
from engine.model.records import InstrumentRecord


def instrument_settings(record: InstrumentRecord) -> Component:
    """A row for each setting; the page must hold the socket of the instrument's own room."""
    rows = html.Div(
        [_row(name, spec) for name, spec in record.spec.settings.items()],
        className="pb-settings",
        **attributes(
            data_pb="instrument-settings",
            data_room=instrument_room(record),
            data_instrument=str(record.instrument_id),
        ),
    )
    return needs(rows)


def _row(name: str, spec: SettingSpec) -> Component:
    label = [
        html.Span(name, className="pb-setting-name", **attributes(aria_hidden="true")),
        html.Span(titled(name, spec.unit), className="pb-sr"),
        _control(spec),
        html.Span(spec.unit, className="pb-setting-unit", **attributes(aria_hidden="true")),
    ]
    return html.Div(
        [
            html.Label(label, className="pb-setting-label"),
            html.Span(className="pb-said", role="alert", hidden=True),
        ],
        className="pb-setting",
        **attributes(data_setting=name, data_spec=json.dumps(spec.model_dump(mode="json"))),
    )


def _control(spec: SettingSpec) -> Component:
    if spec.choices is None:
        look = "pb-input pb-input-small pb-mono"
        text: Component = dbc.Input(
            type="text", autocomplete="off", disabled=not spec.writable, class_name=look
        )
        return text
    choices = [html.Option(choice, value=choice) for choice in spec.choices]
    return html.Select(choices, disabled=not spec.writable, className="pb-input pb-input-small")

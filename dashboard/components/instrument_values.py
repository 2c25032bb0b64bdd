"""What an instrument reads and where its axes are, each with its last minutes as a small line."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.instruments import instrument_room
from dashboard.components.parts import attributes
from engine.model.records import InstrumentRecord


def instrument_values(record: InstrumentRecord) -> Component:
    """A row for each reading that is a number and for each axis."""
    spec = record.spec
    rows = [_row("value", name, read.unit) for name, read in spec.reads.items() if not read.shape]
    rows += [_row("position", name, axis.unit, axis.limits) for name, axis in spec.axes.items()]
    if not rows:
        why = "Its readings are arrays; each is drawn on the page of the scan that takes it."
        rows = [html.P(why if spec.reads else "It measures nothing by itself.", className="pb-empty-line")]
    return html.Div(
        rows,
        className="pb-values pb-live",
        **attributes(
            data_pb="instrument-values",
            data_room=instrument_room(record),
            data_instrument=str(record.instrument_id),
        ),
    )


def _row(of: str, name: str, unit: str, limits: tuple[float, float] | None = None) -> Component:
    low, high = limits or ("", "")
    return html.Div(
        [
            html.Span(name, className="pb-value-name"),
            html.Output(className="pb-value-number"),
            html.Span(className="pb-value-unit"),
            html.Canvas(className="pb-spark", **attributes(aria_hidden="true")),
        ],
        className="pb-value",
        **attributes(data_of=of, data_name=name, data_unit=unit, data_low=str(low), data_high=str(high)),
    )

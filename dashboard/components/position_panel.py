"""The position panel: where the axes of an instrument are, live, and controls that move them.

def layout(**_):
    return html.Div([room_socket("instruments"), position_panel("stage", room="instruments")])
"""

from __future__ import annotations

import math
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.instruments import find_instrument, instrument_room
from dashboard.components.live_value import Form, live_value
from dashboard.components.needs import missing
from dashboard.components.numbers import exact, quantity
from dashboard.components.parts import attributes, button, icon
from engine.model.bench import AxisSpec
from engine.model.records import InstrumentRecord


def position_panel(
    instrument: InstrumentRecord | int | str, *, room: str = "", steer: bool = True, compact: bool = False
) -> Component:
    """A panel for `instrument`, given as its record, number or name; NotFound where there is none.

    `room` is the room that it follows and whose socket the page holds: `instrument_{number}` (the default) or
    `instruments`. With `steer` people can move the axes; while a scan holds the instrument, or it is disconnected, the
    controls are disabled; who may not move them finds the reason instead. `compact` is small and has no controls.
    """
    record = instrument if isinstance(instrument, InstrumentRecord) else find_instrument(instrument)
    room = room or instrument_room(record)
    steer = steer and not compact
    barred = missing() if steer else ""
    rows: list[Component] = [
        _axis(name, spec, steer and not barred) for name, spec in record.spec.axes.items()
    ]
    if barred:
        rows.append(html.P(barred, className="pb-needs-reason"))
    if not compact:
        rows.append(_foot(record, room))
    return html.Section(
        rows,
        className="pb-face pb-face-compact" if compact else "pb-face",
        **attributes(
            data_pb="position-panel",
            data_room=room,
            data_instrument=str(record.instrument_id),
            aria_label=f"Position of {record.instrument_name}",
        ),
    )


def _axis(name: str, spec: AxisSpec, steer: bool) -> Component:
    low, high = spec.limits or ("", "")
    figures = [
        html.Output(className="pb-face-value"),
        html.Span(spec.unit, className="pb-face-unit"),
        html.Span(className="pb-face-goal"),
    ]
    parts: list[Component] = [
        html.Span(name, className="pb-face-axis"),
        html.Span(figures, className="pb-face-figures"),
        _track(spec) if spec.limits else html.Span(),
    ]
    if steer:
        parts.append(_steering(name, spec))
    return html.Div(
        parts,
        className="pb-face-row",
        **attributes(data_axis=name, data_unit=spec.unit, data_low=str(low), data_high=str(high)),
    )


def _track(spec: AxisSpec) -> Component:
    low, high = spec.limits or (0.0, 1.0)
    line = [
        html.Span(className="pb-track-goal", hidden=True),
        html.Span(className="pb-track-at", hidden=True),
    ]
    return html.Span(
        [
            html.Span(exact(low), className="pb-track-end"),
            html.Span(line, className="pb-track-line"),
            html.Span(exact(high), className="pb-track-end"),
        ],
        className="pb-track",
        title=f"Limits {exact(low)} to {quantity(high, spec.unit)}",
    )


def _foot(record: InstrumentRecord, room: str) -> Component:
    path = "instrument" if room == instrument_room(record) else f"instruments.{record.instrument_id}"
    return html.Div(
        [
            html.P(className="pb-face-status"),
            live_value(room, f"{path}.timestamp", Form.AGE, class_name="pb-age"),
        ],
        className="pb-face-foot",
    )


def _steering(axis: str, spec: AxisSpec) -> Component:
    """A step to jog by, a position to go to, and where refusals are told."""
    steps = jog_steps(spec.limits)
    chosen = steps[len(steps) // 2]
    options = [
        html.Option(quantity(step, spec.unit), value=repr(step), selected=step == chosen) for step in steps
    ]
    place = dbc.Input(
        type="text",
        inputmode="decimal",
        class_name="pb-input pb-input-small pb-mono",
        placeholder=spec.unit or "value",
        autocomplete="off",
    )
    return html.Div(
        [
            html.Label(
                [
                    html.Span(f"Step of {axis}", className="pb-sr"),
                    html.Select(options, className="pb-input pb-input-small"),
                ]
            ),
            _jog(axis, "down"),
            _jog(axis, "up"),
            html.Div(
                [
                    html.Label([html.Span(f"{axis} ", className="pb-sr"), "go to ", place]),
                    button("Go", kind="small", name="go"),
                ],
                className="pb-goto",
            ),
            html.Span(className="pb-said", role="alert", hidden=True),
        ],
        className="pb-steering",
        role="group",
        **attributes(aria_label=f"Steer {axis}"),
    )


def _jog(axis: str, way: str) -> Component:
    options: dict[str, Any] = {"title": f"Jog {axis} {way} by a step", "aria_label": f"Jog {axis} {way}"}
    mark = icon("left" if way == "down" else "right")
    return button(mark, kind="small", name=f"jog-{way}", **options)


def jog_steps(limits: tuple[float, float] | None) -> list[float]:
    """Steps worth jogging by: 1 and 5 of each power of ten, from a thousandth to a tenth of the span."""
    span = limits[1] - limits[0] if limits and limits[1] > limits[0] else 10.0
    top = math.floor(math.log10(span / 5))
    return [float(f"{digit}e{power}") for power in range(top - 3, top + 1) for digit in (1, 5)]

"""One instrument: its state, where its axes are and steering them, its values, settings and errors."""

from __future__ import annotations

import re
from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, callback, dcc, html
from dash.development.base_component import Component

from dashboard.components.commands import instrument_actions, instrument_commands
from dashboard.components.exchanges import exchange_panel
from dashboard.components.facts import Fact, facts
from dashboard.components.instrument_settings import instrument_settings
from dashboard.components.instrument_values import instrument_values
from dashboard.components.instruments import find_instrument, instrument_room
from dashboard.components.live_input import live, live_id
from dashboard.components.live_value import live_badge
from dashboard.components.numbers import exact, quantity
from dashboard.components.page import (
    below,
    cannot_be_read,
    fold,
    not_found,
    page_head,
    page_root,
    panel,
    register_page,
)
from dashboard.components.position_panel import position_panel
from dashboard.components.room import room_socket
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from engine.errors import NotFound, StoreError
from engine.model.bench import AxisSpec, ReadSpec
from engine.model.records import InstrumentRecord

register_page(
    __name__, path_template="/instruments/<instrument_id>", name="Instrument", title="Instrument · PyBirch"
)

STATUS = "instrument_status"
CONTEXT, ERROR, WARNING = "instrument-context", "instrument-error", "instrument-warning"
"""Types of the ids of what callbacks fill; `room` tells the instruments apart."""
CONTEXT_KEYS, ERROR_KEYS, WARNING_KEYS = ("identity", "held_by", "spec"), ("error",), ("warning",)

_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


def layout(instrument_id: str = "", **_: str) -> Component:
    """The page of the instrument with this number."""
    nothing = not_found(f"instrument {instrument_id}", "/instruments", "All instruments")
    if not _NUMBER.fullmatch(instrument_id):
        return nothing
    try:
        record = find_instrument(int(instrument_id))
    except NotFound:
        return nothing
    except StoreError as error:
        return cannot_be_read(error)
    return _page(record)


def _page(record: InstrumentRecord) -> Component:
    room = instrument_room(record)
    return page_root(
        "instrument",
        [
            room_socket(room),
            live(room, STATUS, keys=CONTEXT_KEYS),
            live(room, STATUS, keys=ERROR_KEYS),
            live(room, STATUS, keys=WARNING_KEYS),
            page_head(
                html.H1(_title(record, room), className="pb-title"),
                html.P(
                    _context(record.model_dump(mode="json")),
                    id={"type": CONTEXT, "room": room},
                    className="pb-context",
                ),
                [instrument_commands(record)],
            ),
            dbc.Alert(
                _error(record.error or ""),
                id={"type": ERROR, "room": room},
                is_open=bool(record.error),
                dismissable=True,
                fade=False,
                color="danger",
                class_name="pb-error-panel",
            ),
            dbc.Alert(
                _warning(record.warning or ""),
                id={"type": WARNING, "room": room},
                is_open=bool(record.warning),
                fade=False,
                color="warning",
                class_name="pb-warning-panel",
            ),
            html.Div(
                [
                    html.Div(_measured(record), className="pb-span-8 pb-stack"),
                    html.Div(_described(record), className="pb-span-4 pb-stack"),
                ],
                className="pb-columns",
            ),
            *own_panels(Place.INSTRUMENT, record.instrument_id),
        ],
        thing=record.instrument_id,
        room=room,
    )


def _title(record: InstrumentRecord, room: str) -> list[Component]:
    title = [html.Span(record.spec.title, className="pb-title-more")] if record.spec.title else []
    return [html.Span(record.instrument_name), *title, live_badge(room, "instrument.status", large=True)]


def _measured(record: InstrumentRecord) -> list[Component]:
    position = [html.Div(position_panel(record), className="pb-live")] if record.spec.axes else []
    return [*position, panel("Last minutes", [instrument_values(record)]), exchange_panel(record)]


def _described(record: InstrumentRecord) -> list[Component]:
    settings = [fold("Settings", [instrument_settings(record)])] if record.spec.settings else []
    actions = [panel("Actions", [instrument_actions(record)])] if record.spec.actions else []
    return [*actions, *settings, fold("About", [facts(_about(record))])]


def _about(record: InstrumentRecord) -> list[Fact]:
    spec = record.spec
    return [
        ("Driver", spec.driver),
        ("Resource", spec.resource),
        ("Identity", record.identity),
        *((f"Axis {name}", _axis(axis)) for name, axis in spec.axes.items()),
        *((f"Reads {name}", _read(read)) for name, read in spec.reads.items()),
    ]


def _axis(axis: AxisSpec) -> str:
    limits = f"{exact(axis.limits[0])} to {quantity(axis.limits[1], axis.unit)}" if axis.limits else axis.unit
    safe = "" if axis.safe is None else f", safe at {exact(axis.safe)}"
    return _titled(axis.title, (limits or "no limits") + safe)


def _read(read: ReadSpec) -> str:
    size = f"{' × '.join(map(str, read.shape))} numbers" if read.shape else ""
    return _titled(read.title, ", ".join(part for part in (read.unit, size) if part) or "a number")


def _titled(title: str, text: str) -> str:
    return f"{title}: {text}" if title else text


@callback(
    Output({"type": CONTEXT, "room": MATCH}, "children"),
    Input(live_id(MATCH, STATUS, CONTEXT_KEYS), "data"),
    prevent_initial_call=True,
)
def _context(instrument: dict[str, Any]) -> list[Any]:
    """Who the instrument says it is, where it is reached, and which scan holds it."""
    identity = instrument["identity"] or "no identity yet"
    parts: list[Any] = [" · ".join(part for part in (identity, instrument["spec"]["resource"]) if part)]
    if holder := instrument["held_by"]:
        scan = dcc.Link(holder, href=below(f"/scans/{holder}"), className="pb-inline-link")
        parts += [" · held by ", scan if holder.startswith("SCAN_") else holder]
    return parts


@callback(
    Output({"type": ERROR, "room": MATCH}, "children"),
    Output({"type": ERROR, "room": MATCH}, "is_open"),
    Input(live_id(MATCH, STATUS, ERROR_KEYS), "data"),
    prevent_initial_call=True,
)
def _show_error(instrument: dict[str, Any]) -> tuple[list[Any], bool]:
    """The error, until it is over or somebody has dismissed it."""
    error = instrument["error"] or ""
    return _error(error), bool(error)


@callback(
    Output({"type": WARNING, "room": MATCH}, "children"),
    Output({"type": WARNING, "room": MATCH}, "is_open"),
    Input(live_id(MATCH, STATUS, WARNING_KEYS), "data"),
    prevent_initial_call=True,
)
def _show_warning(instrument: dict[str, Any]) -> tuple[list[Any], bool]:
    """What reads another value than it was set to, until the two agree again."""
    warning = instrument["warning"] or ""
    return _warning(warning), bool(warning)


def _error(error: str) -> list[Any]:
    hint = "Look at its cable and power; PyBirch tries to connect again by itself."
    return [html.Strong(error), " ", html.Span(hint, className="pb-error-hint")]


def _warning(warning: str) -> list[Any]:
    hint = "The bench file says how much it may differ: tolerance, on_mismatch."
    return [html.Strong(f"{warning}."), f" {hint}"]

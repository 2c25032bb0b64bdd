"""One instrument in a frame of another page: its state, where its axes are, and its values."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components.commands import instrument_commands
from dashboard.components.embed import embedded
from dashboard.components.instrument_values import instrument_values
from dashboard.components.instruments import find_instrument, instrument_room
from dashboard.components.live_value import live_badge
from dashboard.components.page import cannot_be_read, not_found, page_head, panel, register_page
from dashboard.components.position_panel import position_panel
from engine.errors import NotFound, StoreError
from engine.model.records import InstrumentRecord

register_page(
    __name__,
    path_template="/embed/instruments/<instrument_id>",
    name="Instrument in a frame",
    title="Instrument · PyBirch",
)
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


def layout(instrument_id: str = "", **_: str) -> Component:
    """The view of the instrument with this number or name."""
    try:
        named = _NUMBER.fullmatch(instrument_id) is None
        return _view(find_instrument(instrument_id if named else int(instrument_id)))
    except NotFound:
        return not_found(f"instrument {instrument_id}", "/instruments", "All instruments")
    except StoreError as error:
        return cannot_be_read(error)


def _view(record: InstrumentRecord) -> Component:
    room = instrument_room(record)
    title = [html.Span(record.instrument_name), live_badge(room, "instrument.status", large=True)]
    parts = [
        page_head(
            html.H1(title, className="pb-title"), record.spec.title or "", [instrument_commands(record)]
        ),
        *([html.Div(position_panel(record), className="pb-live")] if record.spec.axes else []),
        panel("Last minutes", [instrument_values(record)]),
    ]
    return embedded("instrument", parts, thing=record.instrument_id, room=room)

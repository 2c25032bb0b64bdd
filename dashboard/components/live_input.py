"""Live inputs: what a room knows, as the `data` of a component that any Dash callback takes as Input.

    layout = html.Div([room_socket("scan_SCAN_001"), live("scan_SCAN_001", "scan_status"), html.P(id="state")])

    @callback(Output("state", "children"), Input(live_id("scan_SCAN_001", "scan_status"), "data"))
    def show(scan): ...

The page must hold the room's one socket (`room_socket`); `global` is in the frame of every page.
"""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes

LIVE = "live"
"""Type in the id of every live input: `{"type": "live", "room": "global", "what": "scans"}`."""


def live_id(room: Any, what: str) -> dict[str, Any]:
    """The id to take as `Input(live_id(room, what), "data")`; `room` may be `MATCH` or `ALL`."""
    return {"type": LIVE, "room": room, "what": what}


def live(room: str, what: str, *, per_second: float = 4, most: int = 500) -> Component:
    """An input with the latest of `what` in `room`, at most `per_second` times a second; it shows nothing.

    `what` is one of

    - an event's name: `scan_status` (the whole scan), `instrument_status`, `scan_log` (the last line);
    - a part of the room's snapshot: `scans`, `queues`, `instruments`, `log`;
    - `points`: `{measurement: {first_index, total, shown, units, columns}}` with at most `most` readings of each
      measurement, thinned evenly; beside the columns, `@index` is the row and `@time` seconds since 1970.

    `data` is None until the room is known.
    """
    name = live_id(room, what)
    wanted = attributes(
        data_pb="live-input",
        data_room=room,
        data_what=what,
        data_per_second=str(per_second),
        data_most=str(most),
        data_input=json.dumps(name),
    )
    return html.Div([dcc.Store(id=name), html.Div(**wanted)], hidden=True)

"""Live inputs: what a room knows, as the `data` of a component that any Dash callback takes as Input.

    ROOM, KEYS = "scan_SCAN_001", ("status", "message")
    layout = html.Div([room_socket(ROOM), live(ROOM, "scan_status", keys=KEYS), html.P(id="state")])

    @callback(Output("state", "children"), Input(live_id(ROOM, "scan_status", KEYS), "data"))
    def show(scan): ...

The page must hold the room's one socket (`room_socket`); `global` is in the frame of every page. Name the `keys` that
the callback reads: it then runs when one of those changes, not at each progress of the scan.

A Python callback answers at human pace (a round trip to the server). Where an answer must come at once, or a number
changes several times a second, use a clientside callback over the same input: with `per_second=30` it hears of a
change a few milliseconds after a script on the page would.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.parts import attributes

LIVE = "live"
"""Type in the id of every live input: `{"type": "live", "room": "global", "what": "scans", "keys": "status"}`."""


def live_id(room: Any, what: str, keys: Sequence[str] = ()) -> dict[str, Any]:
    """The id to take as `Input(live_id(room, what, keys), "data")`; `room` may be `MATCH` or `ALL`."""
    return {"type": LIVE, "room": room, "what": what, "keys": " ".join(keys)}


def live(
    room: str, what: str, *, per_second: float = 4, keys: Sequence[str] = (), most: int = 500
) -> Component:
    """An input with the latest of `what` in `room`, at most `per_second` times a second; it shows nothing.

    `what` is one of

    - an event's name: `scan_status` (the whole scan), `instrument_status`, `scan_log` (the last line);
    - a part of the room's snapshot: `scans`, `queues`, `instruments`, `log`;
    - `points`: `{measurement: {first_index, total, shown, units, columns}}` with at most `most` readings of each
      measurement, thinned evenly; beside the columns, `@index` is the row and `@time` seconds since 1970.

    With `keys`, `data` holds only those keys (of a dict; of each dict of a list) and changes only when one of them
    does. `data` is None until the room is known.
    """
    name = live_id(room, what, keys)
    wanted = attributes(
        data_pb="live-input",
        data_room=room,
        data_what=what,
        data_per_second=str(per_second),
        data_keys=" ".join(keys),
        data_most=str(most),
        data_input=json.dumps(name),
    )
    return html.Div([dcc.Store(id=name), html.Div(**wanted)], hidden=True)

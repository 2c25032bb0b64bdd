"""What happened to a scan that holds after a fault, and what it is to do: try again, skip or end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, Input, Output, callback, html
from dash.development.base_component import Component

from dashboard.components.commands import held_commands
from dashboard.components.live_input import live, live_id
from engine.model.faults import HeldFault
from engine.model.records import ScanRecord

PANEL, TOLD = "scan-fault", "scan-fault-told"
"""Types of the ids; `room` tells the scans apart."""
_STATUS = "scan_status"
_KEYS = ("scan_id", "fault")


def fault_panel(scan: ScanRecord, room: str) -> Component:
    """The panel, hidden while the scan does not hold after a fault."""
    fault = scan.fault.model_dump(mode="json") if scan.fault else None
    alert = dbc.Alert(
        [
            html.Div(_told(fault), id={"type": TOLD, "room": room}),
            held_commands(scan.scan_id, scan.status),
        ],
        color="warning",
        class_name="pb-held",
    )
    return html.Div(
        [
            live(room, _STATUS, keys=_KEYS),
            html.Div(alert, id={"type": PANEL, "room": room}, hidden=fault is None),
        ]
    )


@callback(
    Output({"type": PANEL, "room": MATCH}, "hidden"),
    Output({"type": TOLD, "room": MATCH}, "children"),
    Input(live_id(MATCH, _STATUS, _KEYS), "data"),
    prevent_initial_call=True,
)
def _follow(scan: Mapping[str, Any] | None) -> tuple[bool, list[Component]]:
    fault = (scan or {}).get("fault")
    return fault is None, _told(fault)


def _told(given: Mapping[str, Any] | None) -> list[Component]:
    if given is None:
        return []
    fault = HeldFault.model_validate(given)
    tried = "once" if fault.attempts == 1 else f"{fault.attempts} times"
    advice = (
        "Mend it and try again, leave the point out as a gap, or end the scan; an ended scan can go on later."
    )
    if not fault.can_skip:
        advice = "Mend it and try again, or end the scan; this step is no point and cannot be left out."
    return [
        html.Strong(f"Held at point {fault.point}: {fault.message}"),
        html.P(f"Kind of fault: {fault.kind.value}. Tried {tried}. {advice}", className="pb-held-advice"),
    ]

"""The head of a scan's page and of its view in other pages: name, state, context, and progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import MATCH, Input, Output, callback, dcc, html
from dash.development.base_component import Component

from dashboard.components.badge import LOOKS
from dashboard.components.live_input import live, live_id
from dashboard.components.live_parts import moment
from dashboard.components.live_value import live_badge, live_value
from dashboard.components.page import below
from dashboard.components.parts import attributes
from engine.model.records import ScanRecord
from engine.model.states import ScanState

STATUS = "scan_status"
MESSAGE_KEYS = ("status", "message", "unreadable", "damage")
MESSAGE, SINCE = "scan-message", "scan-since"
"""Types of the ids of what callbacks fill; `room` tells the scans apart."""


def message_input(room: str) -> Component:
    """What the message follows; stands once on a page with `scan_context`."""
    return live(room, STATUS, keys=MESSAGE_KEYS)


def scan_title(scan: ScanRecord, room: str) -> list[Component]:
    """Identifier, name and state."""
    return [
        html.Span(scan.scan_id, className="pb-mono pb-quiet"),
        html.Span(scan.name),
        live_badge(room, "scan.status", first=scan.status, large=True),
    ]


def scan_progress(scan: ScanRecord, room: str) -> Component:
    """Bar, points and times, which a script keeps up to date, and since when."""
    bar = attributes(aria_label="Progress of the scan", aria_valuemin="0", aria_valuemax="100")
    words = [
        html.Span(className="pb-progress-text"),
        html.Span(className="pb-elapsed"),
        html.Span(since(scan), id={"type": SINCE, "room": room}),
    ]
    first = scan.model_dump_json(exclude={"plan", "measurements", "notes", "metadata", "tags"})
    return html.Div(
        [
            html.Div(html.Div(className="pb-bar-done"), className="pb-bar", role="progressbar", **bar),
            html.Div(words, className="pb-progress-words"),
        ],
        className="pb-progress-line pb-live",
        **attributes(data_pb="scan-progress", data_scan=scan.scan_id, data_first=first),
    )


def since(scan: ScanRecord) -> Component | None:
    """When the scan started or ended; None while it waits."""
    if scan.ended_at:
        return html.Span(["ended ", moment(scan.ended_at)], className="pb-ended")
    return html.Span(["started ", moment(scan.started_at)]) if scan.started_at else None


def scan_context(scan: ScanRecord, room: str) -> list[Any]:
    """The sample, the queue, and what has to be said of the scan."""
    queue = live_value("global", f"queues.{scan.queue_id}.name", first=scan.queue_id)
    message = _message(scan.model_dump(mode="json", include=set(MESSAGE_KEYS)))
    return [
        live_value(room, "scan.sample", first=scan.sample, before="sample ", after=" · "),
        "queue ",
        dcc.Link(queue, href=below(f"/queues/{scan.queue_id}"), className="pb-inline-link"),
        html.Span(message, id={"type": MESSAGE, "room": room}),
    ]


@callback(
    Output({"type": MESSAGE, "room": MATCH}, "children"),
    Input(live_id(MATCH, STATUS, MESSAGE_KEYS), "data"),
    prevent_initial_call=True,
)
def _message(scan: Mapping[str, Any]) -> Component | None:
    """Why the scan is in its state; in red, what of it cannot be read from the database."""
    damage = " · ".join(part for part in (scan.get("unreadable"), scan.get("damage")) if part)
    status, message = scan["status"], scan["message"]
    plain = message == status or status == ScanState.COMPLETED  # the badge and the progress say it
    told = damage or ("" if plain else message)
    tone = "red" if damage else LOOKS[status].tone
    return (
        html.Span(f" · {told}", className="pb-message-line", **attributes(data_tone=tone)) if told else None
    )

"""What needs somebody's attention: instruments in trouble, paused queues, scans that failed within the last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.api.context import current_context
from dashboard.components.finished import ENDED_COUNTS
from dashboard.components.live_input import live_id
from dashboard.components.live_parts import moment
from dashboard.components.page import below
from dashboard.components.parts import attributes, icon
from engine.model import ids
from engine.model.clock import now
from engine.model.records import InstrumentRecord, QueueRecord, ScanRecord
from engine.model.states import InstrumentState, ScanState
from engine.store import instruments, queues, scan_list

NOTICES, DISMISSED, TROUBLES = "notices", "notices-dismissed", "notices-troubles"
DISMISS = "notice-dismiss"
_SHOWN, _FAILURES, _REMEMBERED = 4, 5, 200
_RECENT = timedelta(days=1)
"""How long a failed scan is mentioned."""
_FAILED = (ScanState.FAILED, ScanState.INTERRUPTED)
_TROUBLED = {InstrumentState.ERROR: "reports an error", InstrumentState.DISCONNECTED: "is disconnected"}


@dataclass(frozen=True)
class _Notice:
    what: str
    why: str
    path: str
    when: str
    tone: str = "red"
    mark: str = ""
    """Tells apart a notice that can be dismissed."""


def notices() -> list[Component]:
    """The list, and what this browser has dismissed; home.ts writes `TROUBLES` when it changes."""
    return [
        dcc.Store(id=DISMISSED, storage_type="local"),
        dcc.Store(id=TROUBLES),
        html.Div(id=NOTICES, className="pb-attention"),
    ]


@callback(
    Output(NOTICES, "children"),
    Input(TROUBLES, "data"),
    Input(live_id(*ENDED_COUNTS), "data"),
    Input(DISMISSED, "data"),
    prevent_initial_call=True,
)
def show_notices(troubles: dict[str, list[Any]] | None, _: object, dismissed: list[str] | None) -> Any:
    """Read what is told of each anew; `troubles` are ids of instruments in trouble and of paused queues."""
    if troubles is None:
        return no_update
    known = set(dismissed or [])

    def read(conn: Connection) -> list[_Notice]:
        found = [instruments.get(conn, int(each)) for each in troubles["instruments"]]
        paused = [queues.get(conn, ids.queue_number(each)) for each in troubles["queues"]]
        failed = scan_list.list_(conn, status=_FAILED, limit=_FAILURES).items
        made = [*_of_instruments(found), *map(_of_queue, paused), *map(_of_scan, filter(_recent, failed))]
        return [notice for notice in made if notice.mark not in known]

    return _listed([_shown(each) for each in current_context().read(read)])


@callback(
    Output(DISMISSED, "data"),
    Input({"type": DISMISS, "mark": ALL}, "n_clicks"),
    State(DISMISSED, "data"),
    prevent_initial_call=True,
)
def dismiss(presses: list[int | None], dismissed: list[str] | None) -> Any:
    """Remember in this browser what somebody has dismissed."""
    pressed = ctx.triggered_id
    if not any(presses) or not isinstance(pressed, dict):
        return no_update
    return [*(dismissed or []), pressed["mark"]][-_REMEMBERED:]


def _of_instruments(found: list[InstrumentRecord]) -> Iterator[_Notice]:
    for each in found:
        name, path = each.instrument_name, f"/instruments/{each.instrument_id}"
        if each.status in _TROUBLED:
            why = (each.error or "").removeprefix(f"{name}: ") or "PyBirch keeps trying to connect."
            yield _Notice(f"{name} {_TROUBLED[each.status]}", why, path, each.timestamp)
        if each.warning:
            what = f"{name} reads another value than its setpoint"
            yield _Notice(what, each.warning, path, each.timestamp, "amber")


def _of_queue(queue: QueueRecord) -> _Notice:
    why = queue.message or "It goes on when somebody resumes it."
    return _Notice(f"{queue.name} is paused", why, f"/queues/{queue.queue_id}", queue.timestamp, "amber")


def _of_scan(scan: ScanRecord) -> _Notice:
    when = scan.ended_at or scan.timestamp
    what = f"{scan.name} {'failed' if scan.status is ScanState.FAILED else 'was interrupted'}"
    mark = f"{scan.scan_id} {scan.status} {when}"
    return _Notice(what, scan.message or scan.scan_id, f"/scans/{scan.scan_id}", when, mark=mark)


def _recent(scan: ScanRecord) -> bool:
    return datetime.fromisoformat(scan.ended_at or scan.timestamp) > now() - _RECENT


def _listed(shown: list[Component]) -> list[Component]:
    more = len(shown) - _SHOWN
    if more <= 0:
        return shown
    rest = html.Details([html.Summary(f"{more} more", className="pb-more"), *shown[_SHOWN:]])
    return [*shown[:_SHOWN], rest]


def _shown(notice: _Notice) -> Component:
    mark = "cross" if notice.tone == "red" else "bars"
    parts: list[Component] = [
        html.Span(className=f"pb-mark pb-mark-{mark}", **attributes(aria_hidden="true")),
        dcc.Link(notice.what, href=below(notice.path), className="pb-notice-what"),
        html.Span(notice.why, className="pb-notice-why"),
        moment(notice.when, "pb-notice-when"),
    ]
    if notice.mark:
        close = html.Button(
            icon("close"),
            id={"type": DISMISS, "mark": notice.mark},
            type="button",
            title="Dismiss",
            className="pb-button pb-button-quiet",
            **attributes(aria_label="Dismiss"),
        )
        parts.append(close)
    return html.Div(
        parts,
        id={"type": "notice", "what": f"{notice.path} {notice.tone}"},
        className="pb-notice",
        **attributes(data_tone=notice.tone),
    )

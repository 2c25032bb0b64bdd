"""The banner of an emergency stop: on every page, for everybody, until somebody has looked and takes it away."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Input, Output, State, callback, ctx, dcc, html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.api.context import current_context
from dashboard.api.orders import order
from dashboard.auth.audit import recorded
from dashboard.auth.guard import permitted
from dashboard.auth.table import Action
from dashboard.components import stop_words
from dashboard.components.live_input import live, live_id
from dashboard.components.live_parts import full_moment
from dashboard.components.needs import missing
from dashboard.components.page import below
from dashboard.components.parts import attributes, button
from dashboard.components.texts import counted
from engine.journal.dismissals import dismiss
from engine.model import ids
from engine.model.records import QueueRecord, StopRecord
from engine.model.states import QueueCommand, ScanState
from engine.model.stopped import StoppedInstrument
from engine.store import queues, scan_list, stops

BANNER, HEAD, REST, DETAILS = "stop-banner", "stop-head", "stop-rest", "stop-details"
GOING, ADVICE, QUEUES = "stop-going", "stop-advice", "stop-queues"
MORE, ON, ACT, LATER = "stop-more", "stop-on", "stop-act", "stop-later"

_STOP = ("global", "stop", ("stop_id", "instruments", "dismissed_at"))
_MOST_WAITING = 500
"""Waiting scans of a queue that are counted, at most."""


def stop_banner() -> Component:
    """The banner, hidden while there is nothing to tell; part of the frame."""
    closed = attributes(aria_expanded="false")
    line = html.Div(
        [
            html.Span(className="pb-banner-mark", **attributes(aria_hidden="true")),
            html.Span([html.Strong(id=HEAD), " ", html.Span(id=REST)], className="pb-banner-text"),
            html.Span(
                [
                    button("What happened", name="what-happened", kind="small", id=MORE, **closed),
                    button(
                        "It is safe: go on …",
                        name="go-on",
                        kind="small",
                        id=ON,
                        title=missing(),
                        disabled=bool(missing()),
                        **closed,
                    ),
                ],
                className="pb-stopped-actions",
            ),
        ],
        className="pb-stopped-line",
        role="alert",
    )
    going = [
        html.P(id=ADVICE),
        dbc.Checklist(id=QUEUES, options=[], value=[], class_name="pb-stopped-queues"),
        html.Div(
            [
                button("Go on", name="take-away", kind="primary", id=ACT),
                button("Not yet", kind="small", id=LATER),
            ],
            className="pb-stopped-actions",
        ),
    ]
    return html.Div(
        [
            live(_STOP[0], _STOP[1], keys=_STOP[2]),
            line,
            html.Div(id=DETAILS, className="pb-stopped-details", hidden=True),
            html.Div(going, id=GOING, className="pb-stopped-going", hidden=True),
        ],
        id=BANNER,
        className="pb-stopped",
        hidden=True,
    )


@callback(
    Output(BANNER, "hidden"),
    Output(HEAD, "children"),
    Output(REST, "children"),
    Output(DETAILS, "children"),
    Input(live_id(*_STOP), "data"),
    prevent_initial_call=True,
)
def _show(_told: dict[str, Any] | None) -> tuple[bool, list[Any], str, list[Component]]:
    """Tell of the last stop, until its banner is dismissed."""
    stop = current_context().read(stops.latest)
    if stop is None or stop.dismissed_at:
        return True, [], "", []
    head = [f"Emergency stop by {stop.user or 'somebody'} at ", full_moment(stop.timestamp), "."]
    return False, head, " ".join(stop_words.sentences(stop)), _happened(stop)


@callback(
    Output(DETAILS, "hidden"),
    Output(GOING, "hidden"),
    Output(MORE, "aria-expanded"),
    Output(ON, "aria-expanded"),
    Output(ADVICE, "children"),
    Output(QUEUES, "options"),
    Output(ACT, "children"),
    Input(MORE, "n_clicks"),
    Input(ON, "n_clicks"),
    Input(LATER, "n_clicks"),
    State(DETAILS, "hidden"),
    State(GOING, "hidden"),
    prevent_initial_call=True,
)
def _open(
    _more: int, _on: int, _later: int, details: bool, going: bool
) -> tuple[bool, bool, str, str, str, list[Any], str]:
    """Open one of the two parts, or close both."""
    what = ctx.triggered_id
    shows_details, shows_going = what == MORE and details, what == ON and going
    stop, ready = current_context().read(_ready_queues)
    look = "Some instruments were not reached, or are on their way: look at them first. "
    advice = look if stop and stop_words.needs_looking(stop) else ""
    choice = (
        "Choose the queues that go on; with none chosen, only the banner goes away:"
        if ready
        else "No queue that the stop ended has a scan that waits."
    )
    return (
        not shows_details,
        not shows_going,
        str(shows_details).lower(),
        str(shows_going).lower(),
        f"{advice}Taking the banner away moves nothing. {choice}",
        [{"value": queue.queue_id, "label": _label(queue, count)} for queue, count in ready],
        "Go on" if ready else "Take this banner away",
    )


@callback(
    Output(QUEUES, "value"),
    Input(ACT, "n_clicks"),
    State(QUEUES, "value"),
    prevent_initial_call=True,
    running=[(Output(ACT, "disabled"), True, False)],
)
def _go_on(_clicks: int, chosen: list[str]) -> list[str]:
    """Start the chosen queues, then take the banner away for everybody; a refusal of one leaves the banner."""
    context, who = current_context(), permitted(Action.DISMISS_STOP)
    for queue in chosen:
        order(context, "queue", queue, QueueCommand.START)
    stop = context.read(stops.latest)
    if stop is not None:
        with recorded(who, "dismiss stop", stop.stop_id):
            context.write(lambda conn: dismiss(context.database, conn, stop.stop_id, who.user))
    return []


def _ready_queues(conn: Connection) -> tuple[StopRecord | None, list[tuple[QueueRecord, int]]]:
    """The last stop, and the queues that it ended and that can go on with the number of scans that wait."""
    stop = stops.latest(conn)
    if stop is None:
        return None, []
    waiting = {each: _waiting(conn, each) for each in stop.queues}
    ready = stop_words.queues_to_go_on(stop, queues.list_(conn), waiting)
    return stop, [(queue, waiting[queue.queue_id]) for queue in ready]


def _waiting(conn: Connection, queue_id: str) -> int:
    number = ids.queue_number(queue_id)
    page = scan_list.list_(conn, status=(ScanState.QUEUED,), queue=number, limit=_MOST_WAITING)
    return len(page.items)


def _label(queue: QueueRecord, count: int) -> Component:
    link = dcc.Link("Look at it", href=below(f"/queues/{queue.queue_id}"), className="pb-inline-link")
    return html.Span([f"{queue.name} · {counted(count, 'scan')} waiting ", link])


def _happened(stop: StopRecord) -> list[Component]:
    """Each instrument and what became of it, then the scans that were aborted."""
    table = html.Table(html.Tbody([_row(each) for each in stop.instruments]), className="pb-stopped-table")
    links = [
        part
        for scan in stop.scans
        for part in (dcc.Link(scan, href=below(f"/scans/{scan}"), className="pb-inline-link"), " ")
    ]
    return [table, html.P(["Aborted: ", *links])] if links else [table]


def _row(instrument: StoppedInstrument) -> Component:
    tone, words = stop_words.outcome(instrument)
    address = below(f"/instruments/{instrument.instrument_id}")
    name = dcc.Link(instrument.instrument_name, href=address, className="pb-inline-link")
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(words, className="pb-stopped-outcome", **attributes(data_tone=tone)),
            html.Td(stop_words.where(instrument), className="pb-mono"),
        ]
    )

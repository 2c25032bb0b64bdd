"""Where the scan goes: an existing queue or a new one, started at once or not, and the button that queues it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import Input, Output, State, callback, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.form import field
from dashboard.components.live_input import live, live_id
from dashboard.components.needs import needs
from dashboard.components.page import part
from dashboard.components.parts import attributes, button, icon
from dashboard.new_scan import ids
from dashboard.new_scan.beginning import Beginning
from engine.model.records import QueueRecord
from engine.model.states import QueueMode, QueueState
from engine.store import queues

NEW = "new"
"""Stands for a queue that is made together with the scan."""
_LIVE = ("global", "queues")
_KEYS = ("queue_id", "name", "status", "mode", "total_scans", "completed_scans")
_NAME_FIELD, _START_FIELD = "ns-queue-name-field", "ns-start-field"
_OUTLOOK, _LABEL = "ns-outlook", "ns-submit-label"


def target(start: Beginning, known: Sequence[QueueRecord]) -> list[Component]:
    """The form; the plan editor fills in why the button cannot be pressed, and warnings about instruments."""
    submit = button(
        [icon("play"), html.Span("Start scan", id=_LABEL)],
        name="submit",
        kind="primary",
        title="Ctrl+Enter",
        **attributes(aria_describedby="ns-reason"),
    )
    select = dbc.Select(
        id=ids.QUEUE,
        options=_options(known),
        value=first_choice(known, start.queue),
        disabled=bool(start.replaces),
    )
    name = dbc.Input(id=ids.QUEUE_NAME, value="Measurements", maxlength=200, autocomplete="off")
    return [
        live(*_LIVE, keys=_KEYS),
        field("Queue", select),
        html.Div(field("Name of the queue", name), id=_NAME_FIELD, hidden=True),
        html.Div(dbc.Checkbox(id=ids.START, label="Start now", value=True), id=_START_FIELD),
        html.P(id=_OUTLOOK, className="ns-hint"),
        part("general", "ns-error", html.P, hidden=True),
        part("warning", "ns-warning", html.P, hidden=True),
        html.Div(needs(submit), className="ns-submit"),
        part("reason", "ns-reason", html.P, id="ns-reason", role="status"),
    ]


def _options(known: Sequence[QueueRecord]) -> list[dict[str, str]]:
    listed = [
        {"value": queue.queue_id, "label": f"{queue.name} · {queue.queue_id} · {queue.status.value}"}
        for queue in known
    ]
    return [*listed, {"value": NEW, "label": "A new queue"}]


def first_choice(known: Sequence[QueueRecord], asked: str) -> str:
    """The queue to begin with: the one that is asked for, else an idle one, else a new one."""
    if any(queue.queue_id == asked for queue in known):
        return asked
    return next((queue.queue_id for queue in known if queue.status is QueueState.IDLE), NEW)


def outlook(queue: QueueRecord | None, start: bool) -> str:
    """What happens to a scan that is added to this queue, or to a new one, as a sentence."""
    if queue is None:
        return "It starts right away." if start else "It waits until you start the queue."
    waiting = queue.total_scans - queue.completed_scans
    ahead = ""
    if waiting > 0 and queue.mode is not QueueMode.PARALLEL:
        ahead = f"after the {'scan' if waiting == 1 else f'{waiting} scans'} before it"
    if queue.status is QueueState.RUNNING:
        return f"The queue is running: it starts {ahead or 'right away'}."
    if not start:
        return "It waits until you start the queue."
    verb = "started" if queue.status is QueueState.IDLE else "resumed"
    return (
        f"The queue is {verb}; the scan runs {ahead}."
        if ahead
        else f"The queue is {verb} and the scan runs right away."
    )


@callback(
    Output(ids.QUEUE, "options"),
    Output(_NAME_FIELD, "hidden"),
    Output(_START_FIELD, "hidden"),
    Output(_OUTLOOK, "children"),
    Output(_LABEL, "children"),
    Input(live_id(*_LIVE, _KEYS), "data"),
    Input(ids.QUEUE, "value"),
    Input(ids.START, "value"),
    State(ids.BEGINNING, "data"),
)
def show_target(_live: Any, chosen: str | None, start: bool | None, begun: dict[str, Any]) -> Any:
    """Say what happens to the scan in the chosen queue, as the queues are now."""
    known = current_context().read(queues.list_)
    queue = next((each for each in known if each.queue_id == chosen), None)
    running = queue is not None and queue.status is QueueState.RUNNING
    replaces = begun["replaces"]
    if replaces:
        said, label = f"It takes the place of {replaces} in the queue.", "Save changes"
    else:
        said, label = outlook(queue, bool(start)), "Add to queue" if running or not start else "Start scan"
    return _options(known), chosen != NEW, running or bool(replaces), said, label

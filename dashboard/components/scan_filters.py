"""What the list of scans is filtered by: controls above it, and chips that say what is set and remove it.

The address holds every filter: `filterScans` of scan_filters.ts reads the controls, writes the address and lets
scans.ts fetch the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.chips import Chip, chips, chips_id
from dashboard.components.filters import ANY, choice, search
from dashboard.components.live_input import live, live_id
from dashboard.components.parts import attributes, icon
from engine.store import scan_list

STATUS, Q, SAMPLE, TAG, QUEUE = "scans-status", "scans-q", "scans-sample", "scans-tag", "scans-queue"
WHEN, FROM, TO, SPAN = "scans-when", "scans-from", "scans-to", "scans-span"
BETWEEN = "between"
SPANS = {
    ANY: "Any time",
    "today": "Today",
    "week": "Last 7 days",
    "month": "Last 30 days",
    BETWEEN: "Between…",
}
STATES = (
    Chip("", "All"),
    Chip("starting,running,pausing,paused,stopping,aborting", "Live", "triangle", "blue"),
    Chip("queued", "Queued", "circle", "slate"),
    Chip("completed", "Completed", "tick", "green"),
    Chip("failed,aborted,interrupted", "Failed", "cross", "red"),
    Chip("stopped", "Stopped", "square", "slate"),
)
QUEUES = ("global", "queues", ("queue_id", "name"))
CONTROLS = {"q": Q, "sample": SAMPLE, "tag": TAG, "queue_id": QUEUE, "when": WHEN}
"""The control of each filter that a chip removes."""
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?")


def scan_filters(given: Mapping[str, str]) -> Component:
    """The controls, filled as the address has them (`q`, `status`, `sample`, `tag`, `queue_id`, `when`)."""
    known = current_context().read(scan_list.labels)
    queue, when = given.get("queue_id", ""), given.get("when", "")
    days = _DAYS.fullmatch(when)
    return html.Div(
        [
            live(*QUEUES[:2], keys=QUEUES[2], per_second=2),
            *search(Q, "q", "Search scans", "Search name, id, notes", given.get("q", "")),
            chips(STATUS, STATES, given.get("status", "")),
            *search(SAMPLE, "sample", "Sample", "Sample", given.get("sample", ""), "pb-known-samples"),
            *search(TAG, "tag", "Tag", "Tag", given.get("tag", ""), "pb-known-tags"),
            *(_offered(kind, values) for kind, values in known.items()),
            *choice(
                QUEUE, "queue_id", "Queue", {ANY: "Any queue", **({queue: queue} if queue else {})}, queue
            ),
            *choice(WHEN, "when", "When", SPANS, BETWEEN if days else when),
            html.Span(
                [
                    *_day(FROM, "From this day", days and days[1]),
                    "to",
                    *_day(TO, "To this day", days and days[2]),
                ],
                id=SPAN,
                className="pb-filter-span",
                hidden=not days,
            ),
            *(_given(name) for name in CONTROLS),
            html.Button(
                "Clear all",
                id="scans-given-all",
                type="button",
                className="pb-chip pb-given-all",
                hidden=True,
            ),
        ],
        className="pb-filters",
    )


clientside_callback(
    ClientsideFunction("pybirch", "filterScans"),
    *(Output(f"scans-given-{name}", "hidden") for name in CONTROLS),
    *(Output(f"scans-label-{name}", "children") for name in CONTROLS),
    Output("scans-given-all", "hidden"),
    Output(SPAN, "hidden"),
    *(Input(control, "value") for control in CONTROLS.values()),
    Input(FROM, "value"),
    Input(TO, "value"),
    Input(chips_id(STATUS), "data"),
    Input(live_id(*QUEUES), "data"),
)
for _name, _control in CONTROLS.items():
    clientside_callback(
        f"() => '{ANY if _control in (QUEUE, WHEN) else ''}'",
        Output(_control, "value"),
        Input(f"scans-given-{_name}", "n_clicks"),
        Input("scans-given-all", "n_clicks"),
        prevent_initial_call=True,
    )


@callback(
    Output(QUEUE, "options"),
    Input(live_id(*QUEUES), "data"),
    State(QUEUE, "value"),
    prevent_initial_call=True,
)
def offer_queues(queues: list[dict[str, str]] | None, chosen: str) -> list[dict[str, str]]:
    """Queues by name, the newest first; the chosen one is kept also where it does not exist any more."""
    known = {queue["queue_id"]: queue["name"] for queue in reversed(queues or [])}
    if chosen and chosen != ANY:
        known.setdefault(chosen, chosen)
    return [{"value": ANY, "label": "Any queue"}, *({"value": key, "label": known[key]} for key in known)]


def _offered(kind: str, values: list[str]) -> Component:
    return html.Datalist([html.Option(value=value) for value in values], id=f"pb-known-{kind}")


def _day(name: str, label: str, value: str | None) -> list[Component]:
    typed = dbc.Input(id=name, type="date", size="sm", value=value or "", class_name="pb-filter-day")
    return [html.Label(label, htmlFor=name, className="pb-sr"), typed]


def _given(name: str) -> Component:
    return html.Button(
        [html.Span(id=f"scans-label-{name}"), icon("close")],
        id=f"scans-given-{name}",
        type="button",
        title="Remove this filter",
        className="pb-chip pb-given-chip",
        hidden=True,
        **attributes(data_filter=name),
    )

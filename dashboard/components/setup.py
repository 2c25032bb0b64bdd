"""What the laboratory was during a scan: instruments, changed settings, bench file, software; and what was different
during another scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import MATCH, Input, Output, callback, html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.differences import leaves
from dashboard.components.facts import Fact, facts
from dashboard.components.live_input import live_id
from dashboard.components.parts import attributes
from dashboard.components.scan_head import STATUS
from engine.errors import NotFound
from engine.model.ids import scan_number
from engine.model.records import LabRecord
from engine.store import lab_records, scans

STATE_KEYS = ("scan_id", "status")
SETUP, OTHER, DIFFERENCES = "scan-setup", "scan-setup-other", "scan-setup-differences"
_MISSING = "–"
_MOST_CHANGES = 50
_MOST_VALUES = 100
"""Rows of the tables: Dash takes seconds for a thousand cells."""


def setup(scan_id: str) -> Component:
    """The record of a scan, which follows its state, and a field that takes another scan to compare with."""
    room = f"scan_{scan_id}"
    field = dbc.Input(
        id={"type": OTHER, "scan": scan_id},
        type="text",
        placeholder="SCAN_001",
        debounce=True,
        size="sm",
        class_name="pb-setup-other",
    )
    return html.Div(
        [
            html.Div(setup_content(scan_id), id={"type": SETUP, "room": room}),
            html.H2("Differences to another scan", className="pb-subtitle"),
            # The field takes no aria-label of its own.
            html.Label(
                [html.Span("Compare the setup with the scan", className="pb-sr"), field],
                className="pb-setup-compare",
            ),
            html.Div(id={"type": DIFFERENCES, "scan": scan_id}, **attributes(aria_live="polite")),
        ]
    )


@callback(
    Output({"type": SETUP, "room": MATCH}, "children"),
    Input(live_id(MATCH, STATUS, STATE_KEYS), "data"),
    prevent_initial_call=True,
)
def _follow_state(told: Mapping[str, Any]) -> list[Component]:
    return setup_content(told["scan_id"])


@callback(
    Output({"type": DIFFERENCES, "scan": MATCH}, "children"),
    Input({"type": OTHER, "scan": MATCH}, "value"),
    Input({"type": OTHER, "scan": MATCH}, "id"),
    prevent_initial_call=True,
)
def _compare(other: str | None, field: Mapping[str, str]) -> Component | None:
    if not other or not other.strip():
        return None
    try:
        return difference_table(_record(field["scan"]), _record(other.strip().upper()))
    except NotFound as error:
        return html.P(f"{error}; write an identifier such as SCAN_001", className="pb-empty-line")


def _record(scan_id: str) -> LabRecord:
    number = scan_number(scan_id)
    return current_context().read(lambda conn: lab_records.read(conn, number, scans.get(conn, number)))


def setup_content(scan_id: str) -> list[Component]:
    """The record as lists and tables."""
    record = _record(scan_id)
    start, end = record.instruments["start"], record.instruments["end"]
    if not start:
        why = record.missing or ["The setup is stored when the scan starts."]
        return [html.P(text, className="pb-empty-line") for text in why]
    known: list[Fact] = [
        ("Bench", record.bench["name"]),
        ("Bench file", f"SHA-256 {record.bench['hash'][:16]}…"),
        *((name, str(value)) for name, value in record.software.items() if name != "executable"),
    ]
    return [
        *(html.P(f"Not stored: {text}", className="pb-empty-line") for text in record.missing),
        *_instruments(start, end),
        *_changes(record),
        facts(known),
        html.Details([html.Summary("Bench file"), html.Pre(record.bench["text"], className="pb-setup-file")]),
    ]


def _instruments(start: Mapping[str, Any], end: Mapping[str, Any]) -> list[Component]:
    states = list(_states(start, end))
    rows = [(what, before, "unchanged" if before == after else after) for what, before, after in states]
    left = len(rows) - _MOST_VALUES
    more = [html.P(f"{left} more values are in the record.", className="pb-empty-line")] if left > 0 else []
    return [
        _table(pd.DataFrame(rows[:_MOST_VALUES], columns=["Setup", "Start", "End"]), "Instruments"),
        *more,
    ]


def _states(start: Mapping[str, Any], end: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, before in start.items():
        after = end.get(name, {})
        yield name, str(before["identity"] or _MISSING), str(after.get("identity") or _MISSING)
        if before.get("unread") or after.get("unread"):
            yield f"{name}, not read", before.get("unread", ""), after.get("unread", "")
        for way in ("settings", "positions", "values"):
            for key, value in before[way].items():
                unit = before["units"].get(key, "")
                yield f"{name}.{key}", _value(value, unit), _value(after.get(way, {}).get(key), unit)


def _value(value: Any, unit: str) -> str:
    if value is None:
        return _MISSING
    return f"{value:.9g} {unit}".strip() if isinstance(value, float) else f"{value} {unit}".strip()


def _changes(record: LabRecord) -> list[Component]:
    if not record.changes:
        return []
    rows = [
        (
            f"{each['timestamp'][:19]}Z",
            each["instrument"],
            ", ".join(f"{n} = {v}" for n, v in each["settings"].items()),
        )
        for each in record.changes[:_MOST_CHANGES]
    ]
    left = len(record.changes) - len(rows)
    more = [html.P(f"{left} more are in the record.", className="pb-empty-line")] if left else []
    return [_table(pd.DataFrame(rows, columns=["Time", "Instrument", "Changed"]), "Changed settings"), *more]


def difference_table(record: LabRecord, other: LabRecord) -> Component:
    """Every value in which the states at the start, the bench files and the software of two scans differ."""
    both = {each.scan_id: dict(_told(each)) for each in (record, other)}
    if record.scan_id == other.scan_id:
        return html.P("This is the same scan.", className="pb-empty-line")
    names = dict.fromkeys(name for told in both.values() for name in told)
    rows = [(name, *(told.get(name, _MISSING) for told in both.values())) for name in names]
    found = pd.DataFrame([row for row in rows if row[1] != row[2]], columns=["Setup", *both])
    if found.empty:
        return html.P("Both scans started with the same setup.", className="pb-empty-line")
    return _table(found, "Differences of the setup")


def _told(record: LabRecord) -> Iterator[tuple[str, str]]:
    for name, state in record.instruments["start"].items():
        chosen = {key: state[key] for key in ("identity", "settings", "positions") if key in state}
        yield from leaves(name, chosen)
    yield from leaves("software", record.software)
    yield "bench file", record.bench["hash"][:16]


def _table(frame: pd.DataFrame, name: str) -> Component:
    table = dbc.Table.from_dataframe(frame, size="sm", hover=True, class_name="pb-table pb-setup-table")
    return html.Div(
        table, className="table-responsive", tabIndex=0, role="region", **attributes(aria_label=name)
    )

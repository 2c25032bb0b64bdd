"""Instruments: every one of the bench with its state, positions and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.live_input import live, live_id
from dashboard.components.live_value import Form, live_badge, live_value
from dashboard.components.page import below, cannot_be_read, page_head, page_root, register_page
from dashboard.components.parts import island
from dashboard.components.position_panel import position_panel
from dashboard.components.room import room_socket
from dashboard.components.rules_panel import rules_panel
from engine.errors import StoreError
from engine.model.records import InstrumentRecord
from engine.store import instruments

register_page(__name__, path="/instruments", name="Instruments", title="Instruments · PyBirch")

ROOM = "instruments"
BENCH_KEYS = ("instrument_id", "spec")
"""What the cards are made of; what changes while instruments work are live values in them."""
CARDS, SHOWN, COUNT = "instrument-cards", "instrument-cards-shown", "instrument-count"
MOST_READINGS = 4
"""Readings on a card."""


def layout(**_: str) -> Component:
    """The page with a card for each instrument."""
    try:
        records = current_context().read(instruments.list_)
    except StoreError as error:
        return cannot_be_read(error)
    shown = [record.model_dump(mode="json", include=set(BENCH_KEYS)) for record in records]
    return page_root(
        "instruments",
        [
            room_socket(ROOM),
            live(ROOM, "instruments", keys=BENCH_KEYS),
            dcc.Store(id=SHOWN, data=shown),
            page_head(
                "Instruments",
                html.P(_count(records), id=COUNT, className="pb-context"),
                [island("instrument-summary", "pb-summary", room=ROOM)],
            ),
            html.Div(_cards(records), id=CARDS, className="pb-instrument-cards pb-live"),
            rules_panel(),
        ],
        room=ROOM,
    )


@callback(
    Output(CARDS, "children"),
    Output(COUNT, "children"),
    Output(SHOWN, "data"),
    Input(live_id(ROOM, "instruments", BENCH_KEYS), "data"),
    State(SHOWN, "data"),
    prevent_initial_call=True,
)
def _follow_bench(bench: list[dict[str, Any]], shown: list[dict[str, Any]]) -> Any:
    """New cards when the engine has started with another bench."""
    if bench == shown:
        return no_update, no_update, no_update
    records = current_context().read(instruments.list_)
    return _cards(records), _count(records), bench


def _count(records: Sequence[InstrumentRecord]) -> str:
    return f"{len(records)} on the bench"


def _cards(records: Sequence[InstrumentRecord]) -> list[Component]:
    if records:
        return [_card(record) for record in records]
    advice = "Describe yours in a bench file; they appear here when the engine starts with it."
    return [html.Div([html.H2("No instruments"), html.P(advice)], className="pb-empty")]


def _card(record: InstrumentRecord) -> Component:
    path, spec = f"instruments.{record.instrument_id}", record.spec
    head = [
        html.Span(record.instrument_name, className="pb-card-name"),
        live_badge(ROOM, f"{path}.status"),
    ]
    return dcc.Link(
        [
            html.Span(head, className="pb-card-head"),
            html.Span(spec.title or spec.driver, className="pb-card-note"),
            live_value(ROOM, f"{path}.error", class_name="pb-card-error"),
            live_value(ROOM, f"{path}.warning", class_name="pb-card-warning"),
            *([position_panel(record, room=ROOM, compact=True)] if spec.axes else []),
            html.Span(_readings(record), className="pb-figures"),
            live_value(ROOM, f"{path}.held_by", before="held by ", class_name="pb-card-note"),
            live_value(ROOM, f"{path}.timestamp", Form.AGE, class_name="pb-age"),
        ],
        href=below(f"/instruments/{record.instrument_id}"),
        className="pb-card pb-instrument-card",
    )


def _readings(record: InstrumentRecord) -> list[Component]:
    numbers = [(name, read.unit) for name, read in record.spec.reads.items() if not read.shape]
    return [
        html.Span(
            [
                html.Span(name, className="pb-figure-name"),
                live_value(
                    ROOM,
                    f"instruments.{record.instrument_id}.value.{name}",
                    Form.READING,
                    unit=unit,
                    class_name="pb-figure-value",
                ),
            ],
            className="pb-figure",
        )
        for name, unit in numbers[:MOST_READINGS]
    ]

"""Search over everything: pages, queues and instruments by name, and scans as `GET /scans?q=` finds them.

Typing asks twice at once: what is known by name is quick, and scans may take longer in a large database. Arrow keys and
Enter are frontend/src/pages/search.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import dash
import dash_bootstrap_components as dbc
from dash import Input, Output, callback, clientside_callback, html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.api.context import current_context
from dashboard.components.badge import badge
from dashboard.components.page import below
from dashboard.components.parts import attributes
from engine.store import instruments, queues, scan_list

SEARCH, OPEN, TYPED = "search", "search-open", "search-typed"
RESULTS, KNOWN, SCANS, HINT = "search-results", "search-known", "search-scans", "search-hint"
_MOST = 8
"""Rows of each kind of answer, at most."""
_QUIET = 0.12
"""Seconds without a key before the server is asked."""

clientside_callback(
    "(clicks) => [Boolean(clicks), '']",
    Output(SEARCH, "is_open"),
    Output(TYPED, "value"),
    Input(OPEN, "n_clicks"),
    prevent_initial_call=True,
)


def search_dialog() -> Component:
    """The dialog, closed at first; part of the frame."""
    typed = dbc.Input(
        id=TYPED,
        type="search",
        placeholder="Find a scan, queue or instrument",
        autocomplete="off",
        autofocus=True,
        debounce=_QUIET,
        class_name="pb-search-input",
    )
    lists = [html.Div(id=KNOWN, role="presentation"), html.Div(id=SCANS, role="presentation")]
    made: Component = dbc.Modal(
        [
            html.H2("Search", id="search-title", className="pb-sr"),
            dbc.Label("Search", html_for=TYPED, class_name="pb-sr"),
            typed,
            html.Div(
                lists,
                id=RESULTS,
                role="listbox",
                className="pb-search-results",
                **attributes(aria_label="Found"),
            ),
            html.P(id=HINT, className="pb-quiet pb-search-hint"),
        ],
        id=SEARCH,
        is_open=False,
        fade=False,
        labelledby="search-title",
        dialog_class_name="pb-search",
    )
    return made


@callback(Output(KNOWN, "children"), Input(TYPED, "value"), prevent_initial_call=True)
def _find_known(typed: str | None) -> list[Component]:
    """Pages, queues and instruments whose names hold every word."""
    return current_context().read(lambda conn: _known(conn, _words(typed)))


@callback(
    Output(SCANS, "children"), Output(HINT, "children"), Input(TYPED, "value"), prevent_initial_call=True
)
def _find_scans(typed: str | None) -> tuple[list[Component], str]:
    """Scans, and what to say where nothing at all is found."""
    words = _words(typed)
    if not words:
        return [], ""

    def find(conn: Connection) -> tuple[list[Component], bool]:
        found = scan_list.list_(conn, q=(typed or "").strip(), limit=_MOST).items
        rows = [
            _row("scan", scan.name, f"/scans/{scan.scan_id}", scan.scan_id, scan.status) for scan in found
        ]
        return rows, bool(rows) or bool(_known(conn, words))

    rows, any_found = current_context().read(find)
    return rows, "" if any_found else "Nothing is called that."


def _words(typed: str | None) -> list[str]:
    return (typed or "").lower().split()


def _known(conn: Connection, words: list[str]) -> list[Component]:
    def fits(*texts: str) -> bool:
        return all(any(word in text.lower() for text in texts) for word in words)

    return [row for kind in (_pages, _queues, _instruments) for row in kind(conn, fits)][:_MOST]


def _pages(_conn: Connection, fits: Callable[..., bool]) -> Iterator[Component]:
    for page in dash.page_registry.values():
        if (
            not page["path_template"]
            and page["path"] not in ("/not-found-404", "/compare")
            and fits(page["name"])
        ):
            yield _row("page", page["name"], page["path"])


def _queues(conn: Connection, fits: Callable[..., bool]) -> Iterator[Component]:
    for queue in queues.list_(conn):
        if fits(queue.name, queue.queue_id):
            yield _row("queue", queue.name, f"/queues/{queue.queue_id}", queue.queue_id, queue.status)


def _instruments(conn: Connection, fits: Callable[..., bool]) -> Iterator[Component]:
    for each in instruments.list_(conn):
        if fits(each.instrument_name, "instrument"):
            yield _row(
                "instrument", each.instrument_name, f"/instruments/{each.instrument_id}", state=each.status
            )


def _row(kind: str, label: str, path: str, name: str = "", state: str = "") -> Component:
    parts = [
        html.Span(kind, className="pb-search-kind"),
        html.Span(label, className="pb-search-label"),
        *([html.Span(name, className="pb-mono pb-quiet")] if name else []),
        *([badge(state)] if state else []),
    ]
    marks = attributes(data_go=path, aria_selected="false")
    return html.A(parts, href=below(path), role="option", className="pb-search-row", **marks)

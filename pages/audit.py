"""Who did what, for administrators: the latest entries that meet the filters in the address, and their export."""

from __future__ import annotations

from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.auth.table import ACTIONS, Action
from dashboard.components.form import field
from dashboard.components.needs import missing
from dashboard.components.page import below, cannot_be_read, page_head, register_page
from engine.errors import StoreError
from engine.model.people import AuditRecord
from engine.store import audit

register_page(__name__, path="/audit", name="Who did what", title="Who did what · PyBirch")

SHOWN = 50
"""Entries on the page."""
_FILTERS = (("user", "User"), ("action", "Action"), ("target", "Target"))
_COLUMNS = ("When (UTC)", "User", "From", "Action", "Target", "Values", "Result", "Reason")


def layout(user: str = "", action: str = "", target: str = "", **_: str) -> Component:
    """The page, its filters as the address has them."""
    barred = missing(ACTIONS[Action.READ_AUDIT])
    if barred:
        return html.Div([page_head("Who did what", barred)], className="pb-page")
    given = {"user": user, "action": action, "target": target}
    chosen = {name: value.strip() for name, value in given.items() if value.strip()}
    try:
        found, more = current_context().read(
            lambda conn: audit.list_(
                conn,
                user=chosen.get("user"),
                action=chosen.get("action"),
                target=chosen.get("target"),
                limit=SHOWN,
            )
        )
    except StoreError as error:
        return cannot_be_read(error)
    export = html.A(
        "Export as CSV",
        href=f"{below('/api/v1/audit/export')}?{urlencode(chosen)}",
        className="pb-button",
        download="audit.csv",
    )
    said = (
        f"The latest {SHOWN} entries; narrow them down, or export them"
        if more
        else "The latest entries first"
    )
    return html.Div(
        [page_head("Who did what", said, [export]), _filters(given), _table(found)], className="pb-page"
    )


def _filters(given: dict[str, str]) -> Component:
    """A form that leads to this page with other filters."""
    inputs = [
        field(label, dbc.Input(id=f"audit-{name}", name=name, value=given[name], type="text"))
        for name, label in _FILTERS
    ]
    show = html.Button("Show", type="submit", className="pb-button pb-button-primary")
    return html.Form([*inputs, show], method="get", action=below("/audit"), className="pb-audit-filters")


def _table(found: list[AuditRecord]) -> Component:
    if not found:
        return html.P("Nothing was recorded that meets these filters.", className="pb-needs-reason")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in _COLUMNS]))
    made: Component = dbc.Table(
        [head, html.Tbody([_row(each) for each in found])], size="sm", responsive=True
    )
    return made


def _row(each: AuditRecord) -> Component:
    when = each.timestamp[:19].replace("T", " ")
    cells = (when, each.user, each.from_, each.action, each.target, each.detail, each.result, each.reason)
    return html.Tr([html.Td(text) for text in cells])

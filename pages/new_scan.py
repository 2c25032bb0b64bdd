"""New scan: a form that builds any plan and puts it in a queue."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.page import register_page
from dashboard.components.plan_form import plan_form
from dashboard.server.procedures import known_procedures

register_page(__name__, path="/new", name="New scan", title="New scan · PyBirch")


def layout(**query: str) -> Component:
    """The page; `?from=SCAN_042` starts with that scan's plan, `?queue=QUEUE_001` chooses the queue."""
    start = "-".join(str(query.get(name, "")) for name in ("from", "edit", "queue")).strip("-")
    return plan_form(start, known_procedures().left_out)

"""New scan: a form that builds any plan and puts it in a queue."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.api.context import current_context
from dashboard.components.page import register_page
from dashboard.new_scan.beginning import beginning
from dashboard.new_scan.form import plan_form

register_page(__name__, path="/new", name="New scan", title="New scan · PyBirch")


def layout(**query: str) -> Component:
    """The page; `?from=SCAN_042` starts with that scan's plan, `?edit=SCAN_042` changes a waiting scan in its place,
    `?queue=QUEUE_001` chooses the queue."""
    context = current_context()
    return plan_form(context, beginning(context, query))

"""One queue in a frame of another page: its state, its commands, its progress and its scans in order."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.commands import queue_commands
from dashboard.components.embed import embedded
from dashboard.components.filters import empty
from dashboard.components.page import not_found, page_head, panel, part, register_page
from engine.errors import NotFound
from engine.model.ids import queue_number

register_page(
    __name__, path_template="/embed/queues/<queue_id>", name="Queue in a frame", title="Queue · PyBirch"
)


def layout(queue_id: str = "", **_: str) -> Component:
    """The view of the queue with this id; queue.ts keeps progress and scans current from the queue's room."""
    try:
        queue_number(queue_id)
    except NotFound:
        return not_found(f"queue {queue_id}", "/queues", "All queues")
    parts = [
        page_head(
            part("title", "pb-title", html.H1),
            html.P(queue_id, className="pb-context"),
            [queue_commands(queue_id)],
        ),
        part("progress", "pb-progress-line pb-live"),
        panel(
            "Scans",
            [
                part("scans", "pb-rows pb-queue-scans pb-live"),
                empty("empty", "No scan yet", "Scans that are added run in this order."),
            ],
            class_name="pb-panel-scroll",
            tools=[part("tools", "pb-scan-tools")],
        ),
    ]
    return embedded("queue", parts, thing=queue_id, room=f"queue_{queue_id}")

"""One queue: its progress, its scans in order, its commands and its log."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.commands import queue_commands
from dashboard.components.logs import queue_log
from dashboard.components.page import not_found, page_head, page_root, panel, part, register_page
from dashboard.components.people import watchers
from dashboard.components.room import room_socket
from dashboard.laboratory.own import Place
from dashboard.laboratory.panels import own_panels
from engine.errors import NotFound
from engine.model.ids import queue_number

register_page(__name__, path_template="/queues/<queue_id>", name="Queue", title="Queue · PyBirch")


def layout(queue_id: str = "", **_: str) -> Component:
    """The page; queue.js fills it from the queue's room."""
    try:
        queue_number(queue_id)
    except NotFound:
        return not_found(f"queue {queue_id}", "/queues", "All queues")
    room = f"queue_{queue_id}"
    return page_root(
        "queue",
        [
            room_socket(room),
            page_head(
                part("title", "pb-title", html.H1),
                part("context", "pb-context", html.P),
                [watchers(room), queue_commands(queue_id)],
            ),
            part("progress", "pb-progress-line pb-live"),
            part("dialog"),
            html.Div(
                className="pb-columns pb-fill",
                children=[
                    panel(
                        "Scans",
                        [
                            part("scans", "pb-rows pb-queue-scans pb-live"),
                            part("empty", "pb-empty", hidden=True),
                        ],
                        class_name="pb-span-7 pb-panel-scroll",
                        tools=[part("tools")],
                    ),
                    panel("Log", [queue_log(queue_id)], class_name="pb-span-5 pb-panel-scroll"),
                ],
            ),
            *own_panels(Place.QUEUE, queue_id),
        ],
        thing=queue_id,
        room=room,
    )

"""The log panel of a scan or queue: its lines, live, with a least level and a search."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.components.parts import attributes, button, icon
from engine.model.states import Level


def scan_log(scan_id: str) -> Component:
    """Log of a scan; the page must hold the socket of its room."""
    return _log(f"scan_{scan_id}", "scan_log", scan_id, f"scans/{scan_id}/log")


def queue_log(queue_id: str) -> Component:
    """Log of a queue; the page must hold the socket of its room."""
    return _log(f"queue_{queue_id}", "queue_log", queue_id, f"queues/{queue_id}/log")


def _log(room: str, event: str, name: str, path: str) -> Component:
    follow = [icon("down"), html.Span("Follow the end")]
    body = [
        html.Div(className="pb-log-lines", role="log", tabIndex=0, **attributes(aria_label="Log")),
        html.P("Nothing has been logged yet.", className="pb-empty-line"),
        button(follow, kind="small", name="follow", hidden=True),
    ]
    return html.Div(
        [html.Div(_tools(), className="pb-log-tools"), html.Div(body, className="pb-log-body")],
        className="pb-log",
        **attributes(data_pb="logs", data_room=room, data_event=event, data_name=name, data_path=path),
    )


def _tools() -> list[Component]:
    levels = [html.Option(level.lower(), value=level, selected=level is Level.INFO) for level in Level]
    search = dbc.Input(type="search", placeholder="Search the log", class_name="pb-input pb-input-small")
    label = "Download this log"
    return [
        html.Label(
            [
                html.Span("Minimum level", className="pb-sr"),
                html.Select(levels, className="pb-input pb-input-small"),
            ]
        ),
        html.Label([html.Span("Search the log", className="pb-sr"), search], className="pb-log-search"),
        button(icon("download"), kind="quiet", name="download-log", title=label, aria_label=label),
    ]

"""The log panel of a scan or queue."""

from __future__ import annotations

from dash import html

from dashboard.components.parts import island


def scan_log(scan_id: str) -> html.Div:
    """Live log of a scan, over its room."""
    return island("logs", room=f"scan_{scan_id}", event="scan_log", name=scan_id, path=f"scans/{scan_id}/log")


def queue_log(queue_id: str) -> html.Div:
    """Live log of a queue, over its room."""
    return island(
        "logs", room=f"queue_{queue_id}", event="queue_log", name=queue_id, path=f"queues/{queue_id}/log"
    )

"""Leaves that the browser keeps up to date by itself: how long ago something was, and the picture of a scan."""

from __future__ import annotations

from dash import html

from dashboard.components.parts import attributes
from engine.model.records import ScanRecord


def moment(timestamp: str | None, class_name: str = "") -> html.Span:
    """How long ago `timestamp` (RFC 3339) was; the moment itself, in the reader's time zone, on hover."""
    return html.Span(
        className=class_name or None, **attributes(data_pb="moment", data_moment=timestamp or "")
    )


def full_moment(timestamp: str) -> html.Span:
    """A moment (RFC 3339) in full and in the reader's time zone: 2026-05-04 13:05:09."""
    return html.Span(**attributes(data_pb="full-moment", data_at=timestamp))


def thumbnail(scan: ScanRecord) -> html.Span:
    """A small picture of what `scan` has measured so far."""
    return html.Span(
        id={"type": "thumbnail", "scan": scan.scan_id},
        className="pb-thumbnail-holder",
        **attributes(data_pb="thumbnail", data_scan=scan.scan_id, data_point=str(scan.point)),
    )

"""Moments as they travel: RFC 3339, UTC, `Z`, microseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def rfc3339(moment: datetime | float) -> str:
    """RFC 3339 text of a moment (a datetime, or seconds since the epoch), in UTC with `Z`."""
    if not isinstance(moment, datetime):
        moment = datetime.fromtimestamp(moment, UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def timestamp() -> str:
    """The present moment as RFC 3339 text."""
    return rfc3339(now())

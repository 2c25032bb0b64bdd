"""Timestamps: RFC 3339, UTC with `Z`, microseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


def rfc3339(moment: datetime | float) -> str:
    """Format a time (a datetime, or seconds since 1970) as RFC 3339 text in UTC with `Z`."""
    if not isinstance(moment, datetime):
        moment = datetime.fromtimestamp(moment, UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def timestamp() -> str:
    """The present time as RFC 3339 text."""
    return rfc3339(now())


def span(seconds: float) -> str:
    """Format a duration as people say it: `12 s`, `3 m 10 s`, `2 h 14 m`."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} m {rest} s"
    return f"{minutes // 60} h {minutes % 60} m"

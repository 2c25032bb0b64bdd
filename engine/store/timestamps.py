"""Converts timestamps between the store (datetimes, always UTC) and the records (RFC 3339 text)."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.model.clock import rfc3339


def aware(moment: datetime) -> datetime:
    """A stored timestamp with its time zone; SQLite returns it without."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_text(moment: datetime) -> str:
    """RFC 3339 text of a stored timestamp."""
    return rfc3339(aware(moment))


def as_text_or_none(moment: datetime | None) -> str | None:
    """The same for a timestamp that may be missing."""
    return None if moment is None else as_text(moment)


def from_text(text: str) -> datetime:
    """Timestamp in UTC from RFC 3339 text."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)

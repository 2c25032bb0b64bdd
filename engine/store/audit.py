"""Who did what, in the store: entries are added and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from engine.model import clock
from engine.model.people import AuditEntry, AuditRecord
from engine.store.people_tables import audit
from engine.store.timestamps import as_text

_a = audit.c
_LONGEST = 500
"""Characters of a detail or reason that are kept."""


def add(conn: Connection, entry: AuditEntry) -> None:
    """Add what somebody did just now."""
    row = {
        "at": clock.now(),
        "user": entry.user[:200],
        "address": entry.address[:64],
        "action": entry.action[:80],
        "target": entry.target[:200],
        "detail": entry.detail[:_LONGEST],
        "result": entry.result.value,
        "reason": entry.reason[:_LONGEST],
    }
    # PostgreSQL cannot keep this character.
    conn.execute(
        insert(audit), {k: v.replace("\0", "\ufffd") if isinstance(v, str) else v for k, v in row.items()}
    )


def list_(
    conn: Connection,
    *,
    user: str | None = None,
    action: str | None = None,
    target: str | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> tuple[list[AuditRecord], int | None]:
    """List what meets every condition, the latest first; and where the next page begins (`before`), None at the end.

    `action` may be a part of the action's words.
    """
    chosen = select(audit).order_by(_a.id.desc()).limit(limit + 1)
    if user is not None:
        chosen = chosen.where(_a.user == user)
    if action is not None:
        chosen = chosen.where(_a.action.contains(action.replace("_", " ").lower(), autoescape=True))
    if target is not None:
        chosen = chosen.where(_a.target == target)
    if since is not None:
        chosen = chosen.where(_a.at >= since)
    if before is not None:
        chosen = chosen.where(_a.id < before)
    rows = list(conn.execute(chosen))
    shown = rows[:limit]
    return [_record(row) for row in shown], shown[-1].id if len(rows) > limit else None


def _record(row: Row[Any]) -> AuditRecord:
    return AuditRecord(
        timestamp=as_text(row.at),
        user=row.user,
        from_=row.address,
        action=row.action,
        target=row.target,
        detail=row.detail,
        result=row.result,
        reason=row.reason,
    )

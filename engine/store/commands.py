"""Commands in the store: who gave each, when, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from engine.errors import NotFound
from engine.model import clock
from engine.model.records import CommandRecord
from engine.store import tables
from engine.store.damaged_rows import RowReader
from engine.store.timestamps import as_text, as_text_or_none

_c = tables.commands.c


class CommandStatus(StrEnum):
    """What became of a command."""

    PENDING = "pending"
    TAKEN = "taken"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


_ONE = select(tables.commands).where(_c.id == bindparam("id"))
_PENDING = (
    select(tables.commands)
    .where(_c.status == CommandStatus.PENDING.value)
    .order_by(_c.created_at)
    .limit(bindparam("count"))
)


_ROWS = RowReader(
    CommandRecord,
    _c.id,
    readers={
        "command_id": lambda row: row.id,
        "target": lambda row: row.target,
        "target_id": lambda row: row.target_id,
        "command": lambda row: row.command,
        "arguments": lambda row: row.arguments,
        "user": lambda row: row.user,
        "status": lambda row: row.status,
        "reason": lambda row: row.reason,
        "result": lambda row: row.result,
        "created_at": lambda row: as_text(row.created_at),
        "handled_at": lambda row: as_text_or_none(row.handled_at),
    },
    defaults={
        "target": "",
        "target_id": "",
        "command": "",
        "arguments": {},
        "user": "",
        "status": CommandStatus.PENDING.value,
        "reason": "",
        "created_at": clock.rfc3339(0),
    },
)


def submit(
    conn: Connection,
    target: str,
    target_id: str,
    command: str,
    arguments: Mapping[str, Any] | None = None,
    user: str = "",
    command_id: str = "",
) -> str:
    """Store a command for the engine; returns its identifier. `target` is scan, queue, instrument or engine."""
    row = {
        "id": command_id or str(uuid4()),
        "target": target,
        "target_id": target_id,
        "command": command,
        "arguments": dict(arguments or {}),
        "user": user,
        "status": CommandStatus.PENDING.value,
        "reason": "",
        "created_at": clock.now(),
    }
    conn.execute(insert(tables.commands), row)
    return str(row["id"])


def get(conn: Connection, command_id: str) -> CommandRecord:
    """Read the command with this identifier. Raises NotFound when there is none."""
    found = _ROWS.one(conn, _ONE, {"id": command_id})
    if found is None:
        raise NotFound(f"there is no command {command_id!r}")
    return found


def pending(conn: Connection, limit: int = 100) -> list[CommandRecord]:
    """List the commands that wait for an answer, oldest first."""
    return _ROWS.all(conn, _PENDING, {"count": limit})


def take(conn: Connection, command_id: str) -> bool:
    """Mark a command as taken by the engine; False when it was withdrawn, and must not be executed."""
    waits = update(tables.commands).where(_c.id == command_id, _c.status == CommandStatus.PENDING.value)
    return conn.execute(waits.values(status=CommandStatus.TAKEN.value)).rowcount == 1


def remove(conn: Connection, command_id: str) -> None:
    """Remove a command that only asked for something: nobody looks for it later."""
    conn.execute(delete(tables.commands).where(_c.id == command_id))


def finish(
    conn: Connection,
    command_id: str,
    status: CommandStatus | str,
    reason: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Store the answer to a command; it may change later (accepted, then done).

    Returns False and changes nothing when the command was finally answered before (done, refused, failed) or does
    not exist.
    """
    open_states = (CommandStatus.PENDING.value, CommandStatus.TAKEN.value, CommandStatus.ACCEPTED.value)
    values = {
        "status": CommandStatus(status).value,
        "reason": reason,
        "result": None if result is None else dict(result),
        "handled_at": clock.now(),
    }
    changed = conn.execute(
        update(tables.commands).where(_c.id == command_id, _c.status.in_(open_states)).values(values)
    )
    return changed.rowcount == 1


def fail_begun(conn: Connection, reason: str) -> int:
    """Mark the commands that an ended engine had started as failed; returns their number.

    For a scan or a queue, accepted is a final answer; for an instrument the command may still be running.
    """
    moves = and_(_c.status == CommandStatus.ACCEPTED.value, _c.target == "instrument")
    begun = update(tables.commands).where(or_(_c.status == CommandStatus.TAKEN.value, moves))
    values = {"status": CommandStatus.FAILED.value, "reason": reason, "handled_at": clock.now()}
    return conn.execute(begun.values(values)).rowcount

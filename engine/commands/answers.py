"""Stores in the database that the engine took a command, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.journal.writer import JournalWriter
from engine.model.records import CommandRecord
from engine.store import commands
from engine.store.commands import CommandStatus


def take(writer: JournalWriter, record: CommandRecord) -> bool:
    """Mark a command as taken; False when it was withdrawn and must not be carried out."""
    return writer.transact(lambda conn: commands.take(conn, record.command_id))


def finish(
    writer: JournalWriter,
    record: CommandRecord,
    status: CommandStatus,
    reason: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Store the answer; False when the command was withdrawn or finally answered before."""
    return writer.transact(lambda conn: commands.finish(conn, record.command_id, status, reason, result))

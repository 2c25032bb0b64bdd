"""Commands as the engine takes and answers them in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.journal.writer import JournalWriter
from engine.model.records import CommandRecord
from engine.store import commands
from engine.store.commands import CommandStatus


def take(writer: JournalWriter, record: CommandRecord) -> bool:
    """Say that a command is begun with; False when it was withdrawn, and is not to be carried out."""
    return writer.transact(lambda conn: commands.take(conn, record.command_id))


def finish(
    writer: JournalWriter,
    record: CommandRecord,
    status: CommandStatus,
    reason: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the answer was taken down: not when the command was withdrawn or answered for good before."""
    return writer.transact(lambda conn: commands.finish(conn, record.command_id, status, reason, result))

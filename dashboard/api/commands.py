"""Commands on their way to the engine: left in the database, answered by the engine, waited for here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from dashboard.api.context import Context
from dashboard.live.engine_status import look_at_engine
from dashboard.server.problems import Refusal
from engine.errors import CommandRefused, EngineUnavailable, Problem
from engine.model.records import CommandRecord
from engine.store import commands
from engine.store.commands import CommandStatus

ANSWER_WITHIN = 10.0
"""Seconds the engine has to answer a command."""
_POLLS = (0.01, 0.05)
"""Seconds between looks at a command: at first, and at most."""


def submit(
    context: Context,
    user: str,
    target: str,
    target_id: str,
    command: str,
    arguments: Mapping[str, Any] | None = None,
    before: Callable[[Connection], None] = lambda _: None,
    command_id: str = "",
) -> CommandRecord:
    """Ask the engine to do something and wait for its answer: the command as it accepted it.

    Raises CommandRefused with the engine's reason when the state forbids it, Refusal 422 with the path of each problem
    when the arguments cannot be used, and EngineUnavailable when no engine is there or none answers within
    ANSWER_WITHIN seconds; the command is withdrawn then, or Refusal 504 raised where the engine has begun with it.
    Blocks the calling greenlet only. `before` is called when the database is ours, just before the command is left
    there: what it raises keeps the command from being given. `command_id` is the command's identifier where it has one
    already.
    """

    def leave(conn: Connection) -> str:
        before(conn)
        return commands.submit(conn, target, target_id, command, arguments, user, command_id)

    found = context.do(lambda: look_at_engine(context.database, context.settings.home))
    if not found.takes_commands:
        raise EngineUnavailable(f"{found.told} Nothing was done.")
    left = context.write(leave)
    record = _answer(context, left) or _withdraw(context, left)
    if record.status in (CommandStatus.REFUSED, CommandStatus.FAILED):
        problems = (record.result or {}).get("problems")
        if problems:
            raise Refusal(422, record.reason, [Problem(p["path"], p["message"]) for p in problems])
        raise CommandRefused(record.reason or f"The engine could not {command} {target} {target_id}.")
    return record


def _answer(context: Context, command_id: str) -> CommandRecord | None:
    deadline = time.monotonic() + ANSWER_WITHIN
    pause, longest = _POLLS
    while time.monotonic() < deadline:
        time.sleep(pause)
        record = context.read(lambda conn: commands.get(conn, command_id))
        if record.status not in (CommandStatus.PENDING, CommandStatus.TAKEN):
            return record
        pause = min(pause * 1.2, longest)
    return None


def _withdraw(context: Context, command_id: str) -> CommandRecord:
    """Take back a command that nobody answered, so that it is not carried out long after; it may just be answered."""
    reason = f"No engine answered within {ANSWER_WITHIN:g} s; nothing was done."

    def take_back(conn: Connection) -> CommandRecord:
        record = commands.get(conn, command_id)
        if record.status == CommandStatus.PENDING:
            commands.finish(conn, command_id, CommandStatus.REFUSED, reason)
        return record

    record = context.write(take_back)
    if record.status == CommandStatus.PENDING:
        context.refuse_where_the_engine_hangs()
        raise EngineUnavailable(reason)
    if record.status == CommandStatus.TAKEN:
        # Not 503: that invites programs to ask again, and it would be done twice.
        raise Refusal(
            504,
            f"The engine has begun to do this and is not through after {ANSWER_WITHIN:g} s; "
            "see what comes of it before you ask again.",
        )
    return record

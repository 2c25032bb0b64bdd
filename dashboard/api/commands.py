"""Sends commands to the engine: stores them in the database and waits for the engine's answer."""

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
"""Seconds that the engine has to answer a command."""
_POLLS = (0.01, 0.05)
"""Seconds between two polls of a command: first and longest."""


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
    """Send a command to the engine and wait for its answer; returns the command as the engine accepted it.

    Raises CommandRefused with the engine's reason when the state does not allow it, Refusal 422 with the path of
    each problem when the arguments are wrong, and EngineUnavailable when no engine runs or none answers within
    ANSWER_WITHIN seconds; the command is then withdrawn, or Refusal 504 raised when the engine has started it. Only
    the calling greenlet waits. `before` is called in the transaction just before the command is stored: an error
    that it raises prevents the command. `command_id` is the command's identifier where it has one already.
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
        raise CommandRefused(record.reason or f"The engine refused to {command} {target} {target_id}.")
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
    """Withdraw a command without answer, so that it is not carried out much later; it may have just been answered."""
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
        # Not 503, which invites programs to try again, and it would be done twice.
        raise Refusal(
            504,
            f"The engine has started this and has not finished it after {ANSWER_WITHIN:g} s; "
            "check its result before you repeat it.",
        )
    return record

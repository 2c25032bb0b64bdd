"""Takes commands from the database and hands them to what carries them out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Event as Signal
from threading import Thread

from engine.commands.answers import finish, take
from engine.commands.dispatch import Commands
from engine.commands.emergency_stops import EmergencyStops
from engine.commands.instrument_commands import InstrumentCommands
from engine.commands.refusals import on_behalf_of
from engine.commands.stop_pipe import Answer, StopRequest
from engine.errors import StoreError
from engine.model.plan_check import PlanReport
from engine.model.records import CommandRecord
from engine.queues.mailbox import Mailbox
from engine.queues.rule_keeper import RuleKeeper
from engine.queues.run_context import RunContext
from engine.queues.scheduler import Scheduler
from engine.reasons import reason_and_place
from engine.store import commands
from engine.store.commands import CommandStatus

_log = logging.getLogger(__name__)
_POLL = 0.02


class Inbox:
    """Checks for commands every 20 ms. An emergency stop goes from here to the bench without waiting for anything."""

    def __init__(self, context: RunContext, scheduler: Scheduler, rules: RuleKeeper) -> None:
        self._context = context
        self._scheduler = scheduler
        self._commands = Commands(scheduler, rules)
        self._instrument_commands = InstrumentCommands(
            context, lambda: scheduler.post(scheduler.check_instruments)
        )
        self._emergency_stops = EmergencyStops(context)
        self._handed: set[str] = set()
        self._checks = Mailbox("plan checks", lambda: None)
        self._closed = Signal()
        self._thread = Thread(target=self._run, name="inbox", daemon=True)

    def start(self) -> None:
        """Start taking commands."""
        self._checks.start()
        self._thread.start()

    def close(self) -> None:
        """Take no more commands; the next engine answers those that come, or they are withdrawn."""
        self._closed.set()
        self._checks.ended.set()
        self._thread.join(1.0)
        self._emergency_stops.close()
        self._instrument_commands.close()

    def submit_demo(self) -> None:
        """Create and start the demo queue."""
        self._scheduler.call(self._commands.submit_demo)

    def stop_all(self, request: StopRequest, answer: Answer = lambda _: None) -> None:
        """Carry out an emergency stop that came through the pipe; `answer` is called in a thread of its own."""
        if self._begin_stop(request):
            # The scheduler must know before any scan ends by it, or it would start the next scan.
            self._scheduler.post(
                lambda: self._scheduler.stop_everything(f" by the emergency stop{on_behalf_of(request.user)}")
            )
            self._stop_bench()
        Thread(target=lambda: answer(self._emergency_stops.not_reached()), name="answer", daemon=True).start()

    def _run(self) -> None:
        while not self._closed.wait(_POLL):
            try:
                with self._context.database.read() as conn:
                    pending = commands.pending(conn)
            except StoreError as error:
                _log.error("cannot read commands from the database: %s", error)
                self._closed.wait(1.0)
                continue
            except Exception:  # noqa: BLE001 - it may work again a moment later
                _log.exception("reading commands failed")
                self._closed.wait(1.0)
                continue
            self._handed &= {record.command_id for record in pending}
            for record in pending:
                if record.command_id not in self._handed:
                    self._handed.add(record.command_id)
                    self._hand_over(record)

    def _hand_over(self, record: CommandRecord) -> None:
        if record.unreadable and not _is_stop(record):
            # The full command is unknown, and guessing could move hardware.
            reason = f"{record.unreadable}; give the command again"
            self._scheduler.post(lambda: self._refuse(record, reason))
            return
        if record.target == "instrument":
            self._instrument_commands.handle(record)
        elif record.target == "queue" and record.command == "add_scans":
            self._checks.post(lambda: self._check_and_carry_out(record))
        elif not _is_stop(record):
            self._scheduler.post(lambda: self._carry_out(record))
        elif self._begin_stop(StopRequest.of(record.user, record.arguments.get("request_id"))):
            self._scheduler.post(lambda: self._carry_out(record))
            self._stop_bench()
        else:
            # It was carried out when it came through the pipe; only its answer is missing.
            self._scheduler.post(lambda: self._answer_stop(record))

    def _check_and_carry_out(self, record: CommandRecord) -> None:
        """Check many plans in a thread of its own: the scheduler goes on meanwhile."""
        checked = self._commands.check(record)
        self._scheduler.post(lambda: self._carry_out(record, checked))

    def _refuse(self, record: CommandRecord, reason: str) -> None:
        finish(self._context.writer, record, CommandStatus.REFUSED, reason)

    def _begin_stop(self, request: StopRequest) -> bool:
        return self._emergency_stops.begin(request, list(self._scheduler.queues.values()))

    def _stop_bench(self) -> None:
        # First no scan may move anything any more, then the bench is stopped.
        self._scheduler.abort_all_now()
        self._emergency_stops.stop_bench()

    def _carry_out(self, record: CommandRecord, checked: Sequence[PlanReport] | None = None) -> None:
        """Carry out a command in the scheduler's thread."""
        # A stop is carried out first and recorded afterwards; anything else must not happen after it was withdrawn.
        if not _is_stop(record) and not take(self._context.writer, record):
            return
        try:
            answer = self._commands.handle(record, checked)
            status, reason, result = answer.status, answer.reason, answer.result
        except Exception as error:  # noqa: BLE001 - the sender must get an answer
            _log.exception("the command %s to %s %s failed", record.command, record.target, record.target_id)
            status, reason, result = (
                CommandStatus.FAILED,
                f"the engine failed: {reason_and_place(error)}",
                None,
            )
        if _is_stop(record):
            self._answer_stop(record, status, reason)
        else:
            finish(self._context.writer, record, status, reason, result)

    def _answer_stop(
        self, record: CommandRecord, status: CommandStatus = CommandStatus.ACCEPTED, reason: str = ""
    ) -> None:
        # In a thread of its own: it waits a moment for the instruments' answers to the stop.
        Thread(target=self._finish_stop, args=(record, status, reason), name="answer", daemon=True).start()

    def _finish_stop(self, record: CommandRecord, status: CommandStatus, reason: str) -> None:
        try:
            finish(self._context.writer, record, status, reason or self._emergency_stops.not_reached())
        except StoreError as error:
            _log.error("cannot store the answer to the emergency stop: %s", error)


def _is_stop(record: CommandRecord) -> bool:
    return record.target == "engine" and record.command == "stop_all"

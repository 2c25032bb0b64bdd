"""Commands to scans: pause, resume, stop, halt, abort, retry, and what to do with a point that failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.refusals import find_command, refuse_if
from engine.commands.scan_edits import ScanEdits
from engine.commands.submission import Submission
from engine.errors import CommandRefused
from engine.model import ids
from engine.model.records import ScanRecord
from engine.model.states import QueueState, ScanCommand, ScanState, refusal
from engine.queues.scheduler import Scheduler
from engine.scans.control import Decision, Request
from engine.store import scans


class ScanCommands:
    """Carries out commands to scans, ended ones included, in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler, submission: Submission) -> None:
        self._scheduler = scheduler
        self._submission = submission
        self._edits = ScanEdits(scheduler, submission)
        self._database = scheduler.context.database

    def handle(
        self, number: int, name: str, arguments: Mapping[str, Any], why: str, user: str
    ) -> dict[str, Any] | None:
        """Carry out a command. Raises CommandRefused when the scan's state does not allow it, NotFound when there
        is none.
        """
        run = self._scheduler.scans.get(number)
        if name == "change":
            self._edits.change(ids.scan_id(number), run, arguments, why)
            return None
        command = find_command(ScanCommand, name)
        record = None if run else self._record(number)
        state = run.tracker.state if run else record.status if record else ScanState.QUEUED
        if run is not None and state is ScanState.SUSPENDED and command is ScanCommand.RESUME:
            told = f"{run.tracker.scan_id} is {run.suspension}"
            raise CommandRefused(f"{told}. It goes on when the rule lets it; to go on now, disable the rule")
        now = bool(arguments.get("now")) and command is ScanCommand.PAUSE
        if not (now and state is ScanState.PAUSING):
            refuse_if(refusal(ids.scan_id(number), state, command))
        if command is ScanCommand.RETRY:
            return {"scan_id": self._retry(record or self._record(number), user)}
        if record is not None:
            self._resume(record, why)
            return None
        assert run is not None
        match command:
            case ScanCommand.PAUSE:
                self._scheduler.pause(run, why, now=now)
            case ScanCommand.RETRY_POINT:
                self._scheduler.decide(run, Decision.AGAIN, why)
            case ScanCommand.SKIP:
                self._scheduler.decide(run, Decision.SKIP, why)
            case ScanCommand.HALT:
                self._scheduler.end(run, Request.HALT, why)
            case ScanCommand.RESUME:
                self._scheduler.resume(run, why)
            case ScanCommand.STOP:
                self._scheduler.end(run, Request.STOP, why)
            case _:
                self._scheduler.end(run, Request.ABORT, why)
        return None

    def _retry(self, record: ScanRecord, user: str) -> str:
        queue = self._scheduler.queue(ids.queue_number(record.queue_id))
        made = self._submission.add(queue, record.plan, user, retry_of=record)
        return made.tracker.scan_id

    def _resume(self, record: ScanRecord, why: str) -> None:
        """Put a scan that ended before its last point at the head of its queue again and start the queue."""
        queue = self._scheduler.queue(ids.queue_number(record.queue_id))
        if queue.state not in (QueueState.IDLE, QueueState.PAUSED, QueueState.RUNNING):
            raise CommandRefused(f"{queue.queue_id} is {queue.state.value}; resume the scan after that")
        record, checks = self._submission.check_resume(ids.scan_number(record.scan_id))
        refuse_if(checks.refusal or None)
        self._submission.put_first(queue, record, checks)
        if queue.state is not QueueState.RUNNING:
            queue.to(QueueState.RUNNING, f"resuming {record.scan_id}{why}")

    def _record(self, number: int) -> ScanRecord:
        with self._database.read() as conn:
            return scans.get(conn, number)

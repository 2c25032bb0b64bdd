"""Commands to queues: create, change, start, pause, resume, stop, abort and clear them, and order their waiting
scans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from engine.commands import demo_queue
from engine.commands.refusals import find_command, refuse_if
from engine.commands.submission import Submission
from engine.errors import CommandRefused, PlanRefused
from engine.model import ids
from engine.model.clock import now
from engine.model.plan_batch import check_plans
from engine.model.plan_check import PlanReport
from engine.model.states import (
    Level,
    Loop,
    OnFailure,
    QueueCommand,
    QueueMode,
    QueueState,
    ScanCommand,
    ScanState,
    refusal,
)
from engine.queues.queue_counts import resumable
from engine.queues.queue_run import QueueRun
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.scans.control import Request
from engine.store import queues, scans

_QUEUE_FIELDS: Mapping[str, str] = {
    "name": "its name",
    "mode": "its mode",
    "on_failure": "its rule for failed scans",
    "loop": "its number of passes",
    "parallel": "its most scans at once",
}
_QUEUE_WORDS: Mapping[str, str] = {
    QueueMode.SERIAL: "serial",
    QueueMode.PARALLEL: "parallel",
    OnFailure.STOP: "to stop",
    OnFailure.CONTINUE: "to continue",
    "None": "not set",
}


class NewQueue(BaseModel):
    """Arguments of `create` and, all of them optional, of `edit`."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(default=None, min_length=1, max_length=200)
    mode: QueueMode | None = None
    on_failure: OnFailure | None = None
    loop: Loop = None
    parallel: int | None = Field(default=None, ge=1)

    def changes(self) -> dict[str, Any]:
        """What was given; only `loop` and `parallel` may be given as None."""
        given = self.model_dump(exclude_unset=True)
        return {name: v for name, v in given.items() if v is not None or name in ("loop", "parallel")}


class QueueCommands:
    """Carries out commands to queues in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler, submission: Submission) -> None:
        self._scheduler = scheduler
        self._submission = submission
        self._writer = scheduler.context.writer
        self._database = scheduler.context.database
        scheduler.run_again = self.run_again

    def create(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Create an idle queue."""
        wanted = _arguments(arguments)
        name, mode = wanted.name or "Queue", wanted.mode or QueueMode.SERIAL
        on_failure = wanted.on_failure or OnFailure.STOP
        record = self._writer.transact(
            lambda conn: queues.create(conn, name, mode, on_failure, wanted.loop, wanted.parallel)
        )
        self._scheduler.add_queue(record).to(QueueState.IDLE, f"{name} was created")
        return {"queue_id": record.queue_id}

    def handle(
        self, queue: QueueRun, name: str, arguments: Mapping[str, Any], why: str, user: str
    ) -> dict[str, Any] | None:
        """Carry out a command. Raises CommandRefused when the queue's state does not allow it."""
        edits: dict[str, Callable[[], dict[str, Any] | None]] = {
            "add_scan": lambda: {
                "scan_id": self._submission.add(queue, arguments.get("plan"), user).tracker.scan_id,
            },
            "reorder": lambda: self._reorder(queue, _scan_numbers(arguments), why),
            "remove": lambda: self._remove(queue, _scan_numbers(arguments), why),
            "edit": lambda: self._edit(queue, _arguments(arguments), why),
        }
        if name in edits:
            return edits[name]()
        command = find_command(QueueCommand, name, edits)
        refuse_if(refusal(queue.queue_id, queue.state, command))
        match command:
            case QueueCommand.START:
                self._start(queue, why)
            case QueueCommand.PAUSE:
                self._pause(queue, why)
            case QueueCommand.RESUME:
                self._resume(queue, why)
            case QueueCommand.STOP:
                self._scheduler.end_queue(queue, Request.STOP, why)
            case QueueCommand.ABORT:
                self._scheduler.end_queue(queue, Request.ABORT, why)
            case QueueCommand.CLEAR:
                self._clear(queue, why)
            case QueueCommand.DUPLICATE:
                return self._copy(queue, user)
        return None

    def check(self, arguments: Mapping[str, Any]) -> list[PlanReport]:
        """Check the plans that are to be added; any thread may call this. Raises PlanRefused."""
        plans, context = arguments.get("plans"), self._scheduler.context
        return check_plans(plans if isinstance(plans, list) else [], context.bench.spec, context.procedures)

    def add_all(self, queue: QueueRun, reports: Sequence[PlanReport], user: str) -> dict[str, Any]:
        """Queue checked plans, all of them."""
        return {"scan_ids": [run.tracker.scan_id for run in self._submission.add_all(queue, reports, user)]}

    def _copy(self, queue: QueueRun, user: str) -> dict[str, Any]:
        """Make a queue with the same settings and copies of all scans that are not in the bin."""
        with self._database.read() as conn:
            records = [
                scans.get(conn, ids.scan_number(r.scan_id)) for r in scans.of_queue(conn, queue.number)
            ]
        context = self._scheduler.context
        reports = check_plans([r.plan for r in records], context.bench.spec, context.procedures)
        settings = {
            "name": f"{queue.name} (copy)"[:200],
            "mode": queue.mode,
            "on_failure": queue.on_failure,
            "loop": queue.loop,
            "parallel": queue.parallel,
        }
        made = self.create(settings)
        self._submission.add_all(
            self._scheduler.queue(ids.queue_number(made["queue_id"])), reports, user, records
        )
        return made

    def run_again(self, queue: QueueRun) -> bool:
        """Queue the scans of a looping queue again after a pass; False when its last pass is over."""
        if queue.loop is None or (isinstance(queue.loop, int) and queue.pass_number >= queue.loop):
            return False
        self._writer.flush()
        with self._database.read() as conn:
            began = queues.pass_began(conn, queue.number)
            found = scans.started_since(conn, queue.number, began) if began else []
            records = [scans.get(conn, number) for number, _ in found]
        if ScanState.COMPLETED not in [state for _, state in found]:
            queue.log("the loop ends, because no scan of the last pass completed", Level.WARNING)
            return False
        context = self._scheduler.context
        try:
            reports = check_plans([r.plan for r in records], context.bench.spec, context.procedures)
        except PlanRefused as error:
            queue.log(f"the loop ends: {error}", Level.ERROR)
            return False
        self._begin_pass(queue, queue.pass_number + 1)
        of = f" of {queue.loop}" if isinstance(queue.loop, int) else ""
        queue.log(f"pass {queue.pass_number}{of} begins")
        self._submission.add_all(queue, reports, "", records)
        return True

    def _begin_pass(self, queue: QueueRun, number: int) -> None:
        moment = now()
        self._writer.transact(lambda conn: queues.begin_pass(conn, queue.number, number, moment))
        queue.pass_number = number

    def _start(self, queue: QueueRun, why: str) -> None:
        if not queue.queued:
            raise CommandRefused(f"{queue.queue_id} has no queued scan; add one first")
        if queue.loop is not None:
            self._begin_pass(queue, 1)
        queue.to(QueueState.RUNNING, f"started{why}")
        self._scheduler.check_queue(queue)

    def _pause(self, queue: QueueRun, why: str) -> None:
        queue.to(QueueState.PAUSING, f"pausing after the current steps{why}")
        for run in list(queue.active.values()):
            if refusal("", run.tracker.state, ScanCommand.PAUSE) is None:
                self._scheduler.pause(run, why)
        self._scheduler.check_queue(queue)

    def _resume(self, queue: QueueRun, why: str) -> None:
        with self._database.read() as conn:
            numbers = resumable(conn, queue.number)
        checks = [self._submission.check_resume(number) for number in numbers]
        refusals = " ".join(f"{going_on.refusal}." for _, going_on in checks if going_on.refusal)
        if refusals:
            raise CommandRefused(f"{refusals} Stop the queue and start it again to continue without it.")
        queue.to(QueueState.RUNNING, f"resumed{why}")
        for run in list(queue.active.values()):
            if run.tracker.state in (ScanState.PAUSED, ScanState.PAUSING):
                self._scheduler.resume(run, why)
        for record, going_on in reversed(checks):
            self._submission.put_first(queue, record, going_on)
        self._scheduler.check_queue(queue)

    def _clear(self, queue: QueueRun, why: str) -> None:
        """Remove the waiting scans; those with readings from an earlier run are stopped instead."""
        waiting = list(queue.queued.values())
        for run in waiting:
            if run.resuming:
                self._scheduler.end(run, Request.STOP, why)
        self._discard(queue, [run for run in waiting if not run.resuming])
        queue.log(f"{len(waiting)} waiting scan{'' if len(waiting) == 1 else 's'} removed{why}")
        queue.emit_status()

    def _discard(self, queue: QueueRun, runs: Sequence[ScanRun]) -> None:
        def remove(conn: Connection) -> None:
            for run in runs:
                scans.remove(conn, run.number)

        self._writer.transact(remove)
        for run in runs:
            self._scheduler.forget(run)
        queue.emit_order()

    def _reorder(self, queue: QueueRun, numbers: list[int], why: str) -> None:
        queue.order.check(numbers)
        self._writer.transact(lambda conn: scans.reorder(conn, queue.number, numbers))
        queue.order.reorder(numbers)
        queue.emit_order()
        queue.log(f"the waiting scans were put in a new order{why}")
        queue.emit_status()

    def _remove(self, queue: QueueRun, numbers: list[int], why: str) -> None:
        for number in numbers:
            run = queue.queued.get(number)
            if run is None:
                raise CommandRefused(f"{ids.scan_id(number)} does not wait in {queue.queue_id}")
            if run.resuming:
                raise CommandRefused(f"{ids.scan_id(number)} has readings; stop it instead of removing it")
        runs = [queue.queued[number] for number in dict.fromkeys(numbers)]
        self._discard(queue, runs)
        for run in runs:
            scan = run.tracker.scan_id
            queue.log(f"{scan} {run.tracker.name} was removed{why}", scan=scan)
        queue.emit_status()

    def _edit(self, queue: QueueRun, wanted: NewQueue, why: str) -> None:
        before = [getattr(queue, name) for name in _QUEUE_FIELDS]
        record = self._writer.transact(lambda conn: queues.edit(conn, queue.number, wanted.changes()))
        if record.loop is not None and queue.loop is None and queue.state is not QueueState.IDLE:
            self._begin_pass(queue, 1)
        for name in _QUEUE_FIELDS:
            setattr(queue, name, getattr(record, name))
        changes = [
            f"{what} is now {_QUEUE_WORDS.get(str(new), new)}"
            for (name, what), old in zip(_QUEUE_FIELDS.items(), before, strict=True)
            if old != (new := getattr(record, name))
        ]
        if changes:
            queue.log(f"{'; '.join(changes)}{why}")
        queue.emit_status()
        self._scheduler.check_queue(queue)

    def submit_demo(self, user: str = "") -> dict[str, Any]:
        """Create and start the demo queue. Raises CommandRefused when the bench lacks its instruments."""
        plans = demo_queue.plans(self._scheduler.context.bench.spec)
        if not plans:
            raise CommandRefused(
                "this bench lacks the instruments of the demo; start PyBirch with benches/demo.toml"
            )
        made = self.create({"name": "Demo", "on_failure": "continue"})
        queue = self._scheduler.queue(ids.queue_number(made["queue_id"]))
        for plan in plans:
            self._submission.add(queue, plan, user)
        self._start(queue, "")
        return made


def _arguments(arguments: Mapping[str, Any]) -> NewQueue:
    try:
        return NewQueue.model_validate(arguments)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise CommandRefused(
            "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in found)
        ) from None


def _scan_numbers(arguments: Mapping[str, Any]) -> list[int]:
    named = arguments.get("scan_ids")
    if not isinstance(named, list) or not all(isinstance(n, str) for n in named):
        raise CommandRefused("scan_ids must be a list of scan identifiers")
    return [ids.scan_number(n) for n in named]

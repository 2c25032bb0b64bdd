"""What people ask of scans, queues and the engine: checked against the state, done, answered. One method each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from engine.errors import CommandRefused, InputRefused, PlanRefused, PyBirchError
from engine.model import ids
from engine.model.plan_check import check_plan
from engine.model.records import CommandRecord, ScanRecord
from engine.model.states import (
    OnFailure,
    QueueCommand,
    QueueMode,
    QueueState,
    ScanCommand,
    ScanState,
    refusal,
)
from engine.queues import demo
from engine.queues.queue_run import QueueRun
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.queues.tally import resumable
from engine.scans.control import Ask
from engine.store import queues, scans
from engine.store.commands import CommandStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command; `reason` says why not, or what was left out."""

    status: CommandStatus
    reason: str = ""
    result: dict[str, Any] | None = field(default=None)


_QUEUE_FIELDS = ("its name", "the way its scans run", "what it does when a scan fails")
_QUEUE_WORDS: Mapping[str, str] = {
    QueueMode.SERIAL: "one after the other",
    QueueMode.PARALLEL: "side by side",
    OnFailure.STOP: "to stop",
    OnFailure.CONTINUE: "to go on",
}


class NewQueue(BaseModel):
    """Arguments of `create`, and all of them optional, of `edit`."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(default=None, min_length=1, max_length=200)
    mode: QueueMode | None = None
    on_failure: OnFailure | None = None


class Commands:
    """Carries commands out. Called in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._writer = scheduler.equipment.writer
        self._database = scheduler.equipment.database

    def handle(self, record: CommandRecord) -> Answer:
        """Do what a command asks for, or say why not; never raises."""
        arguments, why, reason = record.arguments, asked_by(record.user), ""
        try:
            match record.target:
                case "scan":
                    result = self._scan(ids.scan_number(record.target_id), record.command, why, record.user)
                case "queue" if record.command == "create":
                    result = self._create_queue(arguments)
                case "queue":
                    queue = self._scheduler.queue(ids.queue_number(record.target_id))
                    result = self._queue(queue, record.command, arguments, why, record.user)
                case "engine" if record.command == "stop_all":
                    self._scheduler.stop_everything(f" by the emergency stop{why}")
                    result, reason = None, self._scheduler.equipment.bench.not_reached()
                case "engine" if record.command == "submit_demo":
                    result = self.submit_demo(record.user)
                case _:
                    raise CommandRefused(f"there is no command {record.command!r} for {record.target!r}")
        except InputRefused as error:
            problems = [p.as_dict() for p in error.problems]
            return Answer(CommandStatus.REFUSED, str(error), {"problems": problems})
        except PyBirchError as error:
            return Answer(CommandStatus.REFUSED, str(error))
        return Answer(CommandStatus.ACCEPTED, reason, result)

    # Scans.

    def _scan(self, number: int, name: str, why: str, user: str) -> dict[str, Any] | None:
        command = _known(ScanCommand, name)
        run = self._scheduler.scans.get(number)
        record = None if run else self._record(number)
        state = run.standing.state if run else record.status if record else ScanState.QUEUED
        _refuse(refusal(ids.scan_id(number), state, command))
        if command is ScanCommand.RETRY:
            return {"scan_id": self._retry(record or self._record(number), user)}
        if record is not None:
            self._take_up(record, why)
            return None
        assert run is not None
        match command:
            case ScanCommand.PAUSE:
                self._scheduler.pause(run, why)
            case ScanCommand.RESUME:
                self._scheduler.resume(run, why)
            case ScanCommand.STOP:
                self._scheduler.end(run, Ask.STOP, why)
            case _:
                self._scheduler.end(run, Ask.ABORT, why)
        return None

    def _retry(self, record: ScanRecord, user: str) -> str:
        queue = self._scheduler.queue(ids.queue_number(record.queue_id))
        made = self._add(queue, record.plan, user, retry_of=record)
        return made.standing.scan_id

    def _take_up(self, record: ScanRecord, why: str) -> None:
        """An interrupted scan waits at the head of its queue again, and the queue is started."""
        queue = self._scheduler.queue(ids.queue_number(record.queue_id))
        if queue.state not in (QueueState.IDLE, QueueState.PAUSED, QueueState.RUNNING):
            raise CommandRefused(
                f"{queue.queue_id} is {queue.state.value}; resume the scan when that is over"
            )
        self._put_first(queue, record)
        if queue.state is not QueueState.RUNNING:
            queue.to(QueueState.RUNNING, f"going on with {record.scan_id}{why}")

    def _put_first(self, queue: QueueRun, record: ScanRecord) -> None:
        queue.count(ScanState.INTERRUPTED, record.progress, -1)
        run = self._scheduler.add_scan(record, first=True)
        run.taken_up = True
        self._writer.transact(lambda conn: scans.to_head(conn, run.number))

    # Queues.

    def _create_queue(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        wanted = _arguments(arguments)
        name, mode = wanted.name or "Queue", wanted.mode or QueueMode.SERIAL
        on_failure = wanted.on_failure or OnFailure.STOP
        record = self._writer.transact(lambda conn: queues.create(conn, name, mode, on_failure))
        self._scheduler.add_queue(record).to(QueueState.IDLE, f"{name} was created")
        return {"queue_id": record.queue_id}

    def _queue(
        self, queue: QueueRun, name: str, arguments: Mapping[str, Any], why: str, user: str
    ) -> dict[str, Any] | None:
        edits: dict[str, Callable[[], dict[str, Any] | None]] = {
            "add_scan": lambda: {
                "scan_id": self._add(queue, arguments.get("plan"), user).standing.scan_id,
            },
            "reorder": lambda: self._reorder(queue, _scan_numbers(arguments), why),
            "remove": lambda: self._remove(queue, _scan_numbers(arguments), why),
            "edit": lambda: self._edit(queue, _arguments(arguments), why),
        }
        if name in edits:
            return edits[name]()
        command = _known(QueueCommand, name, edits)
        _refuse(refusal(queue.queue_id, queue.state, command))
        match command:
            case QueueCommand.START:
                self._start(queue, why)
            case QueueCommand.PAUSE:
                self._pause(queue, why)
            case QueueCommand.RESUME:
                self._resume(queue, why)
            case QueueCommand.STOP:
                self._scheduler.end_queue(queue, Ask.STOP, why)
            case QueueCommand.ABORT:
                self._scheduler.end_queue(queue, Ask.ABORT, why)
            case QueueCommand.CLEAR:
                self._clear(queue, why)
        return None

    def _start(self, queue: QueueRun, why: str) -> None:
        if not queue.queued:
            raise CommandRefused(f"{queue.queue_id} has no queued scan; add one first")
        queue.to(QueueState.RUNNING, f"started{why}")
        self._scheduler.look_at(queue)

    def _pause(self, queue: QueueRun, why: str) -> None:
        queue.to(QueueState.PAUSING, f"pausing after the current steps{why}")
        for run in list(queue.active.values()):
            if refusal("", run.standing.state, ScanCommand.PAUSE) is None:
                self._scheduler.pause(run, why)
        self._scheduler.look_at(queue)

    def _resume(self, queue: QueueRun, why: str) -> None:
        with self._database.read() as conn:
            records = [scans.get(conn, number) for number in resumable(conn, queue.number)]
        queue.to(QueueState.RUNNING, f"resumed{why}")
        for run in list(queue.active.values()):
            if run.standing.state in (ScanState.PAUSED, ScanState.PAUSING):
                self._scheduler.resume(run, why)
        for record in reversed(records):
            self._put_first(queue, record)
        self._scheduler.look_at(queue)

    def _clear(self, queue: QueueRun, why: str) -> None:
        """Remove the scans that wait; those that hold readings from an earlier run are stopped instead."""
        waiting = list(queue.queued.values())
        for run in waiting:
            if run.taken_up:
                self._scheduler.end(run, Ask.STOP, why)
        self._discard(queue, [run for run in waiting if not run.taken_up])
        queue.log(f"{len(waiting)} waiting scan{'' if len(waiting) == 1 else 's'} removed{why}")
        queue.tell()

    def _discard(self, queue: QueueRun, runs: Sequence[ScanRun]) -> None:
        def remove(conn: Connection) -> None:
            for run in runs:
                scans.remove(conn, run.number)

        self._writer.transact(remove)
        for run in runs:
            self._scheduler.forget(run)
        queue.tell_order()

    def _add(self, queue: QueueRun, data: Any, user: str, retry_of: ScanRecord | None = None) -> ScanRun:
        equipment = self._scheduler.equipment
        report = check_plan(data, equipment.bench.spec, equipment.procedures)
        if report.plan is None:
            raise PlanRefused("the plan cannot be queued", report.problems)
        plan, data = report.plan, report.plan.as_json()  # not in the journal's thread, whose stack is small
        record = self._writer.transact(
            lambda conn: scans.create(
                conn,
                queue.number,
                plan.name,
                data,
                sample=retry_of.sample if retry_of else plan.sample,
                tags=retry_of.tags if retry_of else plan.tags,
                metadata=retry_of.metadata if retry_of else plan.metadata,
                notes=plan.notes,
                user=user,
                total_points=report.points,
                retry_of=ids.scan_number(retry_of.scan_id) if retry_of else None,
            )
        )
        run = self._scheduler.add_scan(record)
        queue.tell()
        return run

    def _reorder(self, queue: QueueRun, numbers: list[int], why: str) -> None:
        queue.order.check(numbers)
        self._writer.transact(lambda conn: scans.reorder(conn, queue.number, numbers))
        queue.order.reorder(numbers)
        queue.tell_order()
        queue.log(f"the waiting scans were put in another order{why}")
        queue.tell()

    def _remove(self, queue: QueueRun, numbers: list[int], why: str) -> None:
        for number in numbers:
            run = queue.queued.get(number)
            if run is None:
                raise CommandRefused(f"{ids.scan_id(number)} does not wait in {queue.queue_id}")
            if run.taken_up:
                raise CommandRefused(f"{ids.scan_id(number)} holds readings; stop it instead of removing it")
        runs = [queue.queued[number] for number in dict.fromkeys(numbers)]
        self._discard(queue, runs)
        for run in runs:
            scan = run.standing.scan_id
            queue.log(f"{scan} {run.standing.name} was removed{why}", scan=scan)
        queue.tell()

    def _edit(self, queue: QueueRun, wanted: NewQueue, why: str) -> None:
        before = (queue.name, queue.mode, queue.on_failure)
        record = self._writer.transact(
            lambda conn: queues.edit(conn, queue.number, wanted.name, wanted.mode, wanted.on_failure)
        )
        queue.name, queue.mode, queue.on_failure = record.name, record.mode, record.on_failure
        changes = [
            f"{what} is now {_QUEUE_WORDS.get(new, new)}"
            for what, old, new in zip(
                _QUEUE_FIELDS, before, (record.name, record.mode, record.on_failure), strict=True
            )
            if old != new
        ]
        if changes:
            queue.log(f"{'; '.join(changes)}{why}")
        queue.tell()
        self._scheduler.look_at(queue)

    def submit_demo(self, user: str = "") -> dict[str, Any]:
        """Make and start the demo queue; CommandRefused when the bench lacks its instruments."""
        plans = demo.plans(self._scheduler.equipment.bench.spec)
        if not plans:
            raise CommandRefused("this bench has not the instruments of the demo")
        made = self._create_queue({"name": "Demo", "on_failure": "continue"})
        queue = self._scheduler.queue(ids.queue_number(made["queue_id"]))
        for plan in plans:
            self._add(queue, plan, user)
        self._start(queue, "")
        return made

    def _record(self, number: int) -> ScanRecord:
        with self._database.read() as conn:
            return scans.get(conn, number)


def asked_by(user: str) -> str:
    """How messages name who gave a command."""
    return f", asked by {user}" if user else ""


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise CommandRefused(reason)


def _known(commands: Any, name: str, others: Mapping[str, Any] | None = None) -> Any:
    try:
        return commands(name)
    except ValueError:
        known = ", ".join([*(c.value for c in commands), *(others or {})])
        raise CommandRefused(f"there is no command {name!r}; known are {known}") from None


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

"""The only thread that changes what runs: it handles messages one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from engine.bench.instrument import ManagedInstrument
from engine.errors import CommandRefused, DataDamaged, NotFound, StoreError
from engine.model import ids
from engine.model.clock import span
from engine.model.plan_check import check_plan
from engine.model.records import QueueRecord
from engine.model.states import Level, OnFailure, QueueState, ScanState
from engine.queues.launcher import Launcher
from engine.queues.mailbox import Mailbox
from engine.queues.progress import Progress
from engine.queues.queue_counts import QueueCounts
from engine.queues.queue_run import QueueRun
from engine.queues.resume_check import check_resume
from engine.queues.run_context import RunContext
from engine.queues.scan_run import ScanRun
from engine.queues.stopping import is_stuck, stop_instruments, unanswered_text
from engine.scans.control import Decision, Request
from engine.scans.outcome import Notice, Outcome
from engine.store import scans

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Scheduler:
    """Queues and scans that have not ended.

    Any thread may call `start`, `post`, `call`, `close` and `abort_all_now`; all other public methods are for
    messages, which run in the scheduler's own thread.
    """

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.queues: dict[int, QueueRun] = {}
        self.scans: dict[int, ScanRun] = {}
        self.closing = False
        self._mailbox = Mailbox("scheduler", self._follow_up)
        self._progress = Progress(lambda: list(self.queues.values()))
        self._launcher = Launcher(
            context,
            lambda run, notice: self.post(lambda: self._on_notice(run, notice)),
            lambda run, outcome: self.post(lambda: self._on_end(run, outcome)),
        )
        self._stale: dict[int, QueueRun] = {}
        """Queues to check before the next message."""
        self._postponed: dict[int, QueueRun] = {}
        """Queues to check again a moment later."""
        self._grants_due = False
        self.run_again: Callable[[QueueRun], bool] = lambda queue: False
        """Queues the scans of a queue that ran all of them again; False when it does not loop."""
        self.on_begin: Callable[[ScanRun], None] = lambda run: None
        """Called with each scan that starts, before it waits for its instruments."""

    # For any thread.

    def start(self) -> None:
        """Start handling messages."""
        self._mailbox.start()
        self._progress.start()

    def post(self, message: Callable[[], None]) -> None:
        """Let the scheduler's thread call this."""
        self._mailbox.post(message)

    def call(self, message: Callable[[], T], timeout: float = 10.0) -> T:
        """Let the scheduler's thread call this and wait; raises what it raised, TimeoutError when that takes longer."""
        return self._mailbox.call(message, timeout)

    def close(self, timeout: float = 6.0) -> None:
        """Stop every scan safely, as `interrupted`; scans that do not end in time are abandoned."""
        self.post(self._begin_closing)
        ended = self._mailbox.ended
        if not ended.wait(timeout):
            self.post(self._abandon_all)
            ended.wait(1.0)
        self._mailbox.join(1.0)
        self._progress.close()

    # For messages.

    def queue(self, number: int) -> QueueRun:
        """Find a queue. Raises NotFound when there is none."""
        if number not in self.queues:
            raise NotFound(f"there is no queue {ids.queue_id(number)}")
        return self.queues[number]

    def add_queue(self, record: QueueRecord, counts: QueueCounts = QueueCounts()) -> QueueRun:  # noqa: B008 - it is frozen
        """Manage this queue from now on."""
        queue = QueueRun(self.context.writer.emit, record, counts)
        self.queues[queue.number] = queue
        return queue

    def add_scan(self, run: ScanRun, *, first: bool = False, announce: bool = True) -> None:
        """Let a queued scan wait in its queue; `emit_status` emits that it is queued."""
        queue = self.queue(run.queue)
        queue.add(run, first=first)
        self.scans[run.number] = run
        if announce:
            run.tracker.to(ScanState.QUEUED, f"queued in {queue.name}")
        self.check_queue(queue)

    def forget(self, run: ScanRun) -> None:
        """Forget a queued scan that was removed."""
        self.queue(run.queue).drop(run.number)
        del self.scans[run.number]
        self.check_queue(self.queue(run.queue))

    def move(self, run: ScanRun, goal: QueueRun) -> None:
        """Let a waiting scan wait at the end of another queue."""
        self.queue(run.queue).drop(run.number)
        self.check_queue(self.queue(run.queue))
        run.queue, run.tracker.queue_id = goal.number, goal.queue_id
        goal.add(run)
        self.check_queue(goal)

    def check_queue(self, queue: QueueRun) -> None:
        """Check the queue before the next message."""
        self._stale[queue.number] = queue

    def check_instruments(self) -> None:
        """Check whether waiting scans can have their instruments now."""
        self._grants_due = True

    def pause(self, run: ScanRun, why: str, *, now: bool = False) -> None:
        """Hold a scan after its current step, or `now`: within it."""
        run.control.pause(now=now)
        if run.tracker.state is ScanState.SUSPENDED:
            run.tracker.to(ScanState.PAUSED, f"paused{why}, {run.suspension}")
            self.check_queue(self.queue(run.queue))
            return
        run.tracker.to(ScanState.PAUSING, f"pausing {'now' if now else 'after the current step'}{why}")
        if run.thread is None:
            self._launcher.withdraw(run)
            run.tracker.to(ScanState.PAUSED, f"paused{why}")
        self.check_queue(self.queue(run.queue))

    def suspend(self, run: ScanRun, rule: int, told: str) -> None:
        """Let a rule hold a scan after its current step, until `unsuspend`; `told` says which and why."""
        if not run.suspended_by and run.tracker.state in (ScanState.RUNNING, ScanState.STARTING):
            run.tracker.log(f"to be {told}", Level.WARNING)
        run.suspended_by[rule] = told
        run.control.suspend()
        self.check_queue(self.queue(run.queue))

    def tell_suspension(self, run: ScanRun, rule: int, told: str) -> None:
        """Say why a rule still holds a scan."""
        if rule in run.suspended_by:
            run.suspended_by[rule] = told
            if run.tracker.state is ScanState.SUSPENDED:
                run.tracker.set_message(run.suspension)

    def unsuspend(self, run: ScanRun, rule: int, why: str) -> None:
        """A rule holds a scan no longer; it continues when no other rule and nobody else holds it."""
        if run.suspended_by.pop(rule, None) is None or run.suspended_by:
            return
        if run.tracker.state is ScanState.SUSPENDED:
            run.tracker.to(ScanState.RUNNING, f"going on: {why}")
        run.control.unsuspend()
        self.check_queue(self.queue(run.queue))

    def resume(self, run: ScanRun, why: str) -> None:
        """Let a held scan continue, or be suspended where a rule holds it."""
        if run.thread is None:
            run.control.resume()
            run.tracker.to(ScanState.STARTING, f"resumed{why}")
            self._launcher.ask(run)
            self._grants_due = True
        elif run.suspended_by and run.tracker.state is ScanState.PAUSED:
            run.tracker.to(ScanState.SUSPENDED, run.suspension, Level.WARNING)
            run.control.resume()
        else:
            run.tracker.to(ScanState.RUNNING, f"resumed{why}")
            run.control.resume()

    def decide(self, run: ScanRun, decision: Decision, why: str) -> None:
        """Let a scan that holds after a fault continue: measure its point again, or leave it out."""
        fault = run.control.fault
        if fault is None:
            raise CommandRefused(f"{run.tracker.scan_id} does not hold after a fault")
        if decision is Decision.SKIP and not fault.can_skip:
            raise CommandRefused(
                f"this cannot be left out, because it is not a point: {fault.message}; try again or stop the scan"
            )
        what = "leaving out" if decision is Decision.SKIP else "trying again"
        if run.suspended_by:
            run.tracker.log(f"{what} point {fault.point}{why}")
            run.tracker.to(ScanState.SUSPENDED, run.suspension, Level.WARNING)
        else:
            run.tracker.to(ScanState.RUNNING, f"{what} point {fault.point}{why}")
        run.control.decide(decision)

    def end(self, run: ScanRun, how: Request, why: str) -> None:
        """Stop, halt or abort a scan in any state that is not an end."""
        aborts = how is Request.ABORT
        done = ScanState.STOPPED if how is Request.STOP else ScanState.ABORTED
        if run.tracker.state is ScanState.QUEUED:
            self.queue(run.queue).drop(run.number)
            self._close_run(run, Outcome(done, f"{done.value} before it started{why}"))
            return
        if run.tracker.state is not ScanState.ABORTING:
            going = ScanState.ABORTING if aborts else ScanState.STOPPING
            run.tracker.to(going, f"{going.value}{why}", Level.WARNING if aborts else Level.INFO)
        if run.thread is None:
            self._launcher.withdraw(run)
            self._close_run(run, Outcome(done, f"{done.value} before it had its instruments{why}"))
            return
        run.control.end(how)
        stop_instruments(run, self._instruments_of(run), how)

    def end_queue(self, queue: QueueRun, how: Request, why: str) -> None:
        """End the active scans of a queue and start no more; scans that wait for instruments go back into the queue."""
        queue.stopped_why = why
        queue.to(QueueState.STOPPING, f"{'aborting' if how is Request.ABORT else 'stopping'}{why}")
        for run in list(queue.active.values()):
            if run.thread is None:
                self._put_back(run)
            elif run.tracker.state is not ScanState.STOPPING or how is Request.ABORT:
                self.end(run, how, why)
        self.check_queue(queue)

    def stop_everything(self, why: str) -> None:
        """Abort every scan and stop every queue; the caller stops the bench."""
        for queue in self.queues.values():
            if queue.state is not QueueState.IDLE:
                if queue.state is not QueueState.STOPPING:
                    queue.stopped_why = why
                    queue.to(QueueState.STOPPING, f"stopping{why}", Level.WARNING)
                self.check_queue(queue)
        for run in [r for q in self.queues.values() for r in q.active.values()]:
            self.end(run, Request.ABORT, why)

    def abort_all_now(self) -> None:
        """Let no scan start another step; any thread may call it. `stop_everything` follows as a message."""
        for queue in list(self.queues.values()):
            for run in list(queue.active.values()):
                run.control.end(Request.ABORT)

    # The scheduler's own thread.

    def _follow_up(self) -> None:
        self._stale, self._postponed = {**self._stale, **self._postponed}, {}
        while self._stale:
            # In order: the queue that was started first asks for its instruments first.
            self._update_queue(self._stale.pop(next(iter(self._stale))))
        if self._grants_due and not self.closing:
            self._grants_due = False
            self._launcher.grant()
        self._abandon_stuck()
        if self.closing and not any(run.thread for run in self.scans.values()):
            self._mailbox.ended.set()

    def _update_queue(self, queue: QueueRun) -> None:
        """Bring a queue to the state that its scans imply, and start those that may start."""
        if queue.state is QueueState.RUNNING and not self.closing:
            begun = [run for run in queue.startable() if self._read_plan(queue, run)]
            for run in begun:
                self._begin(queue, run)
            if begun:
                queue.tick()  # the new scans are in the first status, not only in the next tick
            if queue.waits_for_a_time:
                self._postponed[queue.number] = queue
            if not queue.active and not queue.queued and not self.run_again(queue):
                queue.to(QueueState.IDLE, "all scans of the queue have ended")
        elif queue.state is QueueState.PAUSING and queue.all_paused:
            queue.to(QueueState.PAUSED, "paused")
        elif queue.state is QueueState.STOPPING and not queue.active:
            waiting = len(queue.queued)
            left = f"; {waiting} scan{'s' if waiting > 1 else ''} still waiting" if waiting else ""
            queue.to(QueueState.IDLE, f"stopped{queue.stopped_why}{left}")

    def _read_plan(self, queue: QueueRun, run: ScanRun) -> bool:
        """Check the plan of a scan that was queued before this engine started; False when it cannot be read now."""
        if run.plan is not None or run.problem:
            return True
        context = self.context
        try:
            with context.database.read() as conn:
                if run.resuming:
                    checks = check_resume(context, conn, scans.get(conn, run.number))
                    run.take(checks.report)
                    run.problem, run.edits = checks.refusal, checks.edits
                    return True
                plan = scans.plan(conn, run.number)
        except DataDamaged as error:
            run.problem = str(error)
            return True
        except StoreError as error:
            _log.error("%s cannot start yet: %s", run.tracker.scan_id, error)
            self._postponed[queue.number] = queue
            return False
        run.take(check_plan(plan, context.bench.spec, context.procedures))
        return True

    def _begin(self, queue: QueueRun, run: ScanRun) -> None:
        queue.activate(run)
        run.tracker.to(ScanState.STARTING, "continuing" if run.resuming else "starting")
        if run.problem and run.resuming:
            self._close_run(run, Outcome(ScanState.INTERRUPTED, run.problem, Level.ERROR))
            return
        if run.problem:
            message = f"the plan does not fit the bench: {run.problem}"
            self._close_run(run, Outcome(ScanState.FAILED, message, Level.ERROR))
            return
        for edit in run.edits:
            run.tracker.log(f"the bench was edited since this scan started: {edit}", Level.WARNING)
        queue.log(f"{run.tracker.scan_id} {run.tracker.name} starts", scan=run.tracker.scan_id)
        self.on_begin(run)
        self._launcher.ask(run)
        self._grants_due = True

    def _put_back(self, run: ScanRun) -> None:
        """Let an active scan that has no instruments yet wait in its queue again."""
        self._launcher.withdraw(run)
        if run.tracker.state is ScanState.PAUSED:
            run.tracker.to(ScanState.STARTING)
        run.control.resume()
        run.tracker.to(ScanState.QUEUED, "waits for its turn again")
        self.queue(run.queue).put_back(run)

    def _on_notice(self, run: ScanRun, notice: Notice) -> None:
        tracker = run.tracker
        if notice is Notice.RUNNING and tracker.state is ScanState.STARTING:
            tracker.to(ScanState.RUNNING, "going on" if run.resuming else "running")
        elif (
            notice is Notice.HOLDING
            and tracker.state is ScanState.PAUSING
            and run.control.request is Request.HOLD
        ):
            rest = run.control.rest
            left = f", {span(rest)} before the end of a wait" if rest else ""
            tracker.to(ScanState.PAUSED, f"paused at point {tracker.point}{left}")
            self.check_queue(self.queue(run.queue))
        elif (
            notice is Notice.FAULT
            and tracker.state in (ScanState.RUNNING, ScanState.PAUSING)
            and (fault := run.control.fault) is not None
        ):
            tracker.to(ScanState.PAUSED, f"held after a fault: {fault.message}", Level.ERROR, fault)
            self.check_queue(self.queue(run.queue))
        elif (
            notice is Notice.HOLDING
            and tracker.state in (ScanState.RUNNING, ScanState.STARTING)
            and run.suspended_by
            and run.control.request is Request.HOLD
        ):
            tracker.to(ScanState.SUSPENDED, run.suspension, Level.WARNING)
            self.check_queue(self.queue(run.queue))

    def _on_end(self, run: ScanRun, outcome: Outcome) -> None:
        if run.number not in self.scans or self.scans[run.number] is not run:
            return  # It was abandoned; its outcome no longer counts.
        halting = run.halting
        if halting is not None and halting.is_alive():
            # The thread that still stops its instruments would stop the next scan on them.
            self._mailbox.post_after(halting, lambda: self._on_end(run, outcome))
            return
        if run.tracker.state is ScanState.ABORTING and outcome.state in (
            ScanState.COMPLETED,
            ScanState.STOPPED,
        ):
            # The abort came just after the runner ended by itself.
            outcome = Outcome(ScanState.ABORTED, "aborted at its last point", Level.WARNING)
        self._close_run(run, outcome)

    def _close_run(self, run: ScanRun, outcome: Outcome) -> None:
        """Close a scan that ended: release its instruments and update its queue."""
        queue, tracker = self.queue(run.queue), run.tracker
        run.thread = None
        self.context.bench.release(tracker.scan_id)
        self._grants_due = True
        tracker.to(outcome.state, outcome.message, outcome.level)
        queue.ended(run)
        queue.count(outcome.state, tracker.progress)
        del self.scans[run.number]
        queue.log(f"{tracker.scan_id} {tracker.name}: {outcome.message}", outcome.level, tracker.scan_id)
        if outcome.state is ScanState.INTERRUPTED and not self.closing and queue.state is QueueState.RUNNING:
            queue.to(QueueState.PAUSING, f"pausing: {outcome.message}", Level.WARNING)
        failed = outcome.state is ScanState.FAILED and queue.on_failure is OnFailure.STOP
        if self.closing:
            queue.emit_status()  # no tick will emit it later
        if failed and queue.state in (QueueState.RUNNING, QueueState.PAUSING):
            queue.stopped_why = f" because {tracker.scan_id} failed: {outcome.message}"
            queue.to(QueueState.STOPPING, f"stopping{queue.stopped_why}", Level.ERROR)
        self.check_queue(queue)

    def _instruments_of(self, run: ScanRun) -> list[ManagedInstrument]:
        return [self.context.bench.instruments[name] for name in run.needs]

    def _abandon_stuck(self) -> None:
        """Abandon the threads of ending scans that hang in an instrument."""
        for run in [r for r in self.scans.values() if r.ending_since is not None]:
            how = run.control.request
            if self.closing or not is_stuck(run, self._instruments_of(run), aborts=how is Request.ABORT):
                continue
            run.control.abandon()
            state = ScanState.STOPPED if how is Request.STOP else ScanState.ABORTED
            message = (
                f"{state.value} at point {run.tracker.point}; {unanswered_text(self._instruments_of(run))}"
            )
            self._close_run(run, Outcome(state, message, Level.ERROR))

    def _begin_closing(self) -> None:
        self.closing = True
        for queue in self.queues.values():
            for run in list(queue.active.values()):
                if run.thread is None:
                    self._put_back(run)
                else:
                    run.control.end(Request.INTERRUPT)
                    stop_instruments(run, self._instruments_of(run), Request.INTERRUPT)
            if queue.state in (QueueState.RUNNING, QueueState.PAUSING):
                queue.to(QueueState.PAUSED, "paused because the engine ended; resume continues where it was")

    def _abandon_all(self) -> None:
        for run in list(self.scans.values()):
            if run.thread is not None:
                run.control.abandon()
                message = (
                    f"interrupted at point {run.tracker.point}; {unanswered_text(self._instruments_of(run))}"
                )
                self._close_run(run, Outcome(ScanState.INTERRUPTED, message, Level.ERROR))
        self._mailbox.ended.set()

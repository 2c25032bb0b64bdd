"""Gives instruments to scans in the order in which they asked, and runs each scan in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from engine.model import ids
from engine.model.condition_check import watched
from engine.model.states import Level, ScanState
from engine.queues.record_keeper import RecordKeeper
from engine.queues.run_context import RunContext
from engine.queues.scan_run import ScanRun
from engine.reasons import reason
from engine.scans.outcome import Notice, Outcome
from engine.scans.recorder import Recorder
from engine.scans.runner import Job, Runner


class Launcher:
    """Scans of all queues that wait for instruments, first come, first served. Only the scheduler's thread uses it."""

    def __init__(
        self,
        context: RunContext,
        on_notice: Callable[[ScanRun, Notice], None],
        on_end: Callable[[ScanRun, Outcome], None],
    ) -> None:
        self._context = context
        self._on_notice = on_notice
        self._on_end = on_end
        self._waiting: dict[int, ScanRun] = {}

    def __contains__(self, run: ScanRun) -> bool:
        return run.number in self._waiting

    def ask(self, run: ScanRun) -> None:
        """Let a scan wait for its instruments."""
        self._waiting[run.number] = run

    def withdraw(self, run: ScanRun) -> None:
        """The scan no longer waits."""
        self._waiting.pop(run.number, None)

    def grant(self) -> None:
        """Start every scan whose instruments are free; the others get a message that says what they wait for.

        A scan never takes an instrument that an earlier one waits for, so that no scan waits forever.
        """
        wanted: dict[str, str] = {}
        for run in list(self._waiting.values()):
            scan_id = run.tracker.scan_id
            earlier = {name: wanted[name] for name in run.needs if name in wanted}
            held = {} if earlier else self._context.bench.hold(run.needs, scan_id)
            if earlier or held:
                run.tracker.set_message(_waiting_for(held, earlier))
                wanted.update({name: scan_id for name in run.needs if name not in wanted})
                continue
            del self._waiting[run.number]
            self._launch(run)

    def _launch(self, run: ScanRun) -> None:
        context = self._context
        assert run.plan is not None
        job = Job(
            plan=run.plan,
            bench=context.bench.spec,
            procedures=context.procedures,
            instruments={name: context.bench.instruments[name] for name in run.needs},
            watched={name: context.bench.instruments[name] for name in watched(run.plan, context.bench.spec)},
            resuming=run.resuming,
            described={name: context.bench.instruments[name].described for name in run.needs},
        )
        recorder = Recorder(context.writer, context.database, run.number)
        record = RecordKeeper(context, run.number, run.needs, run.control.ending)
        runner = Runner(
            job,
            run.tracker,
            recorder,
            run.control,
            lambda notice: self._on_notice(run, notice),
            record.begin,
            record.change,
        )

        def run_to_end() -> None:
            outcome = runner.run()
            record.end(outcome.state)
            self._on_end(run, outcome)

        run.thread = Thread(target=run_to_end, name=ids.scan_id(run.number), daemon=True)
        try:
            run.thread.start()
        except RuntimeError as error:
            why = f"the system started no thread for it ({reason(error)})"
            message = f"{why}: too many threads are running; run fewer scans at the same time"
            self._on_end(run, Outcome(ScanState.FAILED, message, Level.ERROR))


def _waiting_for(held: dict[str, str], earlier: dict[str, str]) -> str:
    parts = [f"{name}, held by {holder}" for name, holder in sorted(held.items())]
    parts += [f"{name}, which {holder} waits for too" for name, holder in sorted(earlier.items())]
    return f"waiting for {'; '.join(parts)}"

"""Runs one scan in one thread: executes its steps one by one. The runner knows steps, not plans."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any

from engine.bench.instrument import ManagedInstrument
from engine.errors import Interrupted, LimitViolation, MotionCancelled, PyBirchError
from engine.model.bench import BenchSpec
from engine.model.marks import Quality
from engine.model.plan import Plan
from engine.model.plan_shape import measurement_columns
from engine.model.states import InstrumentState, Level, ScanState
from engine.model.values import NO_VALUE
from engine.reasons import reason, reason_and_place
from engine.scans.after_faults import AfterFaults, belongs
from engine.scans.conditions import PresentValues
from engine.scans.control import Control, Request
from engine.scans.driving import Send, next_step
from engine.scans.expand import expand
from engine.scans.faults import Faults
from engine.scans.mismatches import Mismatches
from engine.scans.outcome import Notice, Outcome
from engine.scans.procedures import Procedure
from engine.scans.reading_together import Reader, ReadingThreads
from engine.scans.recording import Recording
from engine.scans.replay import Replay
from engine.scans.resume import repeated_steps_text, replay_to_next_point
from engine.scans.safety import halt_all, make_all_safe
from engine.scans.scan_tracker import ScanTracker
from engine.scans.sources import Source, take_point
from engine.scans.steps import Apply, Await, Check, Measure, Move, Reading, Readings, Step, Together, Wait
from engine.scans.waiting import wait_until

_log = logging.getLogger(__name__)
_TO_END = 1.0
"""Seconds that an instrument gets to take a stop before the log says that it did not answer."""
_TO_SAY_SO = 1.0
"""Seconds within which a scan whose move somebody else stopped learns that it is to end."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a runner needs: the plan, its bench, and whether earlier runs exist."""

    plan: Plan
    bench: BenchSpec
    procedures: Mapping[str, Procedure]
    instruments: Mapping[str, ManagedInstrument]
    """All instruments of the plan, held for this scan."""
    watched: Mapping[str, ManagedInstrument] = field(default_factory=dict)
    """Instruments whose values the conditions of the plan need; others may hold them."""
    resuming: bool = False
    """Whether an interrupted scan is resumed; then its rows and checkpoint are read."""
    described: Mapping[str, Any] = field(default_factory=dict)
    """How the bench file describes these instruments."""


class _Ended(Exception):
    """Somebody asked the scan to end."""


class _CannotContinue(Exception):
    """The scan cannot be resumed with the present bench; nothing was moved."""


@dataclass
class Runner:
    """Runs a job; call `run` once, in the scan's own thread. It never raises."""

    job: Job
    tracker: ScanTracker
    recorder: Recording[Any]
    control: Control = field(default_factory=Control)
    notify: Callable[[Notice], None] = lambda notice: None
    begun: Callable[[], None] = lambda: None
    """Called when the instruments are connected, before anything moves."""
    applied: Callable[[Apply], None] = lambda step: None
    """Called when settings were changed."""

    def run(self) -> Outcome:
        """Run to the end and leave the instruments safe."""
        self._mismatches = Mismatches(self.tracker.log)
        self._warn = {name: self._mismatches.reporter(name) for name in self.job.instruments}
        self._threads = ReadingThreads()
        try:
            outcome = self._run()
        finally:
            self._threads.close()
        self._mismatches.log_counts()
        return outcome

    def _run(self) -> Outcome:
        try:
            self._connect()
            self._check_requests()
            self.begun()
            self._prepare()
            self.notify(Notice.RUNNING)
            self._run_steps()
            if self.control.request is Request.ABORT:
                return self._end_safely()
            self._confirm()
        except _Ended:
            return self._end_safely()
        except _CannotContinue as error:
            return Outcome(ScanState.INTERRUPTED, str(error), Level.ERROR)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a driver raises ends this scan only
            if isinstance(error, MotionCancelled | Interrupted):
                # The thread that stopped the move may be about to tell the scan to end.
                self.control.wait(_TO_SAY_SO)
            if self.control.ending():
                # A cancelled move or an interrupted call is the end that somebody asked for.
                return self._end_safely(reason(error) if isinstance(error, Interrupted) else "")
            return self._failed(error)
        done = f"completed, {self.tracker.point} points" if self.tracker.point != 1 else "completed, 1 point"
        return Outcome(ScanState.COMPLETED, done)

    # What the replay needs from the runner.

    def position(self, column: str) -> float:
        """Read where an axis is now."""
        return self._after_faults.position(column)

    def check(self, column: str, value: float) -> None:
        """Raise LimitViolation when the axis may not move there."""
        instrument, _, axis = column.partition(".")
        self.job.instruments[instrument].check(axis, value)

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Store a checkpoint; it is durable when this returns."""
        self.recorder.keep(checkpoint)

    def stored(self, measurement: str, index: int) -> Reading:
        """Read a stored reading, under the instrument's own names."""
        row = self.recorder.stored(measurement, index)
        spec = self.job.bench.instruments[measurement]
        columns = self._columns[measurement]
        return {read: row[c.name] for read, c in zip(spec.reads, columns[-len(spec.reads) :], strict=True)}

    def clock(self) -> float:
        """Working time in seconds; it stands still while the scan holds, so that paced steps keep their pace."""
        return self.control.clock()

    def _connect(self) -> None:
        """Connect what is not connected; an instrument that takes long does not keep the scan from ending."""
        away = [
            i for i in self.job.instruments.values() if i.state is InstrumentState.DISCONNECTED and i.wanted
        ]
        errors: list[Exception] = []

        def connect(instrument: ManagedInstrument) -> None:
            try:
                instrument.demand()
            except Exception as error:  # noqa: BLE001 - raised again in the scan's thread below
                errors.append(error)

        if away:
            self.tracker.set_message(f"connecting {', '.join(i.name for i in away)}")
        threads = [Thread(target=connect, args=(i,), name=f"connect {i.name}", daemon=True) for i in away]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                self._check_end()
                thread.join(0.05)
        if errors:
            raise errors[0]
        for instrument in self.job.instruments.values():
            instrument.tidy()

    def _confirm(self) -> None:
        """Fail instead of completing when readings of an instrument may belong to other questions."""
        for instrument in self.job.instruments.values():
            instrument.confirm()

    def _prepare(self) -> None:
        job = self.job
        self._columns = measurement_columns(job.plan.steps, job.bench, job.procedures)
        rows, checkpoint = self.recorder.past() if job.resuming else ({}, None)
        if job.described:
            self.recorder.describe(job.described, anew=not any(rows.values()))
        self._streams = {
            name: self.recorder.open_stream(name, columns, rows.get(name, 0))
            for name, columns in self._columns.items()
        }
        self._positions = {
            c.name: NO_VALUE for columns in self._columns.values() for c in columns if job.bench.axis(c.name)
        }
        self._setpoints = dict(self._positions)
        self._watched = {**job.watched, **job.instruments}
        self._sources: dict[tuple[str, ...], list[Source]] = {}
        self._replay = Replay.after(self, rows, checkpoint)
        self._after_faults = AfterFaults(
            Faults(
                job.plan,
                job.bench,
                self.control,
                self.tracker,
                lambda: self.notify(Notice.FAULT),
                self._check_requests,
            ),
            job.instruments,
            self._warn,
            self._positions,
            self._setpoints,
            self._sources_of,
            self.recorder,
            self.tracker,
            self._replay,
        )

    def _run_steps(self) -> None:
        """The hot loop. Everything that can be looked up in advance is; a point costs little more than its calls."""
        steps = expand(self.job.plan, self.job.bench, self.job.procedures, self._replay)
        control, tracker, positions, recorder = self.control, self.tracker, self._positions, self.recorder
        setpoints, texts = self._setpoints, recorder.texts
        good = texts[Quality.OK.value]
        cancelled, sources, append = control.halts, self._sources, recorder.append_rows
        after_faults, sources_of = self._after_faults, self._sources_of
        movers = {name: (i.move, self._warn[name]) for name, i in self.job.instruments.items()}
        send = steps.send
        step = self._first_step(send)
        point = tracker.point
        self._check_requests()
        while step is not None:
            readings: Readings | None = None
            tracker.step = step.path
            if isinstance(step, Measure):
                found = sources.get(step.instruments) or sources_of(step.instruments)
                marks = (point, step.repeat, texts[step.label], good)
                try:
                    rows, answers = take_point(found, positions, setpoints, marks)
                except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
                    rows, answers = after_faults.measure_again(step, found, error)
                if control.abandoned:
                    raise _Ended
                append(rows)
                point += 1
                tracker.point = point
                readings = answers
            elif isinstance(step, Move):
                move, warn = movers[step.instrument]
                setpoints[step.column] = step.value
                try:
                    positions[step.column] = move(step.axis, step.value, cancelled, warn)
                except Exception as error:  # noqa: BLE001 - whatever a driver raises is a fault of its instrument
                    if not after_faults.move_again(step, error):
                        step = after_faults.leave_out(step, next_step(send), send, self._check_requests)
                        point = tracker.point
                        continue
                if step.settle:
                    control.wait(step.settle, self._holding)
            elif not self._do(step):
                step = after_faults.leave_out(step, next_step(send), send, self._check_requests)
                point = tracker.point
                continue
            if control.request or recorder.trouble is not None:
                self._check_requests()
            step = next_step(send, readings)

    def _first_step(self, send: Send) -> Step | None:
        """The first step to execute, None when there is none; for a resumed scan after the steps that lead to it."""
        replay = self._replay
        step, again = replay_to_next_point(replay, send, self._check_end)
        try:
            for move in again:
                if isinstance(move, Move):
                    self.check(move.column, move.value)
        except LimitViolation as error:
            raise _CannotContinue(
                f"cannot resume within the present limits: {error}; change the limits "
                "and resume, or retry the scan"
            ) from error
        self.tracker.begin(replay.points)
        if again:
            self.tracker.log(repeated_steps_text(replay.points, again))
        beyond: Step | None = None
        for one in again:
            self._check_requests()
            if beyond is None or not belongs(one, beyond):
                beyond = None if self._do(one) else one
        replay.resumed = self.clock()
        return (
            step if beyond is None else self._after_faults.leave_out(beyond, step, send, self._check_requests)
        )

    def _do(self, step: Step) -> bool:
        """Execute a step that takes no point; False when it is a move whose position is left out after a fault."""
        self.tracker.step = step.path
        match step:
            case Move():
                if not self._after_faults.move(step):
                    return False
                self.control.wait(step.settle, self._holding)
            case Apply():
                self._after_faults.apply(step)
                self.applied(step)
            case Wait():
                self.control.wait(step.seconds, self._holding)
            case Together():
                if not self._after_faults.move_together(step):
                    return False
                self.control.wait(step.moves[-1].settle, self._holding)
            case Await():
                values = PresentValues(self.job.bench, self._watched)
                wait_until(step, values, self.control, self.tracker, self._holding)
            case Check():
                self._after_faults.ask(step, PresentValues(self.job.bench, self._watched, step.known))
            case Measure():
                raise AssertionError("points are taken by the hot loop only")
        return True

    def _sources_of(self, instruments: tuple[str, ...]) -> list[Source]:
        if instruments in self._sources:
            return self._sources[instruments]
        made = []
        for name in instruments:
            spec, columns = self.job.bench.instruments[name], self._columns[name]
            axes = [c.name for c in columns[: len(columns) - len(spec.reads)]]
            instrument = self.job.instruments[name]
            measure = partial(instrument.measure, warn=self._warn[name])
            reader = Reader(name, instrument.group, instrument.others)
            made.append(Source.of(spec, measure, self._streams[name], axes, reader, self._threads))
        self._sources[instruments] = made
        return made

    def _check_requests(self) -> None:
        if self.recorder.trouble is not None:
            self._wait_for_room()
        self.control.hold(self._holding)
        self._check_end()

    def _wait_for_room(self) -> None:
        """Do nothing while nothing can be stored, so that no reading is lost."""
        tracker, recorder = self.tracker, self.recorder
        before = tracker.message
        self.tracker.set_message(f"holding: {recorder.trouble}")
        self.control.hold_while(lambda: recorder.trouble, self._holding)
        self.tracker.set_message(before)

    def _holding(self) -> None:
        self.notify(Notice.HOLDING)

    def _check_end(self) -> None:
        if self.control.ending():
            raise _Ended

    def _end_safely(self, cut_off: str = "") -> Outcome:
        """Leave the instruments safe as requested; an abort that comes meanwhile is carried out too.

        `cut_off` says which call was interrupted.
        """
        asked = self.control.request
        if self.control.abandoned:
            return Outcome(ScanState.ABORTED, "aborted")
        if asked is not Request.ABORT:
            troubles = halt_all(self.job.instruments.values(), _TO_END)
            asked = self.control.request
        if asked is Request.ABORT:
            troubles = make_all_safe(self.job.instruments.values(), _TO_END)
        self._report(troubles)
        where = f"at point {self.tracker.point}"
        where += f" of {self.tracker.total}" if self.tracker.total is not None else ""
        where += f"; {cut_off}" if cut_off else ""
        match asked:
            case Request.HALT:
                return Outcome(ScanState.ABORTED, f"halted {where}; nothing was moved", Level.WARNING)
            case Request.ABORT:
                return Outcome(ScanState.ABORTED, f"aborted {where}", Level.WARNING)
            case Request.STOP:
                return Outcome(ScanState.STOPPED, f"stopped {where}")
            case _:
                message = f"interrupted {where} because the engine ended; resume continues at the next point"
                return Outcome(ScanState.INTERRUPTED, message, Level.WARNING)

    def _failed(self, error: BaseException) -> Outcome:
        if isinstance(error, PyBirchError):
            message = str(error)
        else:
            message = f"a procedure or driver failed: {reason_and_place(error)}"
            _log.exception("%s failed unexpectedly", self.tracker.scan_id, exc_info=error)
        # An instrument that somebody stopped by hand stays where it is.
        stopped = error.instrument if isinstance(error, MotionCancelled | Interrupted) else None
        self._report(make_all_safe(i for i in self.job.instruments.values() if i.name != stopped))
        return Outcome(ScanState.FAILED, message, Level.ERROR)

    def _report(self, troubles: list[str]) -> None:
        for trouble in troubles:
            self.tracker.log(f"cannot be made safe: {trouble}", Level.ERROR)

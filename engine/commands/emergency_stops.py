"""Emergency stops: stop every instrument at once, and record who asked, what ended, and where each instrument is."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Lock, Thread
from uuid import uuid4

from engine.bench.instrument import ManagedInstrument
from engine.commands.stop_pipe import StopRequest
from engine.errors import StoreError
from engine.model.clock import timestamp
from engine.model.events import EmergencyStop
from engine.model.states import InstrumentState, QueueState, StopOutcome
from engine.model.stopped import StoppedAxis, StoppedInstrument
from engine.queues.queue_run import QueueRun
from engine.queues.run_context import RunContext

_SAME_WITHIN = 30.0
"""Seconds within which a request that comes again is the same stop, by its other way (a record comes up to 15 s late).
Later it is a new stop: a program that always sends one identifier must still stop the machines."""
_WATCH_FOR = 60.0
"""Seconds for which instruments that move or do not answer are watched after a stop."""
_LOOK_EVERY, _LOOK_RARELY = 0.1, 1.0
_ANSWER_WITHIN = 0.3
"""Seconds that instruments get to take the stop before it is reported that one has not."""
_GLANCE = 0.01
_NEAR = 1e-6
"""Largest distance from the safe value, as a part of the value or of the range of its limits."""
_log = logging.getLogger(__name__)


@dataclass
class _Stop:
    """One stop, as far as it has come. `answers` holds for each instrument what went wrong, empty when nothing did."""

    user: str
    scans: list[str]
    queues: list[str]
    stop_id: str = field(default_factory=lambda: str(uuid4()))
    asked_at: str = field(default_factory=timestamp)
    began: float = field(default_factory=time.monotonic)
    answers: dict[str, str] = field(default_factory=dict)


class EmergencyStops:
    """Stops the bench and records what the stop achieved. Any thread may call any method."""

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._lock = Lock()
        self._present: _Stop | None = None
        self._begun: dict[str, float] = {}
        self._closed = Signal()

    def begin(self, request: StopRequest, queues: Iterable[QueueRun]) -> bool:
        """Record who asked and what runs at this moment, before anything is stopped.

        Returns False when this request arrived a moment before: it must not be carried out twice.
        """
        with self._lock:
            now = time.monotonic()
            self._begun = {name: at for name, at in self._begun.items() if now - at < _SAME_WITHIN}
            if request.request_id in self._begun:
                return False
            self._begun[request.request_id] = now
            stopped = [queue for queue in queues if queue.state is not QueueState.IDLE]
            scans = [run.tracker.scan_id for queue in stopped for run in list(queue.active.values())]
            self._present = _Stop(request.user, scans, [queue.queue_id for queue in stopped])
        _log.warning("emergency stop requested by %s", request.user or "somebody")
        return True

    def stop_bench(self) -> None:
        """Stop every instrument in threads of their own; returns at once."""
        stop = self._present
        if stop is None:
            return

        def answered(instrument: ManagedInstrument, problem: str) -> None:
            stop.answers[instrument.name] = problem

        bench = self._context.bench
        for work, name in (
            (lambda: bench.emergency_stop(answered), "emergency stop"),
            (lambda: self._watch(stop), "watch of the emergency stop"),
        ):
            Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        """Stop watching instruments."""
        self._closed.set()

    def _watch(self, stop: _Stop) -> None:
        """Record where the instruments are until all have stopped or a newer stop began."""
        told: EmergencyStop | None = None
        self._await_answers(stop)
        deadline = time.monotonic() + _WATCH_FOR
        while True:
            found = self._observe(stop)
            if found != told and not self._emit(found):
                return
            told = found
            going_on = any(
                i.outcome in (StopOutcome.MOVING, StopOutcome.NOT_REACHED) for i in found.instruments
            )
            late = time.monotonic() > deadline
            over = self._present is not stop or (late and not self._context.bench.still_stopping)
            if not going_on or over or self._closed.wait(_LOOK_RARELY if late else _LOOK_EVERY):
                return

    def not_reached(self) -> str:
        """Say which instruments the stop has not reached and why; waits a moment for their answers."""
        stop = self._present
        if stop is None:
            return ""
        self._await_answers(stop)
        told = [self._context.bench.not_reached()]
        for found in self._observe(stop).instruments:
            if found.outcome is StopOutcome.NOT_REACHED:
                again = "; trying again" if self._context.bench.instruments[found.instrument_name].met else ""
                told.append(f"not reached: {found.instrument_name} ({found.reason}{again})")
        return "; ".join(part for part in told if part)

    def _await_answers(self, stop: _Stop) -> None:
        asked = [i.name for i in self._context.bench.instruments.values() if i.met and i.wanted]
        while time.monotonic() - stop.began < _ANSWER_WITHIN and not all(n in stop.answers for n in asked):
            self._closed.wait(_GLANCE)

    def _emit(self, found: EmergencyStop) -> bool:
        """Emit the stop; False when the engine ends and nothing can be written any more."""
        try:
            self._context.writer.emit(found, conflate=True)
        except StoreError as error:
            _log.warning("cannot record the result of the emergency stop: %s", error)
            return False
        return True

    def _observe(self, stop: _Stop) -> EmergencyStop:
        instruments = self._context.bench.instruments.values()
        return EmergencyStop(
            stop_id=stop.stop_id,
            user=stop.user,
            scans=stop.scans,
            queues=stop.queues,
            instruments=[_state_of(i, stop.answers.get(i.name)) for i in instruments],
            timestamp=stop.asked_at,
        )


def _state_of(instrument: ManagedInstrument, answer: str | None) -> StoppedInstrument:
    """State of an instrument after a stop. `answer` is what went wrong, empty when nothing did, None while it has
    not answered.
    """
    positions = instrument.positions
    axes = [
        StoppedAxis(name=name, unit=spec.unit, position=positions.get(name), safe=spec.safe)
        for name, spec in instrument.spec.axes.items()
    ]
    reason = ""
    if not instrument.wanted:
        outcome = StopOutcome.LEFT_ALONE
    elif not instrument.connected or answer is None or answer:
        outcome = StopOutcome.NOT_REACHED
        reason = answer or _why_silent(instrument)
    elif instrument.state is InstrumentState.MOVING:
        outcome = StopOutcome.MOVING
    else:
        outcome = StopOutcome.SAFE if _is_safe(instrument, axes) else StopOutcome.STOPPED
    return StoppedInstrument(
        instrument_id=instrument.id,
        instrument_name=instrument.name,
        outcome=outcome,
        reason=reason,
        axes=axes,
    )


def _why_silent(instrument: ManagedInstrument) -> str:
    if not instrument.met:
        return "it was never connected"
    if not instrument.connected:
        problem = (instrument.error or "").removeprefix(f"{instrument.name}: ")
        return problem or "it is not connected"
    return "it has not answered yet"


def _is_safe(instrument: ManagedInstrument, axes: list[StoppedAxis]) -> bool:
    """Whether it has safe values and is at all of them."""
    safe = [axis for axis in axes if axis.safe is not None]
    return bool(safe) and all(_is_at(axis, instrument.spec.axes[axis.name].limits) for axis in safe)


def _is_at(axis: StoppedAxis, limits: tuple[float, float] | None) -> bool:
    if axis.position is None or axis.safe is None or not math.isfinite(axis.position):
        return False
    span = limits[1] - limits[0] if limits else abs(axis.safe)
    return abs(axis.position - axis.safe) <= _NEAR * max(span, abs(axis.safe))

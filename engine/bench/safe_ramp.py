"""A ramp to a safe value that nobody waits for: an emergency stop must not make a magnet or a gate jump."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from engine.bench.guided_move import GuidedMove
from engine.bench.motion import Motion
from engine.errors import InstrumentError, Interrupted, MotionCancelled

_LONGEST_PAUSE = 2.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SafeRamp:
    """Ramps an axis to its safe `value` in a thread of its own, trying again until somebody moves or stops the axis.

    `ready` connects the instrument where needed, `failed` takes what went wrong, `ended` is called at the end.
    """

    move: GuidedMove
    value: float
    motion: Motion
    ready: Callable[[], None]
    failed: Callable[[InstrumentError], None]
    ended: Callable[[], None]

    def start(self) -> None:
        """Start the thread; the axis counts as moving from now on."""
        self.motion.ramping.add(self.move.name)
        order = self.move.axis.order
        name = f"ramp {self.move.owner}.{self.move.name}"
        Thread(target=self._run, args=(order,), name=name, daemon=True).start()

    def _run(self, order: int) -> None:
        name, axis = self.move.name, self.move.axis
        try:
            self._ramp()
        except MotionCancelled:
            if axis.order == order:
                self.motion.ramping.discard(name)
        else:
            if axis.order == order:
                self.motion.leave(name, self.value, axis.timeout)
                self.motion.ramping.discard(name)
        self.ended()

    def _ramp(self) -> None:
        failures = 0
        while True:
            try:
                self.ready()
                self.motion.leave(self.move.name, self.value, self.move.axis.timeout)
                self.move.ramp(self.move.position(), self.value)
                return
            except MotionCancelled:
                raise
            except InstrumentError as error:
                if not isinstance(error, Interrupted):
                    self.failed(error)
                    failures += 1
                    if failures == 1:
                        _log.error("the ramp to a safe value is tried again: %s", error)
                self.move.wait(min(0.2 * max(failures, 1), _LONGEST_PAUSE))

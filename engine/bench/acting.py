"""Actions of one instrument, such as homing."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable

from engine.bench.action_run import ActionRun
from engine.bench.limits import unknown
from engine.bench.measuring import MeasuringInstrument
from engine.errors import InstrumentError, Interrupted, MotionCancelled


def not_cancelled() -> bool:
    """The default of `cancelled`: a move that is never cancelled."""
    return False


class ActingInstrument(MeasuringInstrument):
    """Carries out actions; any thread may call any method."""

    @abstractmethod
    def halt(self) -> None:
        """Stop motion now."""

    def act(self, name: str, cancelled: Callable[[], bool] = not_cancelled) -> None:
        """Carry out an action and wait until it has ended.

        Raises MotionCancelled after stopping when `cancelled()` turns true or `halt()` is called, InstrumentError
        otherwise.
        """
        action = self._actions.get(name)
        if action is None:
            raise unknown(self.name, "action", name, self._actions)
        self.reach()
        motion, halts = self._motion, self._motion.halts
        for axis in action.axes:
            self._axes[axis].order += 1
            motion.moving.add(axis)
            motion.unattended.pop(axis, None)
        self._asking.append(name)
        self._changed()
        run = ActionRun(self.name, name, action.timeout, self.driver, self.halt)
        try:
            run.wait(lambda: motion.halts != halts, cancelled)
            for axis in action.axes:
                here = self.driver.get_axis(axis)
                self._last_values.position[axis] = self._last_values.target[axis] = here
            self.error = None
        except MotionCancelled:
            raise
        except Interrupted:
            raise run.stopped() from None
        except InstrumentError as error:
            self._failed(error)
            raise
        finally:
            motion.moving.difference_update(set(action.axes) - motion.unattended.keys())
            self._asking.remove(name)
            self._fresh = False
            self.last_used = time.monotonic()
            self._changed()

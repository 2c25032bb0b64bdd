"""Starts an action of an instrument and waits until it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.bench.driver import Driver
from engine.errors import InstrumentError, MotionCancelled

_NAP = 0.02
"""Longest time in seconds after which a stop is noticed."""
_LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class ActionRun:
    """One run of the action `name` of the instrument `owner`; `halt` stops the instrument."""

    owner: str
    name: str
    timeout: float
    driver: Driver
    halt: Callable[[], None]

    def wait(self, halted: Callable[[], bool], cancelled: Callable[[], bool]) -> None:
        """Start it and wait for its end.

        Raises MotionCancelled when somebody halted the instrument, and after stopping it when `cancelled()`;
        InstrumentError when it fails or takes too long.
        """
        if cancelled():
            raise self.stopped()
        began = time.monotonic()
        self.driver.act(self.name)
        next_look = began
        while True:
            now = time.monotonic()
            if halted():
                raise self.stopped()
            if cancelled():
                self.halt()
                raise self.stopped()
            if now >= next_look:
                if self.driver.acted(self.name):
                    return
                next_look = now + _LOOK_EVERY
            if now - began > self.timeout:
                self.halt()
                raise InstrumentError(self.owner, f"{self.name} did not end within {self.timeout:g} s")
            time.sleep(_NAP)

    def stopped(self) -> MotionCancelled:
        """The error of an action that was stopped."""
        return MotionCancelled(self.owner, f"{self.name} was stopped")

"""A stage of three linear axes."""

from __future__ import annotations

import time

from engine.bench.virtual.device import Device
from engine.bench.virtual.travel import Travel

SPEED = 50.0
"""mm/s"""
ACCELERATION = 4000.0
"""mm/s²: 0.5 mm takes 22 ms, 25 mm half a second."""


class Stage(Device):
    """`POS:X 3.5`, `POS:X?` (mm), `MOV:X?` (1 while moving), `STOP:X`, `STOP`; Y and Z alike. `HOME`, and
    `HOME?` (1 while homing).
    """

    def __init__(self, name: str = "stage") -> None:
        super().__init__(name, "XYZ-25")
        self._travels: dict[str, Travel] = {}
        for axis, start, high in (("X", 0.0, 25.0), ("Y", 0.0, 25.0), ("Z", 5.0, 10.0)):
            self._travels[axis] = Travel(start, start, 0.0, SPEED, ACCELERATION)
            self._serve(axis, high)
        self.command("STOP", lambda _: self._stop_all())
        self.command("HOME", lambda _: self._home())
        self.command(
            "HOME?", lambda _: str(int(time.monotonic() < max(t.end for t in self._travels.values())))
        )

    def position(self, axis: str) -> float:
        """Where an axis is now, in mm."""
        return self._travels[axis].at(time.monotonic())

    def _serve(self, axis: str, high: float) -> None:
        self.value(f"TARG:{axis}", lambda: self._travels[axis].target)
        self.value(f"POS:{axis}", lambda: self.position(axis), lambda value: self._go(axis, value), 0.0, high)
        self.command(f"MOV:{axis}?", lambda _: str(int(time.monotonic() < self._travels[axis].end)))
        self.command(f"STOP:{axis}", lambda _: self._stop(axis))

    def _go(self, axis: str, target: float) -> None:
        now = time.monotonic()
        self._travels[axis] = Travel(self._travels[axis].at(now), target, now, SPEED, ACCELERATION)

    def _stop(self, axis: str) -> None:
        self._go(axis, round(self._travels[axis].braked(time.monotonic()), 4))

    def _home(self) -> None:
        for axis in self._travels:
            self._go(axis, 0.0)

    def _stop_all(self) -> None:
        for axis in self._travels:
            self._stop(axis)

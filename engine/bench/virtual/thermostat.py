"""A temperature controller: a heater with limited power, a sample that follows with lag and overshoots, and drift."""

from __future__ import annotations

import math
import time

from engine.bench.virtual.device import Device

ROOM = 295.0
_STEP = 0.02
_STIFFNESS = 2.4
"""Natural angular frequency of the control loop, 1/s."""
_DAMPING = 0.5
_FASTEST = 9.0
"""K/s"""


class Thermostat(Device):
    """`SETP` (K), `TEMP?` (K), `HEAT?` (%), `SETT?` (1 until it has settled), `HOLD` (stay at this temperature)."""

    def __init__(self, name: str = "thermostat") -> None:
        super().__init__(name, "TC-1")
        self._setpoint = ROOM
        self._temperature = ROOM
        self._rate = 0.0
        self._time = time.monotonic()
        self._born = self._time
        self._near_since: float | None = self._time
        self.value("SETP", lambda: self._setpoint, self._aim, 280.0, 400.0)
        self.command("TEMP?", lambda _: f"{self.temperature() + self.gauss(0.004):.4f}")
        self.command("HEAT?", lambda _: f"{self._heater():.2f}")
        self.command("SETT?", lambda _: "0" if self._settled() else "1")
        self.command("HOLD", lambda _: self._aim(round(self.temperature(), 2)))

    def temperature(self) -> float:
        """The sample's temperature now, in K, without the noise of reading it."""
        self._advance()
        drift = 0.02 * math.sin((self._time - self._born) / 23.0) + 0.01 * math.sin(
            (self._time - self._born) / 7.1
        )
        return self._temperature + drift

    def _aim(self, setpoint: float) -> None:
        self._advance()
        self._setpoint = setpoint
        self._near_since = None

    def _settled(self) -> bool:
        self._advance()
        return self._near_since is not None and self._time - self._near_since >= 0.5

    def _heater(self) -> float:
        self._advance()
        holding = 0.45 * (self._temperature - ROOM)
        return min(100.0, max(0.0, holding + 8.0 * self._rate + 5.0 + self.gauss(0.1)))

    def _advance(self) -> None:
        """Let the time since the last look pass, in small steps."""
        now = time.monotonic()
        steps = min(int((now - self._time) / _STEP), 3000)
        for _ in range(steps):
            push = (
                _STIFFNESS**2 * (self._setpoint - self._temperature) - 2 * _DAMPING * _STIFFNESS * self._rate
            )
            self._rate = min(_FASTEST, max(-_FASTEST, self._rate + push * _STEP))
            self._temperature += self._rate * _STEP
            near = abs(self._temperature - self._setpoint) < 0.05 and abs(self._rate) < 0.2
            self._time += _STEP
            if not near:
                self._near_since = None
            elif self._near_since is None:
                self._near_since = self._time
        if steps == 3000:
            self._time = now

"""A source-meter with a diode: sets a voltage, measures the current, within a compliance."""

from __future__ import annotations

import math

from engine.bench.virtual.device import Device
from engine.bench.virtual.thermostat import Thermostat

_SATURATION = 4e-10
_IDEALITY = 1.75
_SERIES = 3.2
_SHUNT = 4e7
_KNEE = 4.1
"""Reverse voltage at which the diode breaks down."""


class SourceMeter(Device):
    """`SOUR:VOLT` (V), `MEAS:CURR?` (A), `SENS:CURR:PROT` (A, compliance), `NPLC`, `OUTP 0|1`."""

    def __init__(self, thermostat: Thermostat, name: str = "sourcemeter") -> None:
        super().__init__(name, "SMU-24")
        self._thermostat = thermostat
        self._voltage = 0.0
        self._compliance = 0.1
        self._cycles = 0.1
        self._output = 1.0
        self.value(
            "SOUR:VOLT", lambda: self._voltage, lambda value: setattr(self, "_voltage", value), -10, 10
        )
        self.value(
            "SENS:CURR:PROT", lambda: self._compliance, lambda v: setattr(self, "_compliance", v), 1e-6, 1.0
        )
        self.value("NPLC", lambda: self._cycles, lambda value: setattr(self, "_cycles", value), 0.01, 10)
        self.value("OUTP", lambda: self._output, lambda value: setattr(self, "_output", value), 0, 1)
        self.command("MEAS:CURR?", lambda _: self._measure())

    def _measure(self) -> str:
        self.take_time(self._cycles / 50.0)
        true = diode_current(self._voltage, self._thermostat.temperature()) if self._output else 0.0
        seen = true + self.gauss((4e-9 + 6e-4 * abs(true)) / math.sqrt(10 * self._cycles))
        return f"{min(self._compliance, max(-self._compliance, seen)):.6e}"


def diode_current(voltage: float, temperature: float) -> float:
    """Current in A through a real diode at a voltage and a temperature in K: series resistance, leak, breakdown."""
    thermal = _IDEALITY * 8.617e-5 * temperature
    saturation = _SATURATION * math.pow(2.0, (temperature - 295.0) / 9.0)

    def junction(across: float) -> float:
        forward = saturation * (math.exp(min(across / thermal, 60.0)) - 1)
        reverse = -1e-6 * (math.exp(min((-across - _KNEE) / 0.06, 40.0)))
        return forward + reverse + across / _SHUNT

    low, high = (0.0, voltage) if voltage > 0 else (voltage, 0.0)
    for _ in range(
        60
    ):  # the voltage across the junction, by halving: what is left drops over the series resistance
        middle = 0.5 * (low + high)
        if middle + _SERIES * junction(middle) > voltage:
            high = middle
        else:
            low = middle
    return junction(0.5 * (low + high))

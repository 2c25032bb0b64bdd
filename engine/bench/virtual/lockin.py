"""A lock-in amplifier that drives a small mechanical resonator with two modes and listens to it."""

from __future__ import annotations

import cmath
import math

from engine.bench.virtual.device import Device
from engine.bench.virtual.thermostat import Thermostat

_MODES = ((7321.0, 160.0, 1.0), (8074.0, 240.0, -0.42))
"""Frequency in Hz, quality factor, and how strongly the detector sees the mode."""
_SENSITIVITY = 3.2e-6
"""V at the detector for 1 V of drive at frequency 0."""


class LockIn(Device):
    """`FREQ` (Hz), `SLVL` (V), `OFLT` (s), `X?`, `Y?`, `R?` (V), `PHAS?` (deg)."""

    def __init__(self, thermostat: Thermostat, name: str = "lockin") -> None:
        super().__init__(name, "LIA-100")
        self._thermostat = thermostat
        self._frequency = 7000.0
        self._amplitude = 0.1
        self._time_constant = 0.003
        self._last = 0j
        self.value(
            "FREQ", lambda: self._frequency, lambda value: setattr(self, "_frequency", value), 1.0, 100e3
        )
        self.value(
            "SLVL", lambda: self._amplitude, lambda value: setattr(self, "_amplitude", value), 0.0, 5.0
        )
        self.value(
            "OFLT", lambda: self._time_constant, lambda v: setattr(self, "_time_constant", v), 1e-4, 10
        )
        self.command("X?", lambda _: f"{self._measure().real:.6e}")
        self.command("Y?", lambda _: f"{self._last.imag:.6e}")
        self.command("R?", lambda _: f"{abs(self._measure()):.6e}")
        self.command("PHAS?", lambda _: f"{math.degrees(cmath.phase(self._last)):.4f}")

    def _measure(self) -> complex:
        """X and Y as a complex number; `Y?` after `X?`, and `PHAS?` after `R?`, belong to the same moment."""
        self.take_time(self._time_constant)
        signal = response(self._frequency, self._thermostat.temperature()) * self._amplitude
        sigma = 2.5e-8 * math.sqrt(0.003 / self._time_constant)
        self._last = signal + complex(self.gauss(sigma), self.gauss(sigma))
        return self._last


def response(frequency: float, temperature: float) -> complex:
    """Volts at the detector per volt of drive: two resonances that soften with warmth, and crosstalk."""
    softened = 1 - 2.5e-5 * (temperature - 295.0)
    total = 0.4 * cmath.exp(0.3j) * (1 + frequency / 4e4)
    for centre, quality, weight in _MODES:
        ratio = frequency / (centre * softened)
        total += weight / (1 - ratio * ratio + 1j * ratio / quality)
    return total * _SENSITIVITY

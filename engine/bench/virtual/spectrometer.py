"""A Raman spectrometer that looks at the sample where the stage has put it."""

from __future__ import annotations

import math

import numpy as np

from engine.bench.virtual.device import Device
from engine.bench.virtual.sample import Sample, Spot
from engine.bench.virtual.stage import Stage

PIXELS = 512
FIRST, LAST = 400.0, 2960.0
"""Raman shift of the first and last pixel, in 1/cm."""
FOCUS, DEPTH = 5.0, 1.6
"""Height of the focus and its depth, in mm."""
RATE = 90_000.0
"""Counts per second and milliwatt in the strongest line."""


class Spectrometer(Device):
    """`MEAS:SPEC?` (512 counts), `MEAS:INT?` (counts of the crystal), `EXP` (s), `LAS` (mW), `SHIFT?` (1/cm)."""

    def __init__(self, stage: Stage, sample: Sample, name: str = "spectrometer") -> None:
        super().__init__(name, "RAMAN-512")
        self._stage = stage
        self._sample = sample
        self._exposure = 0.01
        self._laser = 2.0
        self._shift = np.linspace(FIRST, LAST, PIXELS)
        self._numbers = np.random.default_rng()
        self.value(
            "EXP", lambda: self._exposure, lambda value: setattr(self, "_exposure", value), 0.001, 10.0
        )
        self.value("LAS", lambda: self._laser, lambda value: setattr(self, "_laser", value), 0.0, 10.0)
        self.command("MEAS:SPEC?", lambda _: self._spectrum())
        self.command("MEAS:INT?", lambda _: self._intensity())
        self.command("SHIFT?", lambda _: ",".join(f"{shift:.2f}" for shift in self._shift))

    def _light(self) -> tuple[Spot, float]:
        """The spot in view and the counts of a line of strength 1 there; takes the exposure's time."""
        self.take_time(self._exposure)
        blur = (self._stage.position("Z") - FOCUS) / DEPTH
        counts = RATE * self._exposure * self._laser * math.exp(-blur * blur)
        return self._sample.at(self._stage.position("X"), self._stage.position("Y")), counts

    def _intensity(self) -> str:
        spot, counts = self._light()
        expected = counts * spot.brightness
        return f"{max(0.0, expected + self.gauss(math.sqrt(expected) + 3.0)):.1f}"

    def _spectrum(self) -> str:
        spot, counts = self._light()
        expected = counts * self._lines(spot) + 60.0 * (1 + self._exposure)
        noisy = expected + self._numbers.normal(size=PIXELS) * np.sqrt(expected) * self.noise
        if self.noise and self.random.random() < 0.01:  # a cosmic ray
            noisy[self.random.randrange(PIXELS)] += self.random.uniform(500, 5000)
        return ",".join(map(str, np.maximum(noisy, 0).astype(np.int64).tolist()))

    def _lines(self, spot: Spot) -> np.ndarray:
        """The spectrum without noise: the wafer's line, the crystal's lines D, G and 2D, and a broad glow."""
        layered = min(spot.layers, 5.0)
        soft = -9.0 * spot.strain + 0.35 * abs(spot.doping)
        lines = (
            (520.7, 5.0, 1.1 * math.exp(-0.22 * spot.layers)),
            (960.0, 28.0, 0.10 * math.exp(-0.22 * spot.layers)),
            (1348.0 + 0.6 * soft, 16.0, 0.08 * spot.brightness + 0.42 * spot.edge * min(1.0, spot.layers)),
            (1582.0 + soft, 8.0 + 0.25 * abs(spot.doping), 0.62 * spot.brightness * (1 + 0.10 * layered)),
            (2450.0 + soft, 20.0, 0.05 * spot.brightness),
            (
                2676.0 + 2.4 * soft + 7.0 * layered,
                13.0 + 6.0 * layered,
                1.25 * spot.brightness / (0.6 + 0.4 * layered),
            ),
        )
        glow = 0.05 + 0.05 * spot.brightness
        total = glow * np.exp(-0.5 * ((self._shift - 1700.0) / 900.0) ** 2)
        for centre, width, height in lines:
            total += height / (1.0 + ((self._shift - centre) / width) ** 2)
        return total

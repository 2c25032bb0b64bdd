"""The sample under the virtual microscope: flakes of a layered crystal on a wafer of 25 mm × 25 mm.

Flakes are polygons with soft edges, of one to five layers, that lie over each other; the crystal is strained along
wrinkles and doped in islands, so that every map shows something else.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Flake:
    """A polygon with `sides` sides around (x, y), of radius `size` in mm."""

    x: float
    y: float
    size: float
    stretch: float
    angle: float
    sides: int
    layers: int

    def cover(self, x: float, y: float) -> float:
        """0 outside, 1 inside, in between on the edge."""
        dx, dy = x - self.x, y - self.y
        c, s = math.cos(self.angle), math.sin(self.angle)
        u, v = (dx * c + dy * s) / self.stretch, (dy * c - dx * s) * self.stretch
        distance = math.hypot(u, v)
        if distance > 2.2 * self.size:
            return 0.0
        sector = 2 * math.pi / self.sides
        bearing = (math.atan2(v, u) + math.pi) % sector - sector / 2
        edge = self.size * math.cos(sector / 2) / math.cos(bearing)
        softness = 0.06 * self.size + 0.05
        return 1.0 / (1.0 + math.exp(min(40.0, max(-40.0, (distance - edge) / softness))))


@dataclass(frozen=True)
class Spot:
    """What the sample is like at one place."""

    layers: float
    """Mean number of layers."""
    edge: float
    """0 to 1: how much of an edge there is, which is where defects are."""
    strain: float
    """Percent."""
    doping: float
    """10¹² /cm²"""
    brightness: float
    """Signal in total, 0 to about 1.5."""


def _flakes(seed: int) -> list[Flake]:
    chance = random.Random(seed)
    large = [
        Flake(9.0, 14.5, 6.2, 1.15, 0.35, 6, 1),
        Flake(15.8, 10.2, 5.0, 1.3, -0.5, 5, 2),
        Flake(12.2, 17.8, 3.1, 1.1, 0.9, 3, 3),
        Flake(19.5, 19.0, 3.4, 1.2, 0.2, 6, 1),
        Flake(5.2, 6.0, 3.2, 1.4, 1.1, 4, 2),
        Flake(17.5, 5.0, 2.2, 1.1, 0.1, 3, 4),
        Flake(10.8, 11.2, 1.9, 1.0, 0.6, 6, 5),
        Flake(3.2, 21.2, 2.3, 1.2, 0.3, 5, 1),
        Flake(22.6, 9.2, 2.0, 1.1, 0.8, 4, 2),
        Flake(9.6, 2.2, 1.7, 1.3, 0.0, 6, 1),
    ]
    small = [
        Flake(
            chance.uniform(1, 24), chance.uniform(1, 24), chance.uniform(0.25, 0.9), chance.uniform(1.0, 1.6),
            chance.uniform(0, math.pi), chance.choice((3, 4, 5, 6)), chance.choice((1, 1, 2, 3)),
        )
        for _ in range(18)
    ]  # fmt: skip
    return large + small


class Sample:
    """The sample, the same in every laboratory."""

    def __init__(self, seed: int = 7) -> None:
        self._flakes = _flakes(seed)
        chance = random.Random(seed + 1)
        self._wrinkles = [
            (
                chance.uniform(0, math.pi),
                chance.uniform(0.5, 1.4),
                chance.uniform(0, 6.3),
                chance.uniform(0.3, 0.9),
            )
            for _ in range(4)
        ]
        self._puddles = [
            (chance.uniform(2, 23), chance.uniform(2, 23), chance.uniform(1.0, 3.0), chance.uniform(-6, 9))
            for _ in range(9)
        ]
        self._grains = [
            (chance.uniform(0, math.pi), chance.uniform(4.0, 9.0), chance.uniform(0, 6.3)) for _ in range(5)
        ]

    def at(self, x: float, y: float) -> Spot:
        """What is at (x, y), in mm."""
        layers = edge = 0.0
        for flake in self._flakes:
            cover = flake.cover(x, y)
            layers += flake.layers * cover
            edge += 4 * cover * (1 - cover)
        strain = sum(
            weight * math.sin(rate * (x * math.cos(angle) + y * math.sin(angle)) + phase)
            for angle, rate, phase, weight in self._wrinkles
        )
        doping = 3.0 + sum(
            dose * math.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * width * width))
            for px, py, width, dose in self._puddles
        )
        grain = sum(
            math.sin(rate * (x * math.cos(angle) + y * math.sin(angle)) + phase)
            for angle, rate, phase in self._grains
        )
        # light is absorbed and interferes: the signal rises with the first layers, then falls
        signal = layers * math.exp(-layers / 4.5) / 1.66
        texture = 1 + 0.07 * strain + 0.018 * grain + 0.012 * doping
        residue = 0.03 + 0.012 * (1 + math.sin(0.8 * x + 0.5 * strain) * math.cos(0.7 * y - 0.3 * doping))
        return Spot(layers, min(edge, 1.0), 0.45 * strain, doping, signal * texture + residue)

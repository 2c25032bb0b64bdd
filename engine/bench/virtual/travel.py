"""How an axis travels: it accelerates, cruises and brakes."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Travel:
    """A move from `start` to `target` that begins at time `since`; units, units/s, units/s²."""

    start: float
    target: float
    since: float
    speed: float
    acceleration: float

    def _phases(self) -> tuple[float, float, float]:
        """Seconds of acceleration, seconds of cruise, and the speed reached."""
        distance = abs(self.target - self.start)
        ramp = self.speed / self.acceleration
        if distance >= self.speed * ramp:
            return ramp, distance / self.speed - ramp, self.speed
        peak = math.sqrt(distance * self.acceleration)
        return peak / self.acceleration, 0.0, peak

    @property
    def end(self) -> float:
        """When it arrives."""
        ramp, cruise, _ = self._phases()
        return self.since + 2 * ramp + cruise

    def at(self, now: float) -> float:
        """Where it is at a time."""
        if now >= self.end:
            return self.target
        ramp, cruise, peak = self._phases()
        t = max(0.0, now - self.since)
        if t < ramp:
            gone = 0.5 * self.acceleration * t * t
        elif t < ramp + cruise:
            gone = 0.5 * peak * ramp + peak * (t - ramp)
        else:
            left = 2 * ramp + cruise - t
            gone = abs(self.target - self.start) - 0.5 * self.acceleration * left * left
        return self.start + math.copysign(gone, self.target - self.start)

    def braked(self, now: float) -> float:
        """Where it comes to a stand when it is told at `now` to brake at once."""
        if now >= self.end:
            return self.target
        step = 1e-4
        speed = (self.at(now + step) - self.at(now)) / step
        here = self.at(now) + math.copysign(speed * speed / (2 * self.acceleration), speed)
        low, high = sorted((self.start, self.target))
        return min(max(here, low), high)

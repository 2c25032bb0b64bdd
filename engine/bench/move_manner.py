"""How an axis is moved: in ramps or steps, always from one side, and until it has settled."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.bench.config import AxisConfig
from engine.model.bench import AxisSpec

_TICK = 0.1
"""Seconds between two setpoints of a ramp where the bench file gives no `ramp_step`."""


@dataclass(frozen=True, slots=True)
class MoveManner:
    """The keys of an axis that say how it is moved, in its unit and seconds."""

    ramp: float | None
    step: float | None
    backlash: float
    settle_within: float | None
    settle_for: float
    timeout: float

    @classmethod
    def of(cls, config: AxisConfig) -> MoveManner | None:
        """The manner of an axis; None where its setpoint is simply sent."""
        made = cls(
            config.ramp,
            config.ramp_step or (config.ramp * _TICK if config.ramp else None),
            config.backlash,
            config.settle_within,
            config.settle_for,
            config.timeout,
        )
        return made if made.step or made.backlash or made.settle_within is not None else None

    @property
    def needs_start(self) -> bool:
        """Whether the way to a setpoint depends on where the axis is."""
        return bool(self.step or self.backlash)

    def stops(self, start: float, value: float, limits: tuple[float, float]) -> list[float]:
        """The setpoints at which the axis arrives, the last one being `value`.

        Against the direction of `backlash` the axis goes beyond its setpoint first, as far as its limits allow.
        """
        if not self.backlash or (value - start) * self.backlash >= 0:
            return [value]
        beyond = min(max(value - self.backlash, limits[0]), limits[1])
        return [value] if beyond == value else [beyond, value]

    def ramped(self, start: float, value: float, axis: AxisSpec) -> Iterator[float]:
        """The setpoints from `start` to `value`, none further than a step from the one before."""
        if not self.step:
            yield value
            return
        count = max(1, math.ceil(abs(value - start) / self.step - 1e-9))
        before = None
        for n in range(1, count):
            point = _writable(axis, start + (value - start) * n / count)
            if point != before:
                yield point
            before = point
        yield value

    def pause(self, start: float, value: float) -> float | None:
        """Seconds from one setpoint of the ramp to the next; None: until the axis has arrived."""
        if not self.ramp or not self.step:
            return None
        count = max(1, math.ceil(abs(value - start) / self.step - 1e-9))
        return abs(value - start) / count / self.ramp


def _writable(axis: AxisSpec, value: float) -> float:
    try:
        return axis.sent(value)
    except ValueError:
        return axis.sent(float(round(value)))

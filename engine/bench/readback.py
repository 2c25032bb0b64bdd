"""Compares readbacks with setpoints, so that nobody measures beside a setpoint without knowing."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from engine.model.bench import plain
from engine.model.sending import as_sent, raw, step_of

_OF_VALUE = 5e-4
_OF_RANGE = 1e-4
"""Part of a setpoint, and of the range between the limits, by which converters and calibration may be off."""
_NOISE = 4.0
"""Factor from the spread of a few readbacks to their noise."""
_NUMBER = re.compile(r"[+-]?\d*(?:\.(\d*))?(?:[eE]([+-]?\d+))?")
LOOKS = (0.01, 0.03, 0.06)
"""Seconds to wait before each further poll of a readback that seems wrong: it may be noisy, or lag."""


class OnMismatch(StrEnum):
    """What happens when a readback is not its setpoint."""

    WARN = "warn"
    FAIL = "fail"
    IGNORE = "ignore"


@dataclass
class Readback:
    """Compares the readback of one axis or setting with its setpoint; learns its digits and its noise."""

    name: str
    unit: str
    on_mismatch: OnMismatch
    tolerance: float | None = None
    limits: tuple[float, float] | None = None
    format: str = ""
    scale: float = 1.0
    offset: float = 0.0
    """From the number that the instrument writes to the value, as in `AxisSpec`."""
    sleep: Callable[[float], None] = time.sleep
    _finest: float = field(default=math.inf, init=False)
    """The smallest last digit of its answers so far: an instrument may write 10 for 10.00."""
    _written: float = field(default=0.0, init=False)
    """By how much an answer may be off because of its number of digits."""
    _noise: float = field(default=0.0, init=False)
    _off: bool = field(default=False, init=False)
    """Whether it was off before: polling again and again is of no use then."""

    def as_sent(self, value: float) -> float:
        """The value that the instrument gets when `value` is set. Raises ValueError."""
        return as_sent(self.format, value, self.scale, self.offset)

    def agrees(self) -> None:
        """It reads back its setpoint exactly."""
        self._off = False

    def compare(
        self, sent: float, read: float, written: str, again: Callable[[], float | None]
    ) -> tuple[float, str | None]:
        """The readback to use, and what is wrong with it.

        `written` is how the instrument wrote it, `again` reads it once more.
        """
        if self.on_mismatch is OnMismatch.IGNORE:
            return read, None
        self._learn(written)
        if self._near(sent, read):
            self._off = False
            return read, None
        if not self._off:
            read, near = self._look(sent, read, again)
            if near:
                return read, None
        self._off = True
        return read, f"{self.name} was set to {self._shown(sent)}, but reads {self._shown(read)}"

    def _look(self, sent: float, read: float, again: Callable[[], float | None]) -> tuple[float, bool]:
        seen = [read]
        for pause in LOOKS:
            self.sleep(pause)
            now = again()
            if now is None:
                break
            seen.append(now)
            if self._near(sent, now):
                return now, True
        if seen != sorted(seen) and seen != sorted(seen, reverse=True):
            # it goes to and fro: that is noise, not drift
            self._noise = max(self._noise, max(seen) - min(seen))
        return seen[-1], self._near(sent, sorted(seen)[len(seen) // 2])

    def _learn(self, written: str) -> None:
        number = _NUMBER.fullmatch(written.strip())
        if number is None:
            return
        decimals, exponent = len(number[1] or ""), number[2]
        if exponent is not None:
            self._written = 0.5 * 10.0 ** (int(exponent) - decimals) * abs(self.scale)
            return
        self._finest = min(self._finest, 10.0**-decimals)
        # a fixed number of decimals may be cut off, anything else is rounded
        self._written = (self._finest if self._finest < 1 else self._finest / 2) * abs(self.scale)

    def _near(self, sent: float, read: float) -> bool:
        return abs(read - sent) <= self._allowed(sent)  # never for a readback that is not a number

    def _allowed(self, sent: float) -> float:
        if self.tolerance is not None:
            return self.tolerance
        span = 0.0 if self.limits is None else self.limits[1] - self.limits[0]
        step = step_of(self.format, raw(sent, self.scale, self.offset)) * abs(self.scale)
        allowed = max(step, self._written, _OF_VALUE * abs(sent), _OF_RANGE * span)
        return max(allowed * (1 + 1e-9), _NOISE * self._noise)

    def _shown(self, value: float) -> str:
        return f"{plain(value)} {self.unit}".rstrip()

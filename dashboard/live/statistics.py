"""What the hub has done since it started: counts, and how old readings were when they were sent. Pure."""

from __future__ import annotations

from collections import deque
from typing import Any

_KEPT = 2000


class Statistics:
    """Counters of one hub."""

    def __init__(self) -> None:
        self.frames = 0
        self.deliveries = 0
        self._ages: deque[float] = deque(maxlen=_KEPT)

    def sent(self, count: int) -> None:
        """One frame with `count` readings and events went to one connection."""
        self.frames += 1
        self.deliveries += count

    def aged(self, seconds: float) -> None:
        """The oldest reading of a frame was this old when the frame was made."""
        self._ages.append(seconds)

    def as_dict(self) -> dict[str, Any]:
        """Counts, and `latency` in seconds from reading to sending: p50 and p99 of the last frames."""
        ages = sorted(self._ages)
        latency = {f"p{p}": ages[min(len(ages) - 1, len(ages) * p // 100)] for p in (50, 99)} if ages else {}
        return {"frames": self.frames, "deliveries": self.deliveries, "latency": latency}

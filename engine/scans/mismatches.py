"""Logs mismatches in a scan: the first one of each axis or setting at once, and the number of further ones at the
end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from engine.model.states import Level


class Mismatches:
    """Writes to a scan's log; an axis with a mismatch at each of a thousand points gets two lines."""

    def __init__(self, log: Callable[[str, Level], None]) -> None:
        self._log = log
        self._more: Counter[tuple[str, str]] = Counter()

    def reporter(self, instrument: str) -> Callable[[str, str], None]:
        """The function that moves and settings of an instrument report a mismatch to."""

        def tell(name: str, text: str) -> None:
            key = (instrument, name)
            if key in self._more:
                self._more[key] += 1
                return
            self._more[key] = 0
            self._log(f"{instrument}: {text}", Level.WARNING)

        return tell

    def log_counts(self) -> None:
        """Log how often each mismatch happened after the first time."""
        for (instrument, name), count in self._more.items():
            if count:
                times = "once more" if count == 1 else f"{count} more times"
                what = name if name.startswith("reports ") else f"{name} did not read back its setpoint"
                self._log(f"{instrument}: {what} {times}", Level.WARNING)

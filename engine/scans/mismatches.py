"""What reads another value than it was set to, in a scan's log: the first time at once, later ones counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from engine.model.states import Level


class Mismatches:
    """Writes to a scan's log; an axis that is off at each of a thousand points gets two lines."""

    def __init__(self, log: Callable[[str, Level], None]) -> None:
        self._log = log
        self._more: Counter[tuple[str, str]] = Counter()

    def teller(self, instrument: str) -> Callable[[str, str], None]:
        """What moves and settings of an instrument tell of a mismatch."""

        def tell(name: str, text: str) -> None:
            key = (instrument, name)
            if key in self._more:
                self._more[key] += 1
                return
            self._more[key] = 0
            self._log(f"{instrument}: {text}", Level.WARNING)

        return tell

    def sum_up(self) -> None:
        """Tell how often it happened after the first time."""
        for (instrument, name), count in self._more.items():
            if count:
                times = "once more" if count == 1 else f"{count} more times"
                self._log(
                    f"{instrument}: {name} read another value than it was set to {times}", Level.WARNING
                )

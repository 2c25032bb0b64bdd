"""One emergency stop: stops every instrument and sends it to its safe values, trying again until it is reached."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError
from engine.reasons import reason_and_place

StopResult = Callable[[ManagedInstrument, str], None]
"""Called with "" for an instrument that took the stop, else with what went wrong; possibly several times."""

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to reach an instrument; the last one repeats."""

_log = logging.getLogger(__name__)


def ignore_result(instrument: ManagedInstrument, problem: str) -> None:
    """The default of `answered`: ignores the result."""


class EmergencyStop:
    """Starts at once, with a thread for each group of instruments that share a connection.

    Instruments that were never connected, or were disconnected on purpose, are left alone.
    """

    def __init__(self, groups: Sequence[Sequence[ManagedInstrument]], answered: StopResult) -> None:
        self._answered = answered
        self._over = threading.Event()
        self.trying: set[str] = set()
        """Instruments that were not reached and are tried again."""
        self._began = time.monotonic()
        self._first = [threading.Event() for _ in groups]
        """Set when each instrument of the group was tried once."""
        for group, first in zip(groups, self._first, strict=True):
            threading.Thread(
                target=self._stop, args=(group, first), name=f"stop {group[0].name}", daemon=True
            ).start()

    def wait(self, seconds: float) -> None:
        """Wait until every instrument was tried once, at most `seconds`."""
        deadline = time.monotonic() + seconds
        for first in self._first:
            first.wait(max(0.0, deadline - time.monotonic()))

    def give_over(self) -> None:
        """Stop trying: a later stop tries, or the bench is closed."""
        self._over.set()

    def _stop(self, group: Sequence[ManagedInstrument], first: threading.Event) -> None:
        asked = [i for i in group if i.met and i.wanted]
        taken = {i.name: i.taken for i in asked}
        late = [i for i in asked if not self._reached(i)]
        self.trying.update(i.name for i in late)
        first.set()
        pauses = iter(_PAUSES)
        pause = 0.0
        while late and not self._over.wait(pause := next(pauses, pause)):
            # An instrument that somebody disconnected, or holds for a scan or by hand since, is theirs now.
            theirs = [i for i in late if not i.wanted or i.taken != taken[i.name]]
            reached = [i for i in late if i not in theirs and self._reached(i, again=True)]
            late = [i for i in late if i not in theirs and i not in reached]
            self.trying.difference_update(i.name for i in (*theirs, *reached))

    def _reached(self, instrument: ManagedInstrument, again: bool = False) -> bool:
        problem = ""
        try:
            instrument.make_safe()
        except InstrumentError as error:
            problem = str(error).removeprefix(f"{instrument.name}: ")
        except Exception as error:  # noqa: BLE001 - the others must be made safe
            problem = f"its driver failed: {reason_and_place(error)}"
            _log.debug("emergency stop of %s", instrument.name, exc_info=error)
        self._answered(instrument, problem)
        since = time.monotonic() - self._began
        if problem and not again:
            _log.error("emergency stop: cannot reach %s, trying again: %s", instrument.name, problem)
        elif again and not problem:
            _log.warning("emergency stop: reached %s after %.1f s", instrument.name, since)
        return not problem

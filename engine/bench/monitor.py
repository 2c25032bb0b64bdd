"""Watches instruments in the background: connects them, reconnects with back-off, polls idle ones."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError
from engine.reasons import reason_and_place

IDLE_INTERVAL = 1.0
"""Seconds between two polls of an idle instrument, and for which it is left alone after it was used."""
MOTION_INTERVAL = 0.1
LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)


def pause(failures: int) -> float:
    """Seconds to wait after this many failures in a row: 1, 2, 4, 8, 16, 30, 30 …"""
    return float(min(LONGEST_PAUSE, 2.0 ** min(failures - 1, 10)))


@dataclass
class _Charge:
    """One instrument of the monitor."""

    instrument: ManagedInstrument
    due: float = 0.0
    failures: int = 0
    settings_known: bool = False


class Monitor:
    """The thread of one group of instruments: those on one resource. A call that hangs delays only these."""

    def __init__(
        self, name: str, instruments: Sequence[ManagedInstrument], interval: float = IDLE_INTERVAL
    ) -> None:
        self._charges = [_Charge(instrument) for instrument in instruments]
        self._interval = interval
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"monitor {name}", daemon=True)
        for charge in self._charges:
            charge.instrument.attend = self._attender(charge)

    def start(self) -> None:
        """Start connecting."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to close its instruments and end."""
        self._stop.set()
        self._wake.set()

    def join(self, timeout: float) -> None:
        """Wait for the end of the thread."""
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _attender(self, charge: _Charge) -> Callable[[], None]:
        def attend() -> None:
            charge.due = 0.0
            self._wake.set()

        return attend

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                now = time.monotonic()
                nearest = min(charge.due for charge in self._charges)
                if nearest > now:
                    self._wake.wait(nearest - now)
                self._wake.clear()
                for charge in self._charges:
                    if charge.due <= time.monotonic() and not self._stop.is_set():
                        charge.due = time.monotonic() + LONGEST_PAUSE
                        pause_until = self._look_after(charge)
                        charge.due = min(charge.due, pause_until) if charge.due else 0.0
        finally:
            for charge in self._charges:
                charge.instrument.disconnect()

    def _look_after(self, charge: _Charge) -> float:
        """Do what the instrument needs now; returns when to check again."""
        instrument = charge.instrument
        began = time.monotonic()
        try:
            if not instrument.wanted:
                charge.failures, charge.settings_known = 0, False
                return began + LONGEST_PAUSE
            if not instrument.connected:
                charge.settings_known = False
                instrument.demand()
                charge.due = began + LONGEST_PAUSE  # it asked for attention, and gets it now
            if instrument.moves_unattended:
                instrument.watch_motion()
                return began + MOTION_INTERVAL
            alone = began - instrument.last_used
            if charge.settings_known and (instrument.busy or alone < self._interval):
                return began + self._interval - (0.0 if instrument.busy else alone)
            instrument.refresh(settings=not charge.settings_known)
            charge.settings_known = True
            charge.failures = 0
        except InstrumentError as error:
            charge.failures += 1
            charge.settings_known = False  # the failed call may have changed them
            if charge.failures == 1 and instrument.wanted:
                _log.warning("%s", error)
            charge.due = began + LONGEST_PAUSE
            return time.monotonic() + pause(charge.failures)
        except Exception as error:  # noqa: BLE001 - the thread must go on
            _log.exception("watching %s failed", instrument.name)
            instrument.broke(f"its driver failed: {reason_and_place(error)}")
            charge.failures += 1
            return time.monotonic() + pause(charge.failures)
        now = time.monotonic()
        # polling must not keep a slow instrument busy, and a thousand instruments must not be polled at the same
        # moment
        return now + max(self._interval * random.uniform(0.85, 1.0), 4 * (now - began))

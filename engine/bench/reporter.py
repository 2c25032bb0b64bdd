"""Sends what changed on the bench as events: at once, then at most about a dozen times a second for each instrument."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from engine.model.events import Event

INTERVAL = 0.08
"""Seconds between two reports of one instrument while it changes."""

_log = logging.getLogger(__name__)


class Reports(Protocol):
    """Something that can say what changed since it was asked last."""

    def news(self) -> list[Event]:
        """The events to send now."""


class Reporter:
    """One thread that asks whoever called `mark` for news; the last change is always sent."""

    def __init__(self, report: Callable[[Event], None]) -> None:
        self._report = report
        self._marked: deque[Reports] = deque()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._telling = threading.Lock()
        """Held from asking to reporting, so that older news never follows newer."""
        self._thread = threading.Thread(target=self._run, name="bench reporter", daemon=True)

    def mark(self, who: Reports) -> None:
        """Have `who` asked for news soon; it marks itself again only after it was asked."""
        self._marked.append(who)
        self._wake.set()

    def tell(self, who: Reports) -> None:
        """Report now what changed, before anything that the caller reports next."""
        with self._telling:
            for event in who.news():
                self._report(event)

    def start(self) -> None:
        """Begin to report."""
        self._thread.start()

    def close(self) -> None:
        """Send what is left and stop."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(2.0)
        self._send()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            began = time.monotonic()
            self._send()
            # a bench that has very much to report takes a tenth of a core at most
            self._stop.wait(max(INTERVAL, 9 * (time.monotonic() - began)))

    def _send(self) -> None:
        for _ in range(len(self._marked)):
            try:
                self.tell(self._marked.popleft())
            except Exception:  # noqa: BLE001 - the thread must go on
                _log.exception("an event of the bench could not be reported")

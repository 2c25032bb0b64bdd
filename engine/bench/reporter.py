"""Emits what changed on the bench: at once, then at most about a dozen times a second for each instrument."""

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
    """Says what changed since the last call."""

    def changes(self) -> list[Event]:
        """The events to emit now."""


class Reporter:
    """One thread that asks every object that called `mark` for its events; the last change is always emitted."""

    def __init__(self, report: Callable[[Event], None]) -> None:
        self._report = report
        self._marked: deque[Reports] = deque()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._telling = threading.Lock()
        """Held from asking to emitting, so that older events never follow newer ones."""
        self._thread = threading.Thread(target=self._run, name="bench reporter", daemon=True)

    def mark(self, who: Reports) -> None:
        """Ask `who` for its events soon; it calls `mark` again only after it was asked."""
        self._marked.append(who)
        self._wake.set()

    def tell(self, who: Reports) -> None:
        """Emit now what changed, before the caller's next events."""
        with self._telling:
            for event in who.changes():
                self._report(event)

    def start(self) -> None:
        """Start emitting."""
        self._thread.start()

    def close(self) -> None:
        """Emit what is left and stop."""
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
            # a bench with very many events takes at most a tenth of a core
            self._stop.wait(max(INTERVAL, 9 * (time.monotonic() - began)))

    def _send(self) -> None:
        for _ in range(len(self._marked)):
            try:
                self.tell(self._marked.popleft())
            except Exception:  # noqa: BLE001 - the thread must go on
                _log.exception("reporting an event of the bench failed")

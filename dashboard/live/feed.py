"""The feed: one greenlet that reads the journal as it grows and passes each record on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import gevent

from dashboard.server.metering import yield_to_others
from engine.errors import StoreError
from engine.journal.doorbell import Doorbell
from engine.journal.reader import Entry, JournalReader
from engine.reasons import reason

PAGE = 1000
"""Records read at a time, which takes a few milliseconds."""

_TROUBLE_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Feed:
    """Follows the journal from its present end. `wanted` says whether any connection would get what is read."""

    def __init__(
        self,
        reader: JournalReader,
        doorbell: Doorbell,
        wanted: Callable[[], bool],
        accept: Callable[[Sequence[Entry]], None],
    ) -> None:
        self._reader = reader
        self._doorbell = doorbell
        self._wanted = wanted
        self._accept = accept
        self.position = reader.head()
        """The last record that was passed on or skipped."""

    def run(self) -> None:
        """Follow forever; failures of the database are waited out."""
        trouble = ""
        while True:
            try:
                found = self._look()
            except Exception as error:  # noqa: BLE001
                # Whatever fails, giving up would stop every page until somebody restarts the server.
                if reason(error) != trouble:
                    trouble = reason(error)
                    known = isinstance(error, StoreError)
                    _LOG.error("live delivery is interrupted: %s", error, exc_info=None if known else error)
                gevent.sleep(_TROUBLE_SECONDS)
                continue
            if trouble:
                _LOG.info("live delivery continues")
                trouble = ""
            if found == PAGE:
                # There is more: only let the others run.
                yield_to_others()
            else:
                self._doorbell.wait(found > 0)

    def skip(self) -> None:
        """Skip everything up to the present end, because no connection was there to get it."""
        self.position = max(self.position, self._reader.head())

    def _look(self) -> int:
        if not self._wanted():
            self.skip()
            return 0
        entries = self._reader.after(self.position, PAGE)
        if entries:
            self.position = entries[-1].seq
            self._accept(entries)
        return len(entries)

"""Decides when the journal has grown enough for old readings to leave it."""

from __future__ import annotations

import logging

from engine.errors import StoreError
from engine.journal import retention
from engine.store.database import Database

_log = logging.getLogger(__name__)


class Pruning:
    """Counts what is appended and takes out a slice now and then; used by the writer's thread only."""

    def __init__(
        self,
        database: Database,
        kept: int = retention.KEPT_RECORDS,
        records: int = retention.SLICE,
        guard: int = retention.GUARD,
    ) -> None:
        self._database = database
        self._kept = kept
        self._slice = records
        self._guard = guard
        self._records: int | None = None
        """Records in the journal, about; None before the first count."""
        self._fresh = 0
        self._upto = 0

    def after(self, grown: int) -> None:
        """To be called after each commit with the records it added."""
        self._fresh += grown
        if self._fresh < self._slice:
            return
        try:
            with self._database.write() as conn:
                known = retention.count(conn) if self._records is None else self._records + self._fresh
                if known > self._kept:
                    gone, self._upto = retention.prune(conn, self._upto, self._slice, self._guard)
                    known -= gone
            self._records, self._fresh = known, 0
        except StoreError as error:
            _log.warning("old readings stay in the journal for now: %s", error)
            self._fresh = 0

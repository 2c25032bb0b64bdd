"""Decides when the journal is so large that old readings are removed from it."""

from __future__ import annotations

import logging

from engine.errors import StoreError
from engine.journal import retention
from engine.store.database import Database

_log = logging.getLogger(__name__)


class Pruning:
    """Counts what is appended and removes a slice now and then; only the writer's thread uses it."""

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
        """Approximate number of records in the journal; None before the first count."""
        self._fresh = 0
        self._upto = 0

    def after(self, grown: int) -> None:
        """Call it after each commit with the number of records that it added."""
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
            _log.warning("cannot remove old readings from the journal yet: %s", error)
            self._fresh = 0

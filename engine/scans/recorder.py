"""Stores one scan's readings and checkpoints, and reads them when the scan is resumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.journal.stream import Stream
from engine.journal.writer import JournalWriter
from engine.model.bench import Column
from engine.store import readings, scans
from engine.store.database import Database
from engine.store.marks import Texts
from engine.store.readings import Measurement

_BLOCK = 1000


class Recorder:
    """The journal and the store of one scan."""

    def __init__(self, writer: JournalWriter, database: Database, scan: int) -> None:
        self._writer = writer
        self._database = database
        self._scan = scan
        self._block: Measurement | None = None
        self.texts = Texts()
        """Numbers of labels and qualities in rows."""
        self.append_rows = writer.append_rows
        """Append rows; the rows of one call become durable together."""

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored now, None when it can: check it before measuring."""
        return self._writer.trouble

    def open_stream(self, measurement: str, columns: tuple[Column, ...], first_index: int) -> Stream:
        """Make a handle for the rows of a measurement; its first row gets `first_index`."""
        return self._writer.open_stream(self._scan, measurement, columns, first_index, self.texts)

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Store a checkpoint; it is durable when this returns."""
        self._writer.transact(lambda conn: scans.set_checkpoint(conn, self._scan, checkpoint))

    def describe(self, bench: Mapping[str, Any], *, anew: bool) -> None:
        """Store how the bench describes what the scan uses; it is durable when this returns.

        Without `anew` only where nothing was stored before.
        """
        self._writer.transact(lambda conn: scans.describe(conn, self._scan, bench, anew=anew))

    def past(self) -> tuple[dict[str, int], Any]:
        """Durable rows of each measurement, and the last checkpoint (None when there is none). Raises DataDamaged."""
        self._writer.flush()
        with self._database.read() as conn:
            return readings.totals(conn, self._scan), scans.checkpoint(conn, self._scan)

    def stored(self, measurement: str, index: int) -> dict[str, float | np.ndarray]:
        """A durable row by its sequence index, by column; fast when rows are read in order."""
        block = self._block
        if (
            block is None
            or block.name != measurement
            or not 0 <= index - block.first_index < len(block.timestamps)
        ):
            with self._database.read() as conn:
                block = readings.read(conn, self._scan, measurement, index, index + _BLOCK)
            self._block = block
        row = index - block.first_index
        return {name: _plain(values[row]) for name, values in block.columns.items()}


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.ndarray | str) or value is None else float(value)

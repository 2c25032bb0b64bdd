"""Where one scan's readings and checkpoints go, and come from when it is taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.journal.stream import Stream
from engine.journal.writer import JournalWriter
from engine.model.bench import Column
from engine.store import readings, scans
from engine.store.database import Database
from engine.store.readings import Measurement

__all__ = ["Recorder", "Stream"]
_BLOCK = 1000


class Recorder:
    """The journal and the store as one scan sees them."""

    def __init__(self, writer: JournalWriter, database: Database, scan: int) -> None:
        self._writer = writer
        self._database = database
        self._scan = scan
        self._block: Measurement | None = None
        self.append_rows = writer.append_rows
        """Rows of one call become durable together."""

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored now, None when all is well: whoever measures looks here first."""
        return self._writer.trouble

    def open_stream(self, measurement: str, columns: tuple[Column, ...], first_index: int) -> Stream:
        """A handle for the rows of a measurement, the first of which gets `first_index`."""
        return self._writer.open_stream(self._scan, measurement, columns, first_index)

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Write a checkpoint down; durable when this returns."""
        self._writer.transact(lambda conn: scans.set_checkpoint(conn, self._scan, checkpoint))

    def describe(self, bench: Mapping[str, Any], *, anew: bool) -> None:
        """Write down how the bench describes what the scan uses; durable when this returns.

        Without `anew` only where nothing was written down before.
        """
        self._writer.transact(lambda conn: scans.describe(conn, self._scan, bench, anew=anew))

    def past(self) -> tuple[dict[str, int], Any]:
        """Durable rows of each measurement, and the last checkpoint (None when there is none). Raises DataDamaged."""
        self._writer.flush()
        with self._database.read() as conn:
            return readings.totals(conn, self._scan), scans.checkpoint(conn, self._scan)

    def stored(self, measurement: str, index: int) -> dict[str, float | np.ndarray]:
        """A durable row by its sequence index, by column; rows are expected to be asked for in order."""
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


def _plain(value: Any) -> float | np.ndarray:
    return value if isinstance(value, np.ndarray) else float(value)

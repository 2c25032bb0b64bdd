"""The handle through which a scan appends the readings of one measurement."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.errors import StoreError
from engine.model.bench import Column
from engine.model.values import NO_VALUE
from engine.store.blocks import row_width
from engine.store.marks import Texts, is_text

Value = float | str | np.ndarray[Any, np.dtype[Any]] | None


@dataclass(slots=True, eq=False)
class Rows:
    """Rows on their way to the journal; `data` has `stream.width` numbers for each row."""

    stream: Stream
    first_index: int
    data: array[float] = field(default_factory=lambda: array("d"))

    @property
    def end(self) -> int:
        """Index after the last row."""
        return self.first_index + len(self.data) // self.stream.width


class Stream:
    """Counts the sequence index of one measurement of a scan. Made by `JournalWriter.open_stream`."""

    __slots__ = (
        "broken",
        "columns",
        "id",
        "measurement",
        "next_index",
        "open",
        "scalar",
        "scan",
        "texts",
        "waiting",
        "width",
    )

    def __init__(
        self,
        scan: int,
        measurement: str,
        columns: tuple[Column, ...],
        first_index: int,
        texts: Texts | None = None,
    ) -> None:
        self.scan = scan
        self.measurement = measurement
        self.columns = columns
        self.next_index = first_index
        """Sequence index of the next row."""
        self.texts = texts
        """Numbers of the texts in rows; None where rows have no marks."""
        self.width = row_width(columns, marked=texts is not None)
        self.scalar = all(not column.shape and not is_text(column) for column in columns)
        """Whether rows can take the fast path."""
        self.id: int | None = None
        """Number in the store, once it has a row there."""
        self.open: array[float] | None = None
        """Numbers of the run that new rows join; None when the next row starts a new run."""
        self.waiting = 0
        """Rows in journal blocks that are in no chunk yet."""
        self.broken = ""
        """Why no more rows can be taken; empty when they can."""

    def pack(self, values: tuple[Value, ...], moment: float) -> array[float]:
        """A row as plain numbers. Raises StoreError when the values do not fit the columns."""
        if self.scalar and len(values) + 1 == self.width:
            try:
                return array("d", (moment, *values))  # type: ignore[arg-type]
            except TypeError:
                pass  # A value is None or not a number: the careful path says which.
        return self._pack_carefully(values, moment)

    def refuse(self, reason: str) -> None:
        """Make every later row raise StoreError with this reason."""
        self.broken = reason
        self.scalar = False

    def _pack_carefully(self, values: tuple[Value, ...], moment: float) -> array[float]:
        if self.broken:
            raise StoreError(f"{self.measurement}: {self.broken}")
        marks = self.width - row_width(self.columns, marked=False)
        if len(values) != len(self.columns) + marks:
            given = len(values) - marks
            raise StoreError(f"{self.measurement}: {given} values were given for {len(self.columns)} columns")
        row = array("d", (moment,))
        for column, value in zip(self.columns, values[: len(self.columns)], strict=True):
            if isinstance(value, str) and self.texts is not None and is_text(column):
                row.append(self.texts[value])
                continue
            try:
                numbers = np.asarray(NO_VALUE if value is None else value, np.float64)
            except (TypeError, ValueError):
                raise StoreError(f"{self.measurement}.{column.name}: {value!r} is not a number") from None
            if value is None:
                numbers = np.full(column.shape, NO_VALUE)
            elif numbers.shape != column.shape:
                came, wanted = list(numbers.shape), list(column.shape)
                raise StoreError(
                    f"{self.measurement}.{column.name}: an array of shape {came} was given, {wanted} is expected"
                )
            row.frombytes(numbers.tobytes())
        row.extend(values[len(self.columns) :])  # type: ignore[arg-type]
        return row

"""What a runner records to: readings, checkpoints and the description of the bench, of one scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from engine.journal.stream import Value
from engine.model.bench import Column
from engine.scans.steps import Reading
from engine.store.marks import Texts

H = TypeVar("H")
"""Handle for the rows of one measurement."""


class Recording(Protocol[H]):
    """One scan's readings and checkpoints. `Recorder` keeps them in the journal and the store."""

    texts: Texts
    """Numbers of labels and qualities in rows."""

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored now, None when it can: check it before measuring."""

    def open_stream(self, measurement: str, columns: tuple[Column, ...], first_index: int) -> H:
        """Make a handle for the rows of a measurement; its first row gets `first_index`."""

    def append_rows(self, rows: Sequence[tuple[H, tuple[Value, ...], float]]) -> None:
        """Append rows (handle, values in column order and marks, seconds since 1970); they become durable together.

        `engine.store.marks` says what the marks are.
        """

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Store a checkpoint; it is durable when this returns."""

    def describe(self, bench: Mapping[str, Any], *, anew: bool) -> None:
        """Store how the bench describes what the scan uses; without `anew` only where nothing was stored before."""

    def past(self) -> tuple[dict[str, int], Any]:
        """Durable rows of each measurement, and the last checkpoint (None when there is none)."""

    def stored(self, measurement: str, index: int) -> Reading:
        """A durable row by its sequence index, by column."""

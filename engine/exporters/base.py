"""What an exporter is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.model.records import MeasurementRecord, ScanRecord
from engine.store.readings import Measurement

Blocks = Callable[[str, Sequence[str]], Iterator[Measurement]]
"""Readings of a measurement by name and columns, in order, in pieces that fit into memory; may be asked for again."""


class Wanted(MeasurementRecord):
    """What goes into a file of one measurement: the columns listed of `rows` readings, of `total` that there are."""

    rows: int


Write = Callable[[ScanRecord, Sequence[Wanted], Blocks], Iterator[bytes]]
"""A scan's readings as bytes."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name in URLs, its media type, the suffix of its files, and the function that writes it.

    `single` says that one file holds one measurement only.
    """

    name: str
    media_type: str
    suffix: str
    write: Write
    single: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A file about to be made: how many readings it holds in all, and its bytes piece by piece."""

    rows: int
    pieces: Iterator[bytes]

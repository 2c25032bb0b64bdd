"""What an exporter is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.model.records import MeasurementRecord, ScanRecord
from engine.store.readings import Measurement

Blocks = Callable[[str, Sequence[str]], Iterator[Measurement]]
"""Readings of a measurement by name and columns, in order, in pieces that fit into memory; may be asked for again."""

Write = Callable[[ScanRecord, Sequence[MeasurementRecord], Blocks], Iterator[bytes]]
"""A scan's readings as bytes; each measurement lists the columns wanted of it."""


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

"""What an exporter is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import Field

from engine.model.bench import Column
from engine.model.records import Json, MeasurementRecord, ScanRecord
from engine.store.readings import Measurement

Blocks = Callable[[str, Sequence[str]], Iterator[Measurement]]
"""Yields the readings of a measurement by name and columns, in order, in pieces that fit into memory; may be called
again.
"""


class ExportedScan(ScanRecord):
    """A scan with its record, as exporters get it."""

    record: Json
    """What the laboratory was: the fields of `LabRecord`."""


class Wanted(MeasurementRecord):
    """The part of a measurement that goes into a file: the listed columns of `rows` readings, of `total`."""

    rows: int
    measured: list[Column] = Field(default_factory=list)
    """All columns of the measurement but the marks, whether they go into the file or not."""


Write = Callable[[ScanRecord, Sequence[Wanted], Blocks], Iterator[bytes]]
"""Makes the bytes of a scan's readings."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name in URLs, media type, file suffix, and the function that writes it.

    With `single` a file holds one measurement only.
    """

    name: str
    media_type: str
    suffix: str
    write: Write
    single: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is about to be written: of which scan, how many readings it holds, and its bytes piece by piece."""

    scan: ExportedScan
    rows: int
    pieces: Iterator[bytes]

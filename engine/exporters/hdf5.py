"""HDF5: a group for each measurement, a dataset for each column; units and facts as attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.exporters import groups
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.model.records import ScanRecord


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """Every measurement; arrays are datasets of rows x shape, timestamps are seconds since 1970."""
    return groups.pieces(record, measurements, blocks)


EXPORTER = Exporter("hdf5", "application/x-hdf5", ".h5", write)

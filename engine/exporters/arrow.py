"""Arrow IPC file (also known as Feather): columns as they are in memory, read back without decoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from engine.exporters import tables
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.sink import Sink
from engine.model.records import ScanRecord


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """One measurement, a row for each reading; arrays are lists of fixed length, timestamps are UTC."""
    return tables.pieces(record, measurements, blocks, _open)


def _open(sink: Sink, schema: pa.Schema) -> pa.ipc.RecordBatchFileWriter:
    return pa.ipc.new_file(sink, schema)


EXPORTER = Exporter("arrow", "application/vnd.apache.arrow.file", ".arrow", write, single=True)

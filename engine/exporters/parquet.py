"""Parquet: typed columns in compressed row groups, for pandas, Polars, DuckDB, R and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from engine.exporters import tables
from engine.exporters.base import Blocks, Exporter, Wanted
from engine.exporters.sink import Sink
from engine.model.records import ScanRecord


def write(record: ScanRecord, measurements: Sequence[Wanted], blocks: Blocks) -> Iterator[bytes]:
    """One measurement, a row for each reading; arrays are lists of fixed length, timestamps are UTC."""
    return tables.pieces(record, measurements, blocks, _open)


def _open(sink: Sink, schema: pa.Schema) -> pq.ParquetWriter:
    # Measured numbers hardly repeat: searching repetitions would take most of the time for nothing.
    return pq.ParquetWriter(sink, schema, use_dictionary=False)


EXPORTER = Exporter("parquet", "application/vnd.apache.parquet", ".parquet", write, single=True)

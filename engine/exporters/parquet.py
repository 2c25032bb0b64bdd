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
    """One measurement, a row a point; arrays are lists of fixed length, moments are UTC."""
    return tables.pieces(record, measurements, blocks, _open)


def _open(sink: Sink, schema: pa.Schema) -> pq.ParquetWriter:
    # Measured numbers hardly repeat: looking for those that do costs most of the time and gains nothing.
    return pq.ParquetWriter(sink, schema, use_dictionary=False)


EXPORTER = Exporter("parquet", "application/vnd.apache.parquet", ".parquet", write, single=True)

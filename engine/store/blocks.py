"""The one binary form of readings: a run of rows of one stream, by columns, in the journal and in chunks.

Header (24 bytes, little-endian): version, 2 unused bytes, count, stream, first_index. Then float64: `count`
timestamps (seconds since the epoch), and for each column `count` rows of the numbers of its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from engine.errors import StoreError
from engine.model.bench import Column

Numbers = NDArray[np.float64]

HEADER = Struct("<HHIqq")
_VERSION = 1
_FLOAT = np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A decoded block: row i is reading `first_index + i`; each column, in the stream's order, n or n x shape."""

    stream: int
    first_index: int
    timestamps: Numbers
    columns: tuple[Numbers, ...]


def width_of(columns: Sequence[Column]) -> int:
    """Numbers in one row, its timestamp included."""
    return 1 + sum(column.size for column in columns)


def encode_block(stream: int, first_index: int, timestamps: Numbers, columns: Sequence[Numbers]) -> bytes:
    """The bytes of a block; `columns` in the stream's order, each n or n x shape."""
    parts = [HEADER.pack(_VERSION, 0, len(timestamps), stream, first_index), _bytes(timestamps)]
    parts.extend(map(_bytes, columns))
    return b"".join(parts)


def encode_rows(stream: int, first_index: int, rows: Numbers, columns: Sequence[Column]) -> bytes:
    """The bytes of a block of `rows` (n x width): a timestamp and the flattened columns in each."""
    parts = [HEADER.pack(_VERSION, 0, len(rows), stream, first_index), _bytes(rows[:, 0])]
    start = 1
    for column in columns:
        parts.append(_bytes(rows[:, start : start + column.size]))
        start += column.size
    return b"".join(parts)


def decode_header(payload: bytes) -> tuple[int, int, int]:
    """(stream, first_index, count) of a block; its beginning is enough."""
    version, _, count, stream, first_index = HEADER.unpack_from(payload)
    if version != _VERSION:
        raise StoreError(
            f"readings are in format {version}, which this PyBirch does not know; use a newer one"
        )
    return stream, first_index, count


def decode_block(payload: bytes, columns: Sequence[Column]) -> RawBlock:
    """A block from its bytes; the arrays are read-only views of them."""
    stream, first_index, count = decode_header(payload)
    flat = np.frombuffer(payload, _FLOAT, offset=HEADER.size)
    made = []
    start = count
    for column in columns:
        end = start + count * column.size
        part = flat[start:end]
        made.append(part.reshape((count, *column.shape)) if column.shape else part)
        start = end
    if start != len(flat):
        raise StoreError(f"readings of stream {stream} from {first_index} on do not fit their columns")
    return RawBlock(stream, first_index, flat[:count], tuple(made))


def _bytes(numbers: Numbers) -> bytes:
    return np.ascontiguousarray(numbers, _FLOAT).tobytes()

"""The one binary form of readings: a run of rows of one stream, by columns, in the journal and in chunks.

Header (32 bytes, little-endian): version, 2 unused bytes, count, stream, first_index, CRC-32, 4 unused bytes. Then
float64: `count` timestamps (seconds since the epoch), and for each column `count` rows of the numbers of its shape. The
checksum covers everything before it and after its four bytes. Version 1 ended its header before the checksum.

What is not a finite number is stored as `engine.model.values` has it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from zlib import crc32

import numpy as np

from engine.model.bench import Column
from engine.model.values import Numbers

_HEAD = Struct("<HHIqq")
_CHECK = Struct("<II")
HEADER_BYTES = _HEAD.size + _CHECK.size
"""Bytes of a payload from which `decode_header` can tell what is in it."""
_UNCHECKED, _VERSION = 1, 2
"""Two bits apart, so that one flipped bit does not turn a checked block into an unchecked one."""
_FLOAT = np.dtype("<f8")


class BadBlock(ValueError):
    """A block is not as it was written; the message says what is wrong with the readings in it."""


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
    return _sealed(stream, first_index, len(timestamps), [_bytes(timestamps), *map(_bytes, columns)])


def encode_rows(stream: int, first_index: int, rows: Numbers, columns: Sequence[Column]) -> bytes:
    """The bytes of a block of `rows` (n x width): a timestamp and the flattened columns in each."""
    parts = [_bytes(rows[:, 0])]
    start = 1
    for column in columns:
        parts.append(_bytes(rows[:, start : start + column.size]))
        start += column.size
    return _sealed(stream, first_index, len(rows), parts)


def decode_header(payload: object) -> tuple[int, int, int]:
    """(stream, first_index, count) of a block; its first HEADER_BYTES are enough. Raises BadBlock."""
    if not isinstance(payload, bytes | memoryview | bytearray):
        raise BadBlock("not stored as bytes")
    try:
        version, _, count, stream, first_index = _HEAD.unpack_from(payload)
    except struct.error:
        raise BadBlock("cut short") from None
    if version not in (_UNCHECKED, _VERSION):
        raise BadBlock(f"in format {version}, which this PyBirch does not know")
    return stream, first_index, count


def decode_block(payload: bytes, columns: Sequence[Column]) -> RawBlock:
    """A block from its bytes; the arrays are read-only views of them. Raises BadBlock.

    A block of an earlier version, which has no checksum, is taken as it is.
    """
    stream, first_index, count = decode_header(payload)
    start = _HEAD.size
    if payload[0] != _UNCHECKED:
        start = HEADER_BYTES
        _check(payload)
    if len(payload) - start != count * width_of(columns) * _FLOAT.itemsize:
        raise BadBlock("not as many numbers as the columns have")
    flat = np.frombuffer(payload, _FLOAT, offset=start)
    made = []
    at = count
    for column in columns:
        end = at + count * column.size
        part = flat[at:end]
        made.append(part.reshape((count, *column.shape)) if column.shape else part)
        at = end
    return RawBlock(stream, first_index, flat[:count], tuple(made))


def _check(payload: bytes) -> None:
    if len(payload) < HEADER_BYTES:
        raise BadBlock("cut short")
    known, _ = _CHECK.unpack_from(payload, _HEAD.size)
    body = memoryview(payload)
    if crc32(body[_HEAD.size + 4 :], crc32(body[: _HEAD.size])) != known:
        raise BadBlock("wrong checksum")


def _sealed(stream: int, first_index: int, count: int, parts: Sequence[bytes]) -> bytes:
    head, unused = _HEAD.pack(_VERSION, 0, count, stream, first_index), bytes(4)
    checksum = crc32(unused, crc32(head))
    for part in parts:
        checksum = crc32(part, checksum)
    return b"".join((head, _CHECK.pack(checksum, 0), *parts))


def _bytes(numbers: Numbers) -> bytes:
    return np.ascontiguousarray(numbers, _FLOAT).tobytes()

"""Binary format of readings, in the journal and in chunks: consecutive rows of one stream, by columns.

Header (32 bytes, little-endian): version, 2 unused bytes, count, stream, first_index, CRC-32, 4 unused bytes. Then
float64 numbers: `count` timestamps (seconds since 1970), and for each column `count` rows of the numbers of its
shape. The checksum covers everything before it and after its four bytes. In version 1 the header ended before the
checksum.

Values that are not finite numbers are stored as `engine.model.values` describes.
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
"""Bytes at the start of a payload that `decode_header` needs."""
_UNCHECKED, _VERSION = 1, 2
"""The versions differ in two bits, so that one flipped bit does not turn a checked block into an unchecked one."""
_FLOAT = np.dtype("<f8")


class BadBlock(ValueError):
    """A block is not what was written; the message says what is wrong with its readings."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A decoded block: row i is reading `first_index + i`; each column, in the stream's order, has shape n or n x
    shape.
    """

    stream: int
    first_index: int
    timestamps: Numbers
    columns: tuple[Numbers, ...]


def width_of(columns: Sequence[Column]) -> int:
    """Numbers in one row, its timestamp included."""
    return 1 + sum(column.size for column in columns)


def encode_block(stream: int, first_index: int, timestamps: Numbers, columns: Sequence[Numbers]) -> bytes:
    """Encode a block; `columns` are in the stream's order, each with shape n or n x shape."""
    return _sealed(stream, first_index, len(timestamps), [_bytes(timestamps), *map(_bytes, columns)])


def encode_rows(stream: int, first_index: int, rows: Numbers, columns: Sequence[Column]) -> bytes:
    """Encode a block of `rows` (n x width); each row has a timestamp and the flattened columns."""
    parts = [_bytes(rows[:, 0])]
    start = 1
    for column in columns:
        parts.append(_bytes(rows[:, start : start + column.size]))
        start += column.size
    return _sealed(stream, first_index, len(rows), parts)


def decode_header(payload: object) -> tuple[int, int, int]:
    """Decode (stream, first_index, count) of a block from its first HEADER_BYTES. Raises BadBlock."""
    if not isinstance(payload, bytes | memoryview | bytearray):
        raise BadBlock("not stored as bytes")
    try:
        version, _, count, stream, first_index = _HEAD.unpack_from(payload)
    except struct.error:
        raise BadBlock("cut short") from None
    if version not in (_UNCHECKED, _VERSION):
        raise BadBlock(f"in format {version}, which this version of PyBirch cannot read")
    return stream, first_index, count


def decode_block(payload: bytes, columns: Sequence[Column]) -> RawBlock:
    """Decode a block; the arrays are read-only views of `payload`. Raises BadBlock.

    A block of version 1 has no checksum and is not checked.
    """
    stream, first_index, count = decode_header(payload)
    start = _HEAD.size
    if payload[0] != _UNCHECKED:
        start = HEADER_BYTES
        _check(payload)
    if len(payload) - start != count * width_of(columns) * _FLOAT.itemsize:
        raise BadBlock("with another number of values than the columns need")
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

"""Binary format of readings, in the journal and in chunks: consecutive rows of one stream, by columns.

Header (32 bytes, little-endian): version, 2 unused bytes, count, stream, first_index, CRC-32, 4 unused bytes. Then
float64 numbers: `count` timestamps (seconds since 1970), and for each column `count` rows of the numbers of its
shape. The checksum covers everything before it and after its four bytes. In version 1 the header ended before the
checksum. Version 4 is version 2 with a section for marks and texts after the numbers (`engine.store.marks`); the
numbers of a column of texts are then the numbers of its texts.

Values that are not finite numbers are stored as `engine.model.values` describes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from struct import Struct
from zlib import crc32

import numpy as np

from engine.model.bench import Column
from engine.model.values import Numbers
from engine.store.marks import (
    Encoder,
    Marks,
    Section,
    Texts,
    Values,
    is_text,
    of_rows,
    texts_at,
    unknown,
    width_of_marks,
)

_HEAD = Struct("<HHIqq")
_CHECK = Struct("<II")
HEADER_BYTES = _HEAD.size + _CHECK.size
"""Bytes at the start of a payload that `decode_header` needs."""
_UNCHECKED, _BARE, _MARKED = 1, 2, 4
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
    columns: tuple[Values, ...]
    section: Section | None = field(default=None, repr=False)
    """Marks and texts; None where the block has none."""

    def marks(self, columns: Sequence[Column]) -> Marks:
        """The marks of the rows; `columns` are those of the stream. Raises BadBlock."""
        if self.section is None:
            return unknown(columns, len(self.timestamps))
        try:
            return self.section.marks(self.columns)
        except (ValueError, IndexError, UnicodeDecodeError) as error:
            raise BadBlock(f"with marks that are {error}") from None


def width_of(columns: Sequence[Column]) -> int:
    """Numbers in one row, its timestamp included."""
    return 1 + sum(column.size for column in columns)


def encode_block(
    stream: int,
    first_index: int,
    timestamps: Numbers,
    columns: Sequence[Values],
    marks: Marks | None = None,
) -> bytes:
    """Encode a block; `columns` are in the stream's order, each with shape n or n x shape; texts are objects."""
    encoder = Encoder()
    numbers = [encoder.numbers(c) if c.dtype == object else c for c in columns]
    parts = [_bytes(timestamps), *map(_bytes, numbers)]
    if marks is None and not encoder.texts:
        return _sealed(_BARE, stream, first_index, len(timestamps), parts)
    parts.append(encoder.section(first_index, numbers, marks or Marks({}, {})))
    return _sealed(_MARKED, stream, first_index, len(timestamps), parts)


def encode_rows(
    stream: int, first_index: int, rows: Numbers, columns: Sequence[Column], texts: Texts | None = None
) -> bytes:
    """Encode a block of `rows` (n x width); each row has a timestamp, the flattened columns and, with `texts`, the
    marks.
    """
    made: list[Values] = []
    start = 1
    for column in columns:
        part = rows[:, start : start + column.size]
        made.append(texts.told(part[:, 0]) if texts is not None and is_text(column) else part)
        start += column.size
    marks = None if texts is None else of_rows(rows[:, start:], columns, texts)
    return encode_block(stream, first_index, rows[:, 0], made, marks)


def row_width(columns: Sequence[Column], *, marked: bool) -> int:
    """Numbers in one row as a producer gives it: timestamp, columns and, where it is marked, its marks."""
    return width_of(columns) + (width_of_marks(columns) if marked else 0)


def decode_header(payload: object) -> tuple[int, int, int]:
    """Decode (stream, first_index, count) of a block from its first HEADER_BYTES. Raises BadBlock."""
    if not isinstance(payload, bytes | memoryview | bytearray):
        raise BadBlock("not stored as bytes")
    try:
        version, _, count, stream, first_index = _HEAD.unpack_from(payload)
    except struct.error:
        raise BadBlock("cut short") from None
    if version not in (_UNCHECKED, _BARE, _MARKED):
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
    numbers = count * width_of(columns)
    rest = len(payload) - start - numbers * _FLOAT.itemsize
    if rest < 0 or (rest > 0) != (payload[0] == _MARKED):
        raise BadBlock("with another number of values than the columns need")
    flat = np.frombuffer(payload, _FLOAT, numbers, start)
    section = Section(memoryview(payload)[len(payload) - rest :], count, first_index) if rest else None
    made: list[Values] = []
    at = count
    for column in columns:
        end = at + count * column.size
        part = flat[at:end]
        if is_text(column):
            made.append(_texts(part, section))
        else:
            made.append(part.reshape((count, *column.shape)) if column.shape else part)
        at = end
    return RawBlock(stream, first_index, flat[:count], tuple(made), section)


def _texts(numbers: Numbers, section: Section | None) -> Values:
    try:
        known = section.texts() if section is not None else np.empty(0, object)
        return texts_at(known, numbers)
    except (ValueError, IndexError) as error:
        raise BadBlock(f"with texts that are {error}") from None


def _check(payload: bytes) -> None:
    if len(payload) < HEADER_BYTES:
        raise BadBlock("cut short")
    known, _ = _CHECK.unpack_from(payload, _HEAD.size)
    body = memoryview(payload)
    if crc32(body[_HEAD.size + 4 :], crc32(body[: _HEAD.size])) != known:
        raise BadBlock("wrong checksum")


def _sealed(version: int, stream: int, first_index: int, count: int, parts: Sequence[bytes]) -> bytes:
    head, unused = _HEAD.pack(version, 0, count, stream, first_index), bytes(4)
    checksum = crc32(unused, crc32(head))
    for part in parts:
        checksum = crc32(part, checksum)
    return b"".join((head, _CHECK.pack(checksum, 0), *parts))


def _bytes(numbers: Numbers) -> bytes:
    return np.ascontiguousarray(numbers, _FLOAT).tobytes()

"""Blocks of bytes (IEEE 488.2, 8.7.9 and 8.7.10): where they end, and the numbers in them.

A block travels through the exchange as text of the encoding latin-1, which has a character for every byte.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from pyvisa.util import from_ieee_block, parse_ieee_block_header

from engine.bench.answer_config import BlockType, ByteOrder
from engine.bench.answers import short

_START = re.compile(rb"\s*(?::?[A-Za-z*][\w:*]*\s+)?#")
"""A response header such as `:CURVE ` may come first."""
_LONGEST_START = 64
_DATA_TYPES = {
    BlockType.INT8: "b", BlockType.UINT8: "B", BlockType.INT16: "h", BlockType.UINT16: "H",
    BlockType.INT32: "i", BlockType.UINT32: "I", BlockType.INT64: "q", BlockType.UINT64: "Q",
    BlockType.FLOAT32: "f", BlockType.FLOAT64: "d",
}  # fmt: skip


def end_of_block(data: bytes | bytearray) -> int | None:
    """Length of a message up to the last byte of the block in it.

    0 while its header is incomplete; None where no header tells: the block is indefinite, or it is none.
    """
    start = _START.match(data[:_LONGEST_START])
    if start is None:
        return 0 if len(data) < _LONGEST_START and b"\n" not in data else None
    at = start.end()
    digits = bytes(data[at : at + 1])
    if not digits:
        return 0
    if not digits.isdigit() or digits == b"0":
        return None
    offset = at + 1 + int(digits)
    length = bytes(data[at + 1 : offset])
    if len(length) < int(digits):
        return 0
    return offset + int(length) if length.isdigit() else None


def block_numbers(answer: str, kind: BlockType, order: ByteOrder | None) -> np.ndarray:
    """The numbers in a block. Raises ValueError saying what the answer is not."""
    data, size = _block(answer), np.dtype(kind.value).itemsize
    offset, length = parse_ieee_block_header(data)
    length = len(data) - offset if length < 0 else length
    if length % size:
        raise ValueError(
            f"a block of {length} bytes, which are no whole numbers of {size} bytes: {short(answer[:60])}"
        )
    decoded: Any = from_ieee_block  # its types do not say that it takes NumPy arrays
    return np.asarray(decoded(data, _DATA_TYPES[kind], order is ByteOrder.BIG, np.array), dtype=np.float64)


def block_text(answer: str) -> str:
    """The text in a block. Raises ValueError saying what the answer is not."""
    data = _block(answer)
    offset, length = parse_ieee_block_header(data)
    return data[offset : len(data) if length < 0 else offset + length].decode("ascii", "replace")


def _block(answer: str) -> bytes:
    """A whole block without what follows it."""
    data = answer.encode("latin-1")
    end = end_of_block(data)
    if end is None and _START.match(data) is not None and data.partition(b"#")[2][:1] == b"0":
        return data
    if not end or len(data) < end:
        raise ValueError(f"{short(answer[:60])}, which is not a whole block")
    return data[:end]

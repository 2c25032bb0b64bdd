"""Values of readings that are not finite numbers: NaN, infinities, and no value at all; and how JSON shows each.

A value that does not exist (an axis that the scan has not set yet, a reading that an instrument left out) is stored
as `NO_VALUE`: a NaN that differs from a measured NaN in its low bits. JSON has none of these: NaN and infinities
become the texts "NaN", "Infinity" and "-Infinity", and no value becomes null.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
import orjson
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_NO_VALUE_BITS = 0x7FF8_0000_0000_07A2
_BEYOND_BITS = _NO_VALUE_BITS + 1
NO_VALUE, BEYOND = struct.unpack("<2d", struct.pack("<2Q", _NO_VALUE_BITS, _BEYOND_BITS))
"""No value at all; BEYOND says besides that an axis did not reach the position of the point, so that nobody tried to
measure it."""
_BEYOND_BYTES = struct.pack("<d", BEYOND)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a format for values that are not finite numbers."""

    nan: bytes
    positive: bytes
    negative: bytes
    no_value: bytes

    def of(self, values: Numbers) -> list[bytes]:
        """The text for each of these values, none of which is finite."""
        kinds = np.where(np.isnan(values), np.where(is_no_value(values), 3, 0), np.where(values > 0, 1, 2))
        words = (self.nan, self.positive, self.negative, self.no_value)
        return [words[kind] for kind in kinds.tolist()]


IN_JSON = Words(b'"NaN"', b'"Infinity"', b'"-Infinity"', b"null")


def is_no_value(values: Numbers) -> NDArray[np.bool_]:
    """Which of the values are `NO_VALUE` or `BEYOND`, in the same shape."""
    bits = np.ascontiguousarray(values).view(np.uint64)
    found: NDArray[np.bool_] = bits - np.uint64(_NO_VALUE_BITS) <= _BEYOND_BITS - _NO_VALUE_BITS
    return found


def is_beyond(value: float) -> bool:
    """Whether a reading is missing because an axis did not reach its position."""
    return struct.pack("<d", value) == _BEYOND_BYTES


def as_json(values: Numbers, words: Words = IN_JSON) -> bytes:
    """A JSON array of the values, nested as they are; `words` replace what is not finite."""
    text = orjson.dumps(np.ascontiguousarray(values), option=orjson.OPT_SERIALIZE_NUMPY)
    finite = np.isfinite(values)
    if finite.all():
        return text
    told = words.of(values[~finite])
    # orjson writes null for each of them, in their order, and nothing else.
    first, *rest = text.split(b"null")
    return b"".join((first, *chain.from_iterable(zip(told, rest, strict=True))))


def told(value: float | None) -> float | Literal["NaN", "Infinity", "-Infinity"] | None:
    """One reading for JSON; None where there is no value."""
    if value is None or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"

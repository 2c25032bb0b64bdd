"""Marks and texts in a block of readings: the section after the numbers in blocks of version 4.

A producer opens its stream with `texts=Texts()` (see `JournalWriter.open_stream`); then each row has, after the
values of its columns, one number for each axis among the columns (its setpoint, `NO_VALUE` where there is none), and
the numbers `point`, `repeat`, `texts[label]` and `texts[quality]`. They become durable together with the row. A point
without readings is a row whose readings are `NO_VALUE` (None for an array), with `texts[Quality.GAP]`.

What does not change takes no space: of each mark the block keeps a constant, a sequence that counts up, a list of the
different values with one byte (or two) for each row, or all numbers, whichever is shortest. A `point` that is the
row's index, a `repeat` of 0, an empty label, the quality `ok` and a setpoint that equals its readback in every row
take no bytes (a setpoint four). Texts, also those of columns of the type `text`, are kept once and are numbered in
the block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct, error
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.model.bench import Column, ColumnType
from engine.model.marks import Mark, Quality
from engine.model.values import NO_VALUE, Numbers, is_no_value

Values = NDArray[Any]
"""Numbers, or texts as objects (None where there is none)."""
_HEAD, _ENTRY, _LENGTH = Struct("<HI"), Struct("<BBH"), Struct("<I")
_FLOAT, _BITS = np.dtype("<f8"), np.dtype("<u8")
_FEW = 16
"""Rows from which on a list of the different values is worth looking for."""
_MARKS = tuple(Mark)
_DEFAULTS = {Mark.REPEAT: 0.0, Mark.LABEL: "", Mark.QUALITY: Quality.OK.value}


class Texts(dict[str, float]):
    """Numbers for texts, so that rows hold numbers only: `texts[label]` is the number of a label, made when needed."""

    def __init__(self) -> None:
        self.listed: list[str] = []
        """The texts by number."""

    def __missing__(self, text: str) -> float:
        number = float(len(self.listed))
        self.listed.append(text)
        self[text] = number
        return number

    def told(self, numbers: Numbers) -> Values:
        """The texts with these numbers, None where there is no value."""
        made = np.full(len(numbers), None, object)
        there = ~is_no_value(numbers)
        made[there] = np.array(self.listed, object)[numbers[there].astype(np.intp)]
        return made


class _Coding(IntEnum):
    CONSTANT = 0
    RISING = 1
    LISTED = 2
    LISTED_LONG = 3
    PLAIN = 4
    READBACK = 5


@dataclass(slots=True)
class Marks:
    """The marks of n rows: `setpoints` by index of the axis's column; label and quality are texts."""

    setpoints: dict[int, Numbers]
    each: dict[Mark, Values]
    """The other marks."""


@dataclass(slots=True)
class Encoder:
    """Numbers the texts of a block and encodes its section."""

    texts: dict[str, float] = field(default_factory=dict)

    def numbers(self, values: Values) -> Numbers:
        """Numbers of texts; NO_VALUE where there is none."""
        made = [NO_VALUE if v is None else self.texts.setdefault(v, float(len(self.texts))) for v in values]
        return np.array(made, _FLOAT)

    def section(self, first_index: int, columns: Sequence[Values], marks: Marks) -> bytes:
        """Encode the marks of rows from `first_index` on; `columns` are the readbacks."""
        entries = [
            self._entry(Mark.SETPOINT, index, values, columns[index])
            for index, values in marks.setpoints.items()
        ]
        for mark, values in marks.each.items():
            if mark is Mark.POINT:
                counted = np.arange(first_index, first_index + len(values), dtype=_FLOAT)
                entries += [] if np.array_equal(values, counted) else [self._entry(mark, 0, values)]
            elif not (values == _DEFAULTS[mark]).all():
                numbers = values if mark is Mark.REPEAT else self.numbers(values)
                entries.append(self._entry(mark, 0, numbers))
        told = [text.encode("utf-8", "surrogatepass") for text in self.texts]
        listed = (_LENGTH.pack(len(text)) + text for text in told)
        return b"".join((_HEAD.pack(len(entries), len(told)), *entries, *listed))

    def _entry(self, mark: Mark, index: int, values: Numbers, readback: Values | None = None) -> bytes:
        coding, content = _coded(np.ascontiguousarray(values, _FLOAT), readback)
        return _ENTRY.pack(_MARKS.index(mark), coding, index) + content


def _coded(values: Numbers, readback: Values | None) -> tuple[_Coding, bytes]:
    bits = values.view(_BITS)
    if readback is not None and np.array_equal(_bits(readback), bits):
        return _Coding.READBACK, b""
    count = len(values)
    if (bits == bits[:1]).all():
        return _Coding.CONSTANT, bits[:1].tobytes()
    if values[-1] - values[0] == count - 1 and np.array_equal(
        (values[0] + np.arange(count)).view(_BITS), bits
    ):
        return _Coding.RISING, bits[:1].tobytes()
    if count >= _FEW:
        different, codes = np.unique(bits, return_inverse=True)
        wide = len(different) > 256
        if len(different) * 8 + count * (1 + wide) < count * 8 and len(different) <= 65536:
            head = _LENGTH.pack(len(different)) + different.tobytes()
            narrow = np.dtype("<u2" if wide else "u1")
            return (_Coding.LISTED_LONG if wide else _Coding.LISTED), head + codes.astype(narrow).tobytes()
    return _Coding.PLAIN, values.tobytes()


def _bits(values: Values) -> NDArray[np.uint64]:
    return np.ascontiguousarray(values, _FLOAT).reshape(-1).view(_BITS)


@dataclass(slots=True)
class Section:
    """The section of a block, decoded when it is needed. ValueError where it is not what was written."""

    data: memoryview
    count: int
    first_index: int

    def texts(self) -> Values:
        """The texts of the block by number."""
        return _read(self)[1]

    def marks(self, columns: Sequence[Values]) -> Marks:
        """The marks of the block, whose readbacks are in `columns`."""
        entries, texts = _read(self)
        first, count = self.first_index, self.count
        setpoints = {}
        found: dict[Mark, Values] = {
            Mark.POINT: np.arange(first, first + count, dtype=_FLOAT),
            **{
                mark: np.full(count, value, object if isinstance(value, str) else _FLOAT)
                for mark, value in _DEFAULTS.items()
            },
        }
        for mark, index, values in entries:
            if mark is Mark.SETPOINT:
                setpoints[index] = columns[index] if values is None else values
            elif values is not None:
                found[mark] = texts_at(texts, values) if mark in (Mark.LABEL, Mark.QUALITY) else values
        return Marks(setpoints, found)


def texts_at(texts: Values, numbers: Numbers) -> Values:
    """The texts with these numbers, None where there is no value."""
    made = np.full(numbers.shape, None, object)
    there = ~is_no_value(numbers)
    made[there] = texts[numbers[there].astype(np.intp)]
    return made


def unknown(columns: Sequence[Column], count: int) -> Marks:
    """The marks of rows that an earlier version stored without any: quality `ok`, the rest unknown."""
    nothing = np.full(count, NO_VALUE)
    quality, label = np.full(count, Quality.OK.value, object), np.full(count, "", object)
    each: dict[Mark, Values] = {
        Mark.POINT: nothing,
        Mark.REPEAT: nothing,
        Mark.LABEL: label,
        Mark.QUALITY: quality,
    }
    return Marks({index: nothing for index, column in enumerate(columns) if column.axis}, each)


def of_rows(numbers: Numbers, columns: Sequence[Column], texts: Texts) -> Marks:
    """The marks in the last numbers of a producer's rows (n x marks)."""
    axes = [index for index, column in enumerate(columns) if column.axis]
    point, repeat, label, quality = (numbers[:, len(axes) + i] for i in range(4))
    return Marks(
        {index: numbers[:, i] for i, index in enumerate(axes)},
        {
            Mark.POINT: point,
            Mark.REPEAT: repeat,
            Mark.LABEL: texts.told(label),
            Mark.QUALITY: texts.told(quality),
        },
    )


def width_of_marks(columns: Sequence[Column]) -> int:
    """Numbers of a producer's row for its marks."""
    return sum(bool(column.axis) for column in columns) + len(_MARKS) - 1


def joined(parts: Sequence[Marks]) -> Marks:
    """The marks of consecutive rows of one stream."""
    first = parts[0]
    return Marks(
        {index: np.concatenate([part.setpoints[index] for part in parts]) for index in first.setpoints},
        {mark: np.concatenate([part.each[mark] for part in parts]) for mark in first.each},
    )


def is_text(column: Column) -> bool:
    """Whether the column holds texts."""
    return column.type is ColumnType.TEXT


def _read(section: Section) -> tuple[list[tuple[Mark, int, Numbers | None]], Values]:
    data, count = section.data, section.count
    try:
        number, told = _HEAD.unpack_from(data)
        at = _HEAD.size
        entries: list[tuple[Mark, int, Numbers | None]] = []
        for _ in range(number):
            mark, coding, index = _ENTRY.unpack_from(data, at)
            at += _ENTRY.size
            values, at = _decoded(_Coding(coding), data, at, count)
            entries.append((_MARKS[mark], index, values))
        texts = np.full(told, None, object)
        for i in range(told):
            (length,) = _LENGTH.unpack_from(data, at)
            at += _LENGTH.size + length
            texts[i] = bytes(data[at - length : at]).decode("utf-8", "surrogatepass")
    except (error, IndexError) as wrong:
        raise ValueError("cut short") from wrong
    if at != len(data):
        raise ValueError("of another length")
    return entries, texts


def _decoded(coding: _Coding, data: memoryview, at: int, count: int) -> tuple[Numbers | None, int]:
    match coding:
        case _Coding.READBACK:
            return None, at
        case _Coding.CONSTANT:
            return np.full(count, _floats(data, at, 1)[0]) if count else np.empty(0), at + (8 if count else 0)
        case _Coding.RISING:
            return _floats(data, at, 1)[0] + np.arange(count), at + 8
        case _Coding.PLAIN:
            return _floats(data, at, count), at + 8 * count
        case _Coding.LISTED | _Coding.LISTED_LONG:
            (different,) = _LENGTH.unpack_from(data, at)
            at += _LENGTH.size
            values = _floats(data, at, different)
            at += 8 * different
            narrow = np.dtype("u1" if coding is _Coding.LISTED else "<u2")
            codes = np.frombuffer(data, narrow, count, at)
            return values[codes], at + narrow.itemsize * count


def _floats(data: memoryview, at: int, count: int) -> Numbers:
    return np.frombuffer(data, _FLOAT, count, at)

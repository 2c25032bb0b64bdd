"""What an answer means according to the bench file: one number, or an array."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from engine.bench.answer_config import BlockType, ComplexPart, NumberKeys, ReadingKeys, ValueType
from engine.bench.answer_parts import at, matched, split, without_brackets
from engine.bench.answers import Numbers, short
from engine.bench.blocks import block_numbers, block_text
from engine.bench.conversion import Conversion
from engine.bench.written_numbers import bare
from engine.model.values import NO_VALUE

_SWITCH = {"1": 1.0, "ON": 1.0, "TRUE": 1.0, "YES": 1.0, "0": 0.0, "OFF": 0.0, "FALSE": 0.0, "NO": 0.0}
_EXACT = 2.0**53
_IMAGINARY = re.compile(r"[iIjJ]$")

Meaning = Callable[[str], float]


def picker(
    pick: int | str | None, separator: str | None = None, decimal: str = "."
) -> Callable[[str], str] | None:
    """Takes the one value that a table wants out of an answer; None where it wants all of it."""
    if pick is None:
        return None
    if isinstance(pick, str):
        pattern = re.compile(pick)
        return lambda answer: matched(pattern, answer)
    return lambda answer: at(split(answer, separator, decimal), pick, answer)


def position_meaning(keys: NumberKeys, numbers: Numbers) -> Meaning:
    """The position that a number in an answer means, in the unit of the axis."""
    if keys.scale == 1 and not keys.offset:
        return numbers.number
    scale, offset = keys.scale, keys.offset
    return lambda text: numbers.number(text) * scale + offset


class ReadingMeaning:
    """What the answer to the query of one reading means. Every method raises ValueError saying what it is not."""

    def __init__(self, keys: ReadingKeys, numbers: Numbers, shape: tuple[int, ...], unit: str) -> None:
        self._keys = keys
        self._numbers = numbers
        self._length = shape[0] if shape else 1
        self._take = picker(keys.pick, keys.separator, keys.decimal)
        self._convert = None if keys.convert is None else Conversion(keys.convert)
        self._codes = {bare(answer).casefold(): code for answer, code in keys.codes.items()}
        self._in_degrees = unit in ("deg", "°")
        self._plain = (
            all(
                getattr(keys, key) == field.default
                for key, field in ReadingKeys.model_fields.items()
                if key != "codes"
            )
            and not keys.codes
        )

    def of_shape(self, shape: tuple[int, ...]) -> Callable[[str], float | np.ndarray]:
        """What turns an answer into a number, or into an array."""
        if shape:
            return self.array
        return self._numbers.number if self._plain else self.number

    def number(self, answer: str) -> float:
        """The number of an answer."""
        keys = self._keys
        if keys.block is not None or keys.part is not None:
            return float(self.array(answer)[0])
        text = answer if self._take is None else self._take(answer)
        value = self._one(text)
        if self._convert is not None:
            return self._convert.of(value)
        return value if keys.scale == 1 and not keys.offset else value * keys.scale + keys.offset

    def array(self, answer: str) -> np.ndarray:
        """The numbers of an answer, as many as the bench file says."""
        keys = self._keys
        values = self._picked(self._values(answer))
        if keys.part is not None:
            values = self._of_complex(values, answer)
        length = self._length
        if len(values) > length or (len(values) < length and not keys.pad):
            raise ValueError(f"with {len(values)} numbers instead of {length}: {short(answer)}")
        if self._convert is not None:
            values = self._convert.of_array(values)
        elif keys.scale != 1 or keys.offset:
            values = values * keys.scale + keys.offset
        if len(values) == length:
            return values
        return np.concatenate([values, np.full(length - len(values), NO_VALUE)])

    def _values(self, answer: str) -> np.ndarray:
        keys = self._keys
        if keys.block is not None and keys.block is not BlockType.TEXT:
            return block_numbers(answer, keys.block, keys.byte_order)
        text = answer if keys.block is None else block_text(answer)
        if isinstance(keys.pick, str) and self._take is not None:
            text = self._take(text)
        if keys.part is not None:
            text = without_brackets(text)
        parts = split(text, keys.separator, keys.decimal)
        if keys.pad and parts == [""]:
            return np.empty(0)
        if keys.part is not None and any(_IMAGINARY.search(part) for part in parts):
            return _complex_literals(parts, answer)
        if self._codes or keys.type is not ValueType.NUMBER:
            return np.array([self._one(part) for part in parts], dtype=np.float64)
        return self._numbers.values(text, parts)

    def _picked(self, values: np.ndarray) -> np.ndarray:
        keys = self._keys
        first = keys.pick if isinstance(keys.pick, int) else 1
        return values[first - 1 if first > 0 else first :: keys.every]

    def _one(self, text: str) -> float:
        if self._codes:
            return self._code(text)
        if self._keys.type is ValueType.BOOLEAN:
            return _switch(text)
        value = self._numbers.number(text)
        inexact = math.isfinite(value) and (value != int(value) or abs(value) > _EXACT)
        if inexact and self._keys.type is ValueType.INTEGER:
            raise ValueError(f"{short(text)}, which is not a whole number up to 2^53")
        return value

    def _code(self, text: str) -> float:
        word = bare(text).casefold()
        if word in self._codes:
            return self._codes[word]
        value = self._numbers.number(text) if word[:1].isdigit() or word[:1] in ("+", "-") else math.nan
        for answer, code in self._codes.items():
            try:
                if float(answer) == value:
                    return code
            except ValueError:
                continue
        raise ValueError(f"{short(text)}, which is none of codes = {', '.join(self._keys.codes)}")

    def _of_complex(self, values: Any, answer: str) -> Any:
        """One part of complex numbers, which come as pairs unless they were written as such."""
        if not np.iscomplexobj(values):
            if len(values) % 2:
                raise ValueError(f"with {len(values)} numbers, which are no pairs: {short(answer)}")
            pairs, values = values, np.empty(len(values) // 2, dtype=np.complex128)
            values.real, values.imag = pairs[::2], pairs[1::2]
        match self._keys.part:
            case ComplexPart.REAL:
                return np.ascontiguousarray(values.real)
            case ComplexPart.IMAGINARY:
                return np.ascontiguousarray(values.imag)
            case ComplexPart.MAGNITUDE:
                return np.abs(values)
            case _:
                return np.angle(values, deg=self._in_degrees)


def _complex_literals(parts: list[str], answer: str) -> np.ndarray:
    made = []
    for part in parts:
        try:
            if "_" in part:
                raise ValueError
            made.append(complex(_IMAGINARY.sub("j", part.replace(" ", ""))))
        except ValueError:
            raise ValueError(f"{short(answer)}, which is not a list of complex numbers") from None
    return np.array(made)


def _switch(text: str) -> float:
    word = bare(text).upper()
    if word not in _SWITCH:
        with suppress(ValueError):
            word = f"{float(word):g}"
    if word not in _SWITCH:
        raise ValueError(f"{short(text)}, which is neither ON nor OFF, 1 nor 0")
    return _SWITCH[word]

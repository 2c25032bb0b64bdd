"""Turns an instrument's answers into numbers, overloads and missing values included."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.bench.written_numbers import Form, bare

Written = str | float
"""How an instrument writes something that is not a measured value: a word or a number."""

_INFINITE = 9.9e37
_NO_NUMBER = 9.91e37
"""SCPI-1999 writes infinity as 9.9E37 and "not a number" as 9.91E37 (volume 1, 7.2.1.4 and 7.2.1.5)."""
_NEAR = 1e-4
"""Largest relative distance from these numbers of an answer with few digits or single precision; they are 1e-3
apart.
"""
_LARGEST = _INFINITE * (1 - _NEAR)

_OVERLOADS = frozenset(
    {"OVLD", "OVERLOAD", "OVER", "OVERRANGE", "OVERFLOW", "OVFL", "OL", "O.L", "O.L.", "INF", "INFINITY"}
)
_NO_VALUES = frozenset({"NAN"})
_NEGATIVE_INFINITY = "NINF"
_USUAL = Form()


class Numbers:
    """Reads numbers from answers; `overload` and `no_value` are what the bench file lists besides the usual."""

    def __init__(
        self, overload: Iterable[Written] = (), no_value: Iterable[Written] = (), form: Form = _USUAL
    ) -> None:
        self._form = form
        self._as_float = _as_float if form.usual else _no_float
        self._overloads = _OVERLOADS | _words(overload)
        self._no_values = _NO_VALUES | _words(no_value)
        self._infinite = tuple(_numbers(overload))
        self._missing = tuple(_numbers(no_value))
        self._listed = bool(self._infinite or self._missing)

    def number(self, answer: Any) -> float:
        """The number of an answer, ±infinity for an overload, NaN for no value.

        `answer` is text, or what a driver made of it. Raises ValueError with the answer when it is not a number.
        """
        try:
            value = self._as_float(answer)
        except (TypeError, ValueError):
            written = self._form.number(answer) if isinstance(answer, str) else None
            if written is None:
                return self._from_word(answer)
            value = written
        if -_LARGEST < value < _LARGEST and not self._listed:
            return value
        return self._meant(value)

    def array(self, answer: Any, length: int) -> np.ndarray:
        """The numbers of an answer, separated by commas in text; shape `(length,)`.

        Raises ValueError like `number`.
        """
        values = self.values(answer, answer.split(",") if isinstance(answer, str) else answer)
        if len(values) != length:
            raise ValueError(f"with {len(values)} numbers instead of {length}: {short(answer)}")
        return values

    def values(self, answer: Any, parts: Any) -> np.ndarray:
        """The numbers of the parts of an answer. Raises ValueError like `number`."""
        try:
            if isinstance(answer, str) and ("_" in answer or not self._form.usual):
                raise ValueError  # Python would take "1_000" for a number
            values = np.array(parts, dtype=np.float64).ravel()
        except (TypeError, ValueError):
            values = self._one_by_one(answer, parts)
        if self._listed or not (np.abs(values) < _LARGEST).all():
            values = np.array([self._meant(value) for value in values.tolist()], dtype=np.float64)
        return values

    def _one_by_one(self, answer: Any, parts: Any) -> np.ndarray:
        try:
            return np.array([self.number(part) for part in parts], dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"{short(answer)}, which is not a list of numbers") from None

    def _meant(self, value: float) -> float:
        size = abs(value)
        if size >= _LARGEST:
            if math.isclose(size, _NO_NUMBER, rel_tol=_NEAR):
                return math.nan
            return math.copysign(math.inf, value)
        if any(_same(value, listed) for listed in self._missing):
            return math.nan
        for listed in self._infinite:
            # a listed number without a sign stands for both signs
            if _same(value, listed) or (listed > 0 and _same(-value, listed)):
                return math.copysign(math.inf, value)
        return value

    def _from_word(self, answer: Any) -> float:
        word = bare(answer).upper() if isinstance(answer, str) else ""
        if word in self._no_values:
            return math.nan
        if word == _NEGATIVE_INFINITY:
            return -math.inf
        for sign, rest in (("", word), (word[:1], word[1:].lstrip())):
            if sign in ("", "+", "-") and rest in self._overloads:
                return -math.inf if sign == "-" else math.inf
        raise ValueError(f"{short(answer)}, which is not a number")


def _as_float(answer: Any) -> float:
    if isinstance(answer, str) and "_" in answer:  # Python takes "1_000" for a number
        raise ValueError(answer)
    return float(answer)


def _no_float(answer: Any) -> float:
    """Where a bench file says how numbers are written, text in Python's own way may mean another number."""
    if isinstance(answer, str):
        raise ValueError(answer)
    return float(answer)


def _same(value: float, listed: float) -> bool:
    return math.isclose(value, listed, rel_tol=1e-6)


def _words(listed: Iterable[Written]) -> set[str]:
    return {bare(item).upper() for item in listed if isinstance(item, str)}


def _numbers(listed: Iterable[Written]) -> Iterable[float]:
    for item in listed:
        try:
            yield _as_float(item)
        except ValueError:
            continue  # a word


def short(answer: Any) -> str:
    """An answer as error messages quote it."""
    text = repr(answer)
    return text if len(text) <= 62 else text[:57] + "..." + text[-1:]

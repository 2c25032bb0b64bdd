"""What an instrument's answer means: text to numbers."""

from __future__ import annotations

import numpy as np

_SCPI_SPECIAL = {9.91e37: float("nan"), 9.9e37: float("inf"), -9.9e37: float("-inf")}
"""SCPI's way to write what is no number."""


def number(answer: str) -> float:
    """The number that an answer says. Raises ValueError with what was answered instead."""
    try:
        value = float(answer)
    except ValueError:
        raise ValueError(f"{short(answer)}, which is no number") from None
    return _SCPI_SPECIAL.get(value, value)


def array(answer: str, length: int) -> np.ndarray:
    """The numbers of an answer with commas between them, shape `(length,)`. Raises ValueError like `number`."""
    try:
        values = np.array(answer.split(","), dtype=np.float64)
    except ValueError:
        raise ValueError(f"{short(answer)}, which is no list of numbers") from None
    if len(values) != length:
        raise ValueError(f"with {len(values)} numbers instead of {length}: {short(answer)}")
    for special, value in _SCPI_SPECIAL.items():
        values[values == special] = value
    return values


def short(text: str) -> str:
    """An answer as an error message quotes it."""
    return repr(text if len(text) <= 60 else text[:57] + "...")

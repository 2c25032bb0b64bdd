"""Formulas from the number that an instrument writes to the value of a reading."""

from __future__ import annotations

import math

import numpy as np

from engine.model.expressions import parse

_VALUE = "value"


class Conversion:
    """A formula of `value`. Raises ValueError in one line for anything else."""

    def __init__(self, text: str) -> None:
        self._formula = parse(text)
        if self._formula.names != {_VALUE} or self._formula.is_condition:
            raise ValueError(f"convert: {text!r} must be a formula of value alone")

    def of(self, value: float) -> float:
        """The value for a number; infinities and NaN stay what they are. Raises ValueError."""
        return self._formula.number({_VALUE: value}) if math.isfinite(value) else value

    def of_array(self, values: np.ndarray) -> np.ndarray:
        """The values for an array. Raises ValueError."""
        return np.array([self.of(value) for value in values.tolist()], dtype=np.float64)

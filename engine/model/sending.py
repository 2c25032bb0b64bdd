"""Formats of commands: which values they can write, and which value an instrument gets after rounding."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from string import Formatter

_PRECISION = re.compile(r"\.(\d+)([a-zA-Z%]?)\}")
_WHOLE = 1e-9
"""Largest relative distance from a whole number at which a computed value still counts as whole."""


def fields_of(template: str) -> str:
    """The replacement fields of a command, such as `{value:.3f}`. Raises ValueError in one line."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise ValueError(f"{template!r}: {error}") from None
    fields = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    if not fields or any(name != "value" for name, _, _ in fields):
        raise ValueError(f"{template!r} must have {{value}} where the value goes, and nothing else in braces")
    made = [
        "{value" + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
        for _, spec, conversion in fields
    ]
    return " ".join(dict.fromkeys(made))


def filled(template: str, value: float | str) -> str:
    """The command that sends `value`. Raises ValueError when its format cannot write it.

    A whole number may have a format for integers (`{value:d}`); a text that is a number may have a format for
    numbers.
    """
    for made in _forms(value):
        with suppress(ValueError, OverflowError):
            return template.format(value=made)
    raise ValueError(f"{_shown(value)} cannot be sent as {fields_of(template)}")


def filled_nearest(template: str, value: float) -> str:
    """The command that sends `value`, or the nearest whole number where the format writes no others."""
    try:
        return filled(template, value)
    except ValueError:
        return filled(template, round(value))


def _shown(value: float | str) -> str:
    return repr(value) if isinstance(value, str) else f"{value:.12g}"


def _forms(value: float | str) -> list[float | int | str]:
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return [value]
        return [value, *_forms(number)]
    number = float(value)
    if not math.isfinite(number):
        return [number]
    whole = round(number)
    return [number, whole] if math.isclose(number, whole, rel_tol=_WHOLE, abs_tol=_WHOLE) else [number]


def raw(value: float, scale: float, offset: float) -> float:
    """The number that the instrument writes for a position; 12 digits, so that no rounding error is sent."""
    return value if scale == 1 and not offset else float(f"{(value - offset) / scale:.12g}")


def as_sent(fields: str, value: float, scale: float = 1.0, offset: float = 0.0) -> float:
    """The value that an instrument gets when a command with these fields writes `value`.

    It is `value` itself where the fields are empty or do not write a decimal number. Raises ValueError when the
    fields cannot write it.
    """
    if not fields:
        return value
    if scale != 1 or offset:
        return float(f"{as_sent(fields, raw(value, scale, offset)) * scale + offset:.12g}")
    written = filled(fields, value)
    try:
        return float(written.split()[0])
    except (ValueError, IndexError):
        return value


def step_of(fields: str, value: float) -> float:
    """The size of the last digit that these fields write of `value`; 0 where they write all its digits."""
    precision = _PRECISION.search(fields)
    if precision is None:
        return 0.0
    digits, kind = int(precision[1]), precision[2].lower()
    if kind == "f":
        return 10.0**-digits
    if kind not in ("e", "g", "") or value == 0 or not math.isfinite(value):
        return 0.0
    return 10.0 ** (math.floor(math.log10(abs(value))) - digits + (0 if kind == "e" else 1))


def takes_numbers(fields: str) -> bool:
    """Whether the fields can write numbers, at least whole ones."""
    try:
        filled(fields, 1.0)
    except ValueError:
        return False
    return True


def takes_fractions(fields: str) -> bool:
    """Whether the fields can write numbers that are not whole."""
    try:
        as_sent(fields, 0.5)
    except ValueError:
        return False
    return True

"""Numbers as pages write them: all digits, at most twelve, with a real minus sign."""

from __future__ import annotations

_DIGITS = 12
MINUS = "\u2212"


def exact(value: float) -> str:
    """`value` with all its digits: `0.3`, `−1e−7`, `25`."""
    text = f"{value:.{_DIGITS}g}".replace("e+", "e")
    mantissa, mark, power = text.partition("e")
    if mark:
        text = f"{mantissa}e{int(power)}"
    return text.replace("-", MINUS)


def quantity(value: float, unit: str) -> str:
    """Number and unit: `25 mm`."""
    return f"{exact(value)} {unit}".strip()


def titled(name: str, unit: str) -> str:
    """Name and unit of a column: `stage.x (mm)`."""
    return f"{name} ({unit})" if unit else name

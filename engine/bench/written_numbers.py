"""Numbers as instruments write them: with quotes, units, spaces after the sign, other bases and decimal signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"([+-]?)\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)", re.ASCII | re.DOTALL)
_COMMA = re.compile(r"([+-]?)\s*((?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?)\s*(.*)", re.ASCII | re.DOTALL)
_BASES = {"#H": 16, "0X": 16, "#Q": 8, "#B": 2}
"""Prefixes of whole numbers; those with # are from IEEE 488.2."""
_DIGITS = re.compile(r"[0-9A-Fa-f]+", re.ASCII)
_SEPARATORS = ",; \t\r\n"
_PREFIXES = {
    "": 1.0, "f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3,
    "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
}  # fmt: skip
_UNITS = (
    "V",
    "A",
    "W",
    "Hz",
    "Ohm",
    "Ω",
    "Ω",
    "F",
    "H",
    "T",
    "G",
    "K",
    "m",
    "s",
    "g",
    "Pa",
    "bar",
    "N",
    "J",
    "eV",
    "Oe",
)
"""Units that instruments write with prefixes."""
_MEGA = ("Hz", "Ohm", "Ω", "Ω")
"""Units where M is mega; in front of others IEEE 488.2 (7.7.3) writes M for milli, so that it may mean either."""
_EXACT = 2**53
"""Largest whole number up to which floating point has every one."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the bench file says about how numbers are written."""

    unit: str = ""
    decimal: str = "."
    base: int = 10

    @property
    def usual(self) -> bool:
        """Whether numbers are written as Python writes them."""
        return self.decimal == "." and self.base == 10

    def number(self, text: str) -> float | None:
        """The number that a text writes, None where it writes none."""
        text = bare(text.strip(_SEPARATORS))
        whole = self._whole(text)
        if whole is not None or self.base != 10:
            return whole
        found = (_COMMA if self.decimal == "," else _NUMBER).fullmatch(text)
        if found is None:
            return None
        sign, digits, unit = found.groups()
        factor = self._factor(unit.strip())
        if factor is None:
            return None
        value = float(sign + digits.replace(",", "."))
        return value if factor == 1 else value * factor

    def _whole(self, text: str) -> float | None:
        base, digits = _BASES.get(text[:2].upper()), text[2:]
        if base is None:
            base, digits = self.base, text
            if base == 10:
                return None
        if not _DIGITS.fullmatch(digits):
            return None
        try:
            value = int(digits, base)
        except ValueError:
            return None
        return float(value) if value <= _EXACT else None

    def _factor(self, unit: str) -> float | None:
        """By what a number in `unit` is multiplied to have the unit of the bench file; None where that is not
        sure.
        """
        if not unit or unit == self.unit:
            return 1.0
        theirs, ours = _split(unit), _split(self.unit)
        if theirs is not None and ours is not None and theirs[1] == ours[1]:
            return theirs[0] / ours[0]
        spelled_alike = len(unit) > 2 and unit.casefold() == self.unit.casefold()
        return 1.0 if spelled_alike and theirs is None else None


def _split(unit: str) -> tuple[float, str] | None:
    """Factor of the prefix, and the unit after it."""
    for known in _UNITS:
        spelled = unit[-len(known) :]
        if spelled != known and (len(known) == 1 or spelled.casefold() != known.casefold()):
            continue
        prefix = unit[: -len(known)]
        sure = prefix != "m" if spelled != known else prefix != "M"
        if prefix in _PREFIXES and (sure or (prefix == "M" and known in _MEGA)):
            return _PREFIXES[prefix], "Ohm" if known in _MEGA[1:] else known
    return None


def bare(text: str) -> str:
    """An answer without white space and the quotation marks that SCPI puts around text."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].strip()
    return text

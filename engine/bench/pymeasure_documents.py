"""What PyMeasure's classes say about their properties: ranges of validators, and units and titles in docstrings."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import reduce
from typing import Any

_RANGES = frozenset({"strict_range", "truncated_range"})
"""Validators whose values are the smallest and the largest; the second sets another value in silence."""
_UNITS = {
    "volt": "V", "v": "V", "amp": "A", "ampere": "A", "a": "A", "ohm": "Ohm", "watt": "W", "w": "W",
    "hertz": "Hz", "hz": "Hz", "kelvin": "K", "k": "K", "celsius": "degC", "second": "s", "s": "s",
    "degree": "deg", "tesla": "T", "t": "T", "gauss": "G", "percent": "%", "db": "dB", "dbm": "dBm",
    "meter": "m", "metre": "m", "millimeter": "mm", "mm": "mm", "nm": "nm", "farad": "F", "henry": "H",
    "ms": "ms", "us": "us", "mv": "mV", "ma": "mA", "mhz": "MHz", "ghz": "GHz", "khz": "kHz",
}  # fmt: skip
"""Units by the words of docstrings, in lower case and without a plural's s."""
_IN_UNIT = re.compile(r"(?<![\w-])in (?:units of )?([A-Za-z%]+)")
_START = re.compile(
    r"(?:(?:control|get|set|measure|read|query|return)s?(?:,? (?:and|or) set)?"
    r"|an? (?:\w+ ){0,3}property that (?:represents|controls|reads|sets|returns|measures))\s+(?:the |an? )?",
    re.IGNORECASE,
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Documented:
    """What is known of one property."""

    unit: str = ""
    title: str = ""
    limits: tuple[float, float] | None = None


def documented(instrument: Any, path: str) -> Documented:
    """What the class of a connected instrument says about the property at a path such as `x.position`."""
    *channels, name = path.split(".")
    owner = reduce(getattr, channels, instrument)
    found = inspect.getattr_static(type(owner), name, None)
    if not isinstance(found, property):
        return Documented()
    text = " ".join((found.__doc__ or "").split())
    return Documented(_unit(text), _title(text, name), _limits(owner, name, found))


def _unit(text: str) -> str:
    for word in _IN_UNIT.findall(text):
        plain = word.lower()
        unit = _UNITS.get(plain) or _UNITS.get(plain.removesuffix("s"))
        if unit:
            return unit
    return ""


def _title(text: str, name: str) -> str:
    """The first sentence without what says that it is a property, its unit and its type; empty where it is long."""
    sentence = re.split(r"\.(?:\s|$)|\(|, which|:", text, maxsplit=1)[0]
    title = _IN_UNIT.split(_START.sub("", sentence, count=1))[0].strip(" ,;")
    title = title[:1].upper() + title[1:]
    plain = title.casefold().replace(" ", "_")
    return title if 0 < len(title) <= _LONGEST and plain != name.casefold() else ""


def _limits(owner: Any, name: str, found: property) -> tuple[float, float] | None:
    if found.fset is None:
        return None
    given = inspect.signature(found.fset).parameters
    validator, values = (given[key].default if key in given else None for key in ("validator", "values"))
    validator = getattr(owner, f"{name}_validator", validator)  # a dynamic property
    values = getattr(owner, f"{name}_values", values)
    if getattr(validator, "__name__", "") not in _RANGES or not isinstance(values, list | tuple):
        return None
    if len(values) != 2 or not all(isinstance(each, int | float) for each in values):
        return None
    return float(min(values)), float(max(values))

"""Readings in the server's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pybirch.client.errors import Refused

_WORDS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


def measurements(scan: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The measurements of a scan's record. Raises Refused when the server cannot read them."""
    if scan.get("damage"):
        raise Refused(scan["damage"], 500)
    return scan["measurements"] or ()


def numbers(told: Sequence[Any]) -> list[Any]:
    """A column of readings, nested as it is: JSON has NaN and infinities as words. No value stays None."""
    return [numbers(value) if isinstance(value, list) else _plain(value) for value in told]


def number(told: float | str | None) -> float | None:
    """One reading that is a number; no value stays None."""
    return _WORDS[told] if isinstance(told, str) else told


def _plain(told: Any) -> Any:
    """A value of a column; a text stays as it is."""
    return _WORDS.get(told, told) if isinstance(told, str) else told

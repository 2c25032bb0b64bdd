"""Writes out what a bench file abbreviates: channels that are alike, and the address in an instrument's messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PARTS = ("axes", "reads", "settings")
_FIELD = re.compile(r"\{(channel|address)(:[^{}]*)?\}")
_MOST = 1000


def written_out(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with an axis, reading or setting for each channel, and `{address}` replaced.

    Raises ValueError in one line.
    """
    made = {key: value for key, value in table.items() if key not in ("channel", "address")}
    groups = table.get("channel", [])
    for group in groups if isinstance(groups, list) else [groups]:
        _add(made, group)
    if "address" in table:
        address = table["address"]
        if isinstance(address, bool) or not isinstance(address, int | str):
            raise ValueError("address must be a number or a text")
        made = _replaced(made, {"address": address})
    return made


def _add(made: dict[str, Any], group: Any) -> None:
    if not isinstance(group, dict):
        raise ValueError("channel must be a table [instrument.channel], or several [[instrument.channel]]")
    unknown = [key for key in group if key not in ("names", *_PARTS)]
    if unknown:
        raise ValueError(f"[channel]: unknown key {unknown[0]!r}; it may have names, {', '.join(_PARTS)}")
    for channel in _names(group.get("names")):
        for part in _PARTS:
            inner = group.get(part, {})
            if not isinstance(inner, dict):
                raise ValueError(f"[channel.{part}] must be a table")
            for name, keys in inner.items():
                full = name if "{channel" in name else f"{name}_{{channel}}"
                full = _text(full, {"channel": channel})
                present = made.setdefault(part, {})
                if isinstance(present, dict):
                    if full in present:
                        raise ValueError(f"[channel.{part}.{name}]: {full!r} exists already in [{part}]")
                    made[part] = {**present, full: _replaced(keys, {"channel": channel})}


def _names(names: Any) -> list[int | str]:
    if isinstance(names, dict) and set(names) == {"first", "last"}:
        first, last = names["first"], names["last"]
        if isinstance(first, int) and isinstance(last, int) and 0 <= last - first < _MOST:
            return list(range(first, last + 1))
    if isinstance(names, list) and names and all(isinstance(name, int | str) for name in names):
        return names
    raise ValueError(
        '[channel]: names must be a list, such as [1, 2, 3] or ["A", "B"], or { first = 1, last = 16 }'
    )


def _replaced(value: Any, values: Mapping[str, int | str]) -> Any:
    if isinstance(value, str):
        return _text(value, values)
    if isinstance(value, list):
        return [_replaced(item, values) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, values) for key, item in value.items()}
    return value


def _text(text: str, values: Mapping[str, int | str]) -> str:
    def written(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        try:
            return format(values[found[1]], (found[2] or ":")[1:])
        except ValueError as error:
            raise ValueError(f"{text!r}: {error}") from None

    return _FIELD.sub(written, text)

"""Checks values of a plan: limits, choices, and what the format of a command makes of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from engine.model.bench import AxisSpec, SettingSpec, plain
from engine.model.positions import Listed, Positions

_TYPICAL = 100
"""Positions that are checked of a computed range; if the format can write these, it can write the others."""


def sweep_problem(name: str, axis: AxisSpec, positions: Positions, relative: bool) -> str | None:
    """Say what is wrong with the positions of a sweep; None when nothing is."""
    return _beyond(name, axis, positions, relative) or _unwritable(name, axis, positions, relative)


def setpoint_problem(axis: AxisSpec, value: float | str) -> str | None:
    """Say what is wrong with a setpoint; None when nothing is."""
    if isinstance(value, str):
        return "must be a number"
    if axis.limits is not None and not axis.limits[0] <= value <= axis.limits[1]:
        return _outside(axis, value)
    try:
        sent = axis.sent(value)
    except ValueError as error:
        return str(error)
    if axis.limits is not None and not axis.limits[0] <= sent <= axis.limits[1]:
        return f"{plain(value)} would be sent as {plain(sent)}, outside the limits {limits_text(axis)}"
    return None


def setting_problem(setting: SettingSpec, value: float | str) -> str | None:
    """Say what is wrong with the value of a setting; None when nothing is."""
    if not setting.writable:
        return "this setting can only be read"
    if setting.choices is not None:
        if not setting.offers(value):
            return f"{value!r} is not one of {', '.join(setting.choices)}"
    elif setting.limits is not None:
        if isinstance(value, str):
            return "must be a number"
        if not setting.limits[0] <= value <= setting.limits[1]:
            return _outside(setting, value)
    return setting.refusal(value)


def limits_text(thing: AxisSpec | SettingSpec) -> str:
    """The limits as text: `0 to 25 mm`."""
    assert thing.limits is not None
    low, high = thing.limits
    return f"{plain(low)} to {plain(high)}{_unit(thing)}"


def _outside(thing: AxisSpec | SettingSpec, value: float) -> str:
    return f"{plain(value)}{_unit(thing)} is outside the limits {limits_text(thing)}"


def _unit(thing: AxisSpec | SettingSpec) -> str:
    return f" {thing.unit}" if thing.unit else ""


def _beyond(name: str, axis: AxisSpec, positions: Positions, relative: bool) -> str | None:
    if axis.limits is None:
        return None
    low, high = axis.limits
    bound = f"{name}'s limits {limits_text(axis)}"
    if relative:
        if positions.high - positions.low > high - low:
            return f"they span {plain(positions.high - positions.low)}{_unit(axis)}, more than {bound}"
    elif positions.low < low or positions.high > high:
        return f"{plain(positions.low)} to {plain(positions.high)}{_unit(axis)} is outside {bound}"
    return None


def _unwritable(name: str, axis: AxisSpec, positions: Positions, relative: bool) -> str | None:
    """Positions that the format cannot write, that it moves beyond the limits, or that it makes equal to their
    neighbours.
    """
    if not axis.format:
        return None
    low, high = (-math.inf, math.inf) if relative or axis.limits is None else axis.limits
    before: tuple[float, float] | None = None
    for value in _typical(positions):
        try:
            sent = axis.sent(value)
        except ValueError as error:
            return f"{name}: {error}"
        if not low <= sent <= high:
            return (
                f"{plain(value)} would be sent as {plain(sent)}, outside {name}'s limits {limits_text(axis)}"
            )
        if before is not None and before[0] != value and before[1] == sent:
            both = f"{plain(before[0])} and {plain(value)} would both be sent as {plain(sent)}"
            return f"{both}: {name} is written as {axis.format}"
        before = value, sent
    return None


def _typical(positions: Positions) -> Iterator[float]:
    """All positions of a list; the first ones and the last two of a computed range."""
    count = len(positions)
    if isinstance(positions, Listed) or count <= _TYPICAL:
        yield from (positions[i] for i in range(count))
        return
    yield from islice((positions[i] for i in range(count)), _TYPICAL)
    yield positions[count - 2]
    yield positions[count - 1]

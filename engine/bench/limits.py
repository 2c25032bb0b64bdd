"""Checks setpoints and settings before anything is sent."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches

from engine.errors import InstrumentError, LimitViolation
from engine.model.bench import AxisSpec, SettingSpec, plain

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"[\d.,'_\s+\-\u2212\u2019]+(e[+-]?\d+)?", re.IGNORECASE)


def unknown(instrument: str, kind: str, name: str, known: Iterable[str]) -> InstrumentError:
    """The error for a name that the instrument does not have."""
    names = list(known)
    near = get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(names) or 'none'}"
    return InstrumentError(instrument, f"there is no {kind} {name!r}; {hint}")


def check_setpoint(instrument: str, name: str, axis: AxisSpec, value: float) -> None:
    """Raise LimitViolation when `value` is not an allowed setpoint of the axis."""
    if axis.limits and not axis.limits[0] <= value <= axis.limits[1]:
        low, high = axis.limits
        where = f"{plain(value)} {axis.unit}".strip()
        raise LimitViolation(
            instrument,
            f"{name} = {where} is outside its limits {plain(low)} to {plain(high)} {axis.unit}".rstrip(),
        )
    if not math.isfinite(value):
        raise LimitViolation(instrument, f"{name} = {value} is not a position")
    try:
        sent = axis.sent(value)
    except ValueError as error:
        raise LimitViolation(instrument, f"{name}: {error}") from None
    if axis.limits and not axis.limits[0] <= sent <= axis.limits[1]:
        raise LimitViolation(
            instrument, f"{name} = {plain(value)} would be sent as {plain(sent)}, outside its limits"
        )


def check_setting(instrument: str, name: str, setting: SettingSpec, value: float | str) -> None:
    """Raise LimitViolation when `value` is not allowed for the setting, InstrumentError when it cannot be changed."""
    if not setting.writable:
        raise InstrumentError(instrument, f"setting {name!r} can only be read")
    if setting.choices is not None and not setting.offers(value):
        raise LimitViolation(instrument, f"{name} = {value!r} is not one of {', '.join(setting.choices)}")
    if isinstance(value, str) and (setting.limits or setting.unit) and setting.choices is None:
        _refuse_unclear(instrument, name, value)
    if setting.limits is not None:
        low, high = setting.limits
        try:
            inside = low <= float(value) <= high
        except ValueError:
            raise LimitViolation(instrument, f"{name} = {value!r} is not a number") from None
        if not inside:
            text = f"{name} = {value} is outside its limits {plain(low)} to {plain(high)} {setting.unit}".rstrip()
            raise LimitViolation(instrument, text)
    refusal = setting.refusal(value)
    if refusal is not None:
        raise LimitViolation(instrument, f"{name}: {refusal}")


def _refuse_unclear(instrument: str, name: str, text: str) -> None:
    """Raise LimitViolation for text such as `1,500`, which the instrument could take for two different numbers."""
    if _LIKE_A_NUMBER.fullmatch(text) and not _NUMBER.fullmatch(text.strip()):
        raise LimitViolation(
            instrument,
            f"{name} = {text!r} can be read in more than one way; send a number, such as 1500 or 1.5",
        )

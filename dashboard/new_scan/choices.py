"""What people choose from while they plan: axes to sweep, instruments that measure, values that can be set."""

from __future__ import annotations

from pydantic import BaseModel

Value = float | str | None


class Settable(BaseModel):
    """An axis or a setting: its unit, limits or choices, and its value `now` (None where unknown)."""

    name: str
    unit: str
    limits: tuple[float, float] | None
    choices: tuple[str, ...] | None = None
    now: Value


class Axis(Settable):
    """An axis that can be swept; `column` names it in plans: `stage.x`."""

    instrument: str
    column: str


class Read(BaseModel):
    """One reading of an instrument; `shape` is [] for a number, [n] for an array."""

    name: str
    unit: str
    shape: tuple[int, ...]


class Sensor(BaseModel):
    """An instrument that measures."""

    name: str
    reads: list[Read]

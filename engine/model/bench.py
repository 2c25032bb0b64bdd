"""What a bench is, as data: instruments with axes to set, readings to take and settings to change."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.model.sending import as_sent, filled


def plain(value: float) -> str:
    """A number in as few digits as tell it from every other: never `25` for what lies just above 25."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


class Spec(BaseModel):
    """Base of every part of a bench description; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AxisSpec(Spec):
    """Something that can be moved or set: unit, soft limits, and the value it is left at for safety."""

    unit: str = ""
    limits: tuple[float, float] | None = None
    safe: float | None = None
    speed: float | None = None
    """Units per second where the driver knows it; used to estimate durations."""
    format: str = ""
    """How setpoints are written, as in Python: `{value:.3f}`; empty where every number can be sent."""

    def sent(self, value: float) -> float:
        """The value that the instrument really gets. Raises ValueError where the format cannot write it."""
        return as_sent(self.format, value)


class ReadSpec(Spec):
    """Something that can be measured; `shape` is [] for a number, [n] for an array."""

    unit: str = ""
    shape: tuple[int, ...] = ()
    duration: float = 0.0
    """Seconds one reading takes, where the driver knows it; used to estimate durations."""


class SettingSpec(Spec):
    """Something that is configured and stays: exposure, range, filter."""

    unit: str = ""
    limits: tuple[float, float] | None = None
    choices: tuple[str, ...] | None = None
    writable: bool = True
    format: str = ""
    """How values are written, as in Python: `{value:d}`; empty where every value can be sent."""

    def refusal(self, value: float | str) -> str | None:
        """Why the format cannot write a value; None where it can."""
        if not self.format:
            return None
        try:
            filled(self.format, value)
        except ValueError as error:
            return str(error)
        return None

    def offers(self, value: float | str) -> bool:
        """Whether `value` is one of the choices, where there are any; `1` is `1.0`."""
        return self.choices is None or any(_same(choice, value) for choice in self.choices)


def _same(choice: str, value: float | str) -> bool:
    if choice == str(value):
        return True
    try:
        return float(choice) == float(value)
    except ValueError:
        return False


class InstrumentSpec(Spec):
    """What an instrument offers, independent of the driver that talks to it."""

    name: str
    driver: str = ""
    resource: str = ""
    title: str = ""
    axes: dict[str, AxisSpec] = Field(default_factory=dict)
    reads: dict[str, ReadSpec] = Field(default_factory=dict)
    settings: dict[str, SettingSpec] = Field(default_factory=dict)


class BenchSpec(Spec):
    """All instruments of a bench by name: what plans are checked against."""

    name: str = "bench"
    instruments: dict[str, InstrumentSpec] = Field(default_factory=dict)

    def axis(self, column: str) -> AxisSpec | None:
        """The axis behind a column name such as `stage.x`, or None."""
        instrument, _, axis = column.partition(".")
        spec = self.instruments.get(instrument)
        return spec.axes.get(axis) if spec else None


class Column(Spec):
    """A column of a measurement: a swept axis (`stage.x`) or a reading (`intensity`)."""

    name: str
    unit: str = ""
    shape: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Numbers in one row of this column."""
        size = 1
        for length in self.shape:
            size *= length
        return size


def columns_as_json(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """Plain data of columns, as the store keeps them."""
    return [c.model_dump(mode="json") for c in columns]

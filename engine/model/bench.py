"""Bench descriptions: instruments with their axes, readings and settings."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.model.expressions import Expression, parse
from engine.model.faults import OnFault
from engine.model.sending import as_sent, filled


def plain(value: float) -> str:
    """Write a number with the fewest digits that give exactly this number again."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


class Spec(BaseModel):
    """Base of every part of a bench description; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class AxisSpec(Spec):
    """An axis: a quantity that can be moved or set."""

    unit: str = ""
    """Unit of its setpoints and readbacks."""
    title: str = ""
    """What people call it; empty where its name says it."""
    limits: tuple[float, float] | None = None
    """Smallest and largest setpoint; null where there are none."""
    safe: float | None = None
    """Setpoint on abort and emergency stop; null where there is none."""
    speed: float | None = None
    """Its speed in units per second, to estimate durations; null where it is not known."""
    settle_for: float = 0.0
    """Seconds that each move takes to settle at least, to estimate durations."""
    format: str = ""
    """How setpoints are written, as in Python, `{value:.3f}`; empty where every number can be sent."""
    scale: float = 1.0
    """Factor from the number that the instrument writes to a position; then `offset` is added."""
    offset: float = 0.0
    """Position where the instrument writes 0."""

    def sent(self, value: float) -> float:
        """The value that is sent after rounding by the format. Raises ValueError when the format cannot write it."""
        return as_sent(self.format, value, self.scale, self.offset)


class ReadSpec(Spec):
    """A reading: a value that can be measured."""

    unit: str = ""
    """Unit of the reading."""
    title: str = ""
    """What people call it; empty where its name says it."""
    shape: tuple[int, ...] = ()
    """`[]` for a number, `[n]` for an array of n numbers."""
    duration: float = 0.0
    """Time that one reading takes, in s, to estimate durations; 0 where it is not known."""
    formula: str = ""
    """How it is calculated from other readings; empty where the instrument measures it."""
    x: str | None = None
    """Array reading of the same instrument with the coordinate of each number, such as a wavelength; null for none."""


class SettingSpec(Spec):
    """A setting: a value that is configured and stays, such as an exposure time."""

    unit: str = ""
    """Unit of the setting."""
    title: str = ""
    """What people call it; empty where its name says it."""
    limits: tuple[float, float] | None = None
    """Smallest and largest value; null where there are none."""
    choices: tuple[str, ...] | None = None
    """The only values allowed; null where there is no such list."""
    writable: bool = True
    """Whether it can be changed, not only shown."""
    format: str = ""
    """How values are written, as in Python, `{value:d}`; empty where every value can be sent."""

    def refusal(self, value: float | str) -> str | None:
        """Say why the format cannot write a value; None when it can."""
        if not self.format:
            return None
        try:
            filled(self.format, value)
        except ValueError as error:
            return str(error)
        return None

    def offers(self, value: float | str) -> bool:
        """Whether `value` is one of the choices, or there are none; numbers are compared as numbers (1 equals 1.0)."""
        return self.choices is None or any(_same(choice, value) for choice in self.choices)


def _same(choice: str, value: float | str) -> bool:
    if choice == str(value):
        return True
    try:
        return float(choice) == float(value)
    except ValueError:
        return False


class ActionSpec(Spec):
    """An action: something that an instrument does when it is told to, such as homing."""

    title: str = ""
    """What people call it."""
    confirm: str = ""
    """Question to ask before; empty where none is needed."""


class InstrumentSpec(Spec):
    """An instrument as its bench file describes it, whichever driver talks to it."""

    name: str
    """Name of the instrument on its bench."""
    driver: str = ""
    """Driver that talks to it."""
    resource: str = ""
    """VISA address; empty where the instrument has none."""
    title: str = ""
    """What people call it."""
    axes: dict[str, AxisSpec] = Field(default_factory=dict)
    """Its axes by name."""
    reads: dict[str, ReadSpec] = Field(default_factory=dict)
    """Its readings by name."""
    settings: dict[str, SettingSpec] = Field(default_factory=dict)
    """Its settings by name."""
    on_fault: OnFault | None = None
    """What scans do when it fails, where their plans do not say."""
    actions: dict[str, ActionSpec] = Field(default_factory=dict)
    """Its actions by name."""


class LimitSpec(Spec):
    """A limit between axes, such as `stage.x + stage.y < 40`."""

    formula: str
    """The condition that must hold, with axes as `instrument.axis`."""
    message: str = ""
    """What it is for, for people."""

    def parsed(self) -> Expression:
        """The formula. Raises ExpressionError."""
        return parse(self.formula)


class BenchSpec(Spec):
    """All instruments of a bench by name; plans are checked against it."""

    name: str = "bench"
    instruments: dict[str, InstrumentSpec] = Field(default_factory=dict)
    limits: tuple[LimitSpec, ...] = ()

    def axis(self, column: str) -> AxisSpec | None:
        """Find the axis of a column name such as `stage.x`; None when there is none."""
        instrument, _, axis = column.partition(".")
        spec = self.instruments.get(instrument)
        return spec.axes.get(axis) if spec else None


class ColumnType(StrEnum):
    """What the values of a column are."""

    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"


class Column(Spec):
    """A column of a measurement: a swept axis or a reading."""

    name: str
    """Name of the column: `stage.x` for an axis, `intensity` for a reading."""
    unit: str = ""
    """Unit of its values."""
    shape: tuple[int, ...] = ()
    """`[]` where a row holds a number, `[n]` where it holds an array of n numbers."""
    type: ColumnType = ColumnType.NUMBER
    """What its values are: `number`, `integer`, `boolean` or `text`."""
    axis: bool | None = None
    """Whether it belongs to a swept axis; null where an earlier version of PyBirch stored it, which kept no marks."""

    x: str | None = None
    """Column with the coordinate of each number of an array, such as a wavelength; null where there is none."""

    @property
    def size(self) -> int:
        """Numbers in one row of this column."""
        size = 1
        for length in self.shape:
            size *= length
        return size


def columns_as_json(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """The columns as the store keeps them; type, axis and x only where they are not the default, as they came later."""
    return [_stored(c) for c in columns]


def _stored(column: Column) -> dict[str, Any]:
    told = column.model_dump(mode="json")
    later = column.model_dump(mode="json", include={"type", "axis", "x"}, exclude_defaults=True)
    return {"name": told["name"], "unit": told["unit"], "shape": told["shape"], **later}

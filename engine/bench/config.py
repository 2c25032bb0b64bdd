"""The tables of a bench file that all drivers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import (
    Field,
    field_validator,
    model_validator,
)

from engine.bench.answers import Written
from engine.bench.expected_answer import AnswerFormat
from engine.bench.readback import OnMismatch
from engine.bench.table_parts import ActionConfig as ActionConfig
from engine.bench.table_parts import ConfigFormula as ConfigFormula
from engine.bench.table_parts import DerivedConfig, TableConfig
from engine.bench.table_parts import Limits as Limits
from engine.bench.table_parts import Name as Name
from engine.bench.table_parts import Part as Part
from engine.bench.visa_options import option_names, option_value
from engine.errors import Problem
from engine.model.bench import ActionSpec, AxisSpec, InstrumentSpec, LimitSpec, ReadSpec, SettingSpec, plain
from engine.model.faults import OnFault
from engine.model.setpoint_check import setpoint_problem


def listed(answers: Any) -> list[Written]:
    """One answer or a list of them. Raises ValueError for anything that is not an answer."""
    several = answers if isinstance(answers, list | tuple) else [answers]
    if any(isinstance(answer, bool) or not isinstance(answer, str | int | float) for answer in several):
        raise ValueError("it must be a text or a number, or a list of them")
    return list(several)


class Unmeasured(Part):
    """What an instrument writes where it has no number, besides the usual."""

    overload: tuple[Written, ...] = Field((), description="answers that mean an overload: read as ±infinity")
    no_value: tuple[Written, ...] = Field((), description="answers that mean no value: read as NaN")

    @field_validator("overload", "no_value", mode="before")
    @classmethod
    def _one_or_several(cls, answers: Any) -> Any:
        return listed(answers)


class AxisConfig(Part):
    """An axis: a quantity that can be moved or set."""

    unit: str = Field("", description="unit of the axis")
    title: str = Field("", description="what people call it")
    limits: Limits | None = Field(None, description="smallest and largest setpoint; others are refused")
    safe: float | None = Field(None, description="setpoint that an abort or emergency stop sends it to")
    speed: float | None = Field(None, gt=0, description="units per second; for estimates")
    tolerance: float | None = Field(
        None, ge=0, description="largest difference of readback and setpoint after a move"
    )
    done_delay: float = Field(
        0.0, ge=0, description="seconds after a command in which the axis counts as moving"
    )
    timeout: float = Field(600.0, gt=0, description="seconds a move may take")
    on_mismatch: OnMismatch = Field(
        OnMismatch.WARN,
        description='what to do when the readback is not the setpoint: "warn", "fail", "ignore"',
    )
    ramp: float | None = Field(None, gt=0, description="units per second at which its setpoint is changed")
    ramp_step: float | None = Field(None, gt=0, description="largest change of its setpoint in one command")
    backlash: float = Field(
        0.0,
        description="distance by which it goes beyond a setpoint to arrive always in the sign's direction",
    )
    settle_within: float | None = Field(
        None, gt=0, description="after a move, largest distance of readback and setpoint while it settles"
    )
    settle_for: float = Field(0.0, ge=0, description="seconds for which the readback must stay that near")

    @property
    def needs_readback(self) -> str:
        """The key that needs to know where the axis is; empty where there is none."""
        keys = ("ramp", "ramp_step", "backlash", "settle_within")
        return next((key for key in keys if getattr(self, key)), "")

    @model_validator(mode="after")
    def _settles_in_a_window(self) -> Self:
        if self.settle_for and self.settle_within is None:
            raise ValueError("settle_for needs settle_within, the window in which the readback must stay")
        return self

    @model_validator(mode="after")
    def _safe_within_limits(self) -> Self:
        if self.safe is not None and self.limits and not self.limits[0] <= self.safe <= self.limits[1]:
            raise ValueError(
                f"safe = {self.safe:g} is outside limits = [{self.limits[0]:g}, {self.limits[1]:g}]; change one of them"
            )
        return self


class ReadConfig(Part):
    """A reading: a value that can be measured."""

    unit: str = Field("", description="unit of the reading")
    title: str = Field("", description="what people call it")
    shape: tuple[int, ...] = Field((), description="[] for a number, [2048] for an array of that many")
    duration: float = Field(0.0, ge=0, description="seconds one reading takes; for estimates")
    poll: bool = Field(True, description="whether it is also read about once a second while no scan runs")
    x: Name | None = Field(
        None, description="array reading of the instrument with the coordinate of each number"
    )

    @field_validator("shape")
    @classmethod
    def _one_dimension(cls, shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) > 1 or any(not 0 < length <= 10_000_000 for length in shape):
            raise ValueError("it must be [] or one positive length such as [2048]")
        return shape


class SettingConfig(Part):
    """A setting: a value that is configured and stays."""

    unit: str = Field("", description="unit of the setting")
    title: str = Field("", description="what people call it")
    limits: Limits | None = Field(None, description="smallest and largest value; others are refused")
    tolerance: float | None = Field(
        None, ge=0, description="largest difference of the value read back and the value set"
    )
    on_mismatch: OnMismatch = Field(
        OnMismatch.WARN, description='what to do when it reads back another value: "warn", "fail", "ignore"'
    )
    choices: tuple[str, ...] | None = Field(None, description="the only values allowed, as text")
    values: dict[str, tuple[Written, ...]] = Field(
        default_factory=dict, description="what the instrument answers for each choice, where that differs"
    )

    @field_validator("choices", mode="before")
    @classmethod
    def _choices_as_text(cls, choices: Any) -> Any:
        return [str(choice) for choice in choices] if isinstance(choices, list) else choices

    @field_validator("values", mode="before")
    @classmethod
    def _several_answers(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            raise ValueError('it must be a table of choices and answers, such as { ON = "1", OFF = "0" }')
        return {choice: listed(answers) for choice, answers in values.items()}

    @model_validator(mode="before")
    @classmethod
    def _values_are_choices(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("values"), dict) and "choices" not in data:
            return {**data, "choices": list(data["values"])}
        return data

    @model_validator(mode="after")
    def _values_of_choices(self) -> Self:
        unknown = [choice for choice in self.values if choice not in (self.choices or ())]
        if unknown:
            raise ValueError(
                f"values has {unknown[0]!r}, which is not one of the choices {', '.join(self.choices or ())}"
            )
        return self


def _coordinate_problem(name: str, read: ReadConfig, reads: Mapping[Name, ReadConfig]) -> str | None:
    """Say what is wrong with the `x` of a reading; None when nothing is."""
    if read.x is None:
        return None
    if not read.shape:
        return f"x = {read.x!r}: only arrays have coordinates; give shape"
    if read.x == name or read.x not in reads:
        others = ", ".join(other for other in reads if other != name)
        return f"x = {read.x!r}: it must be another reading of the instrument" + (
            f": {others}" if others else ""
        )
    if reads[read.x].shape != read.shape:
        return f"x = {read.x!r}: it must have the same shape, {list(read.shape)}"
    return None


_WHEREABOUTS = {"name", "title", "resource", "visa_library", "options", "on_fault"}
"""Keys that say where an instrument is and how to use it, not what it is."""


class InstrumentConfig(Part):
    """Table of one instrument; drivers derive theirs from it."""

    name: Name = Field(description="unique name of the instrument")
    driver: str = Field("scpi", description="how to talk to it")
    title: str = Field("", description="what people call it")
    axes: Mapping[Name, AxisConfig] = Field(default_factory=dict)
    reads: Mapping[Name, ReadConfig] = Field(default_factory=dict)
    settings: Mapping[Name, SettingConfig] = Field(default_factory=dict)
    actions: Mapping[Name, ActionConfig] = Field(default_factory=dict)
    derived: dict[Name, DerivedConfig] = Field(default_factory=dict)
    constants: dict[Name, float] = Field(
        default_factory=dict, description="numbers that formulas use by name"
    )
    tables: dict[Name, TableConfig] = Field(
        default_factory=dict, description="calibration tables that formulas call as functions"
    )

    on_fault: OnFault | None = Field(
        None, description="what scans do when it fails, where their plans do not say"
    )

    def formulas(self) -> list[ConfigFormula]:
        """Every formula of the table over instruments of the bench."""
        return [
            ConfigFormula(f"derived.{name}", "formula", derived.formula, derived.unit, derived.shape)
            for name, derived in self.derived.items()
        ]

    def writable(self, setting: str) -> bool:
        """Whether a setting can be changed."""
        return True

    def axis_format(self, axis: str) -> str:
        """Replacement fields that write setpoints of an axis; empty where there are none."""
        return ""

    def axis_scale(self, axis: str) -> tuple[float, float]:
        """Factor and offset from what the instrument writes to positions of an axis."""
        return 1.0, 0.0

    def setting_format(self, setting: str) -> str:
        """Replacement fields that write values of a setting; empty where there are none."""
        return ""

    @property
    def complains(self) -> bool:
        """Whether the instrument is asked for errors."""
        return False

    @property
    def shared(self) -> bool:
        """Whether other programs can reach the same instrument, because this process does not simulate it."""
        return False

    def needs(self) -> dict[str, set[str]]:
        """Axes that must exist in the bench, as `instrument.axis`, by the table that needs them."""
        return {}

    def problems(self) -> list[Problem]:
        """Find further mistakes in the table, as far as possible without the instrument."""
        spec = self.spec("")
        astray = [
            Problem(f"[reads.{name}]", wrong)
            for name, read in self.reads.items()
            if (wrong := _coordinate_problem(name, read, self.reads))
        ]
        unsafe = [
            Problem(f"[axes.{name}]", f"safe = {plain(axis.safe)}: {wrong}")
            for name, axis in spec.axes.items()
            if axis.safe is not None and (wrong := setpoint_problem(axis, axis.safe))
        ]
        unwritable = [
            Problem(f"[settings.{name}]", f"choices: {wrong}")
            for name, setting in spec.settings.items()
            for choice in setting.choices or ()
            if (wrong := setting.refusal(choice))
        ]
        unknown = [
            Problem(f"[actions.{name}]", f"axes: the instrument has no axis {axis!r}")
            for name, action in self.actions.items()
            for axis in action.axes
            if axis not in self.axes
        ]
        return [*unsafe, *unwritable, *unknown, *astray]

    def described(self) -> dict[str, Any]:
        """The table as plain data with only the keys that the file gives, without those that say where the
        instrument is.

        A scan stores it, so that changes are noticed when the scan is resumed.
        """
        return self.model_dump(mode="json", exclude_defaults=True, exclude=_WHEREABOUTS)

    def spec(self, resource: str) -> InstrumentSpec:
        """What the instrument offers, for plans and pages."""
        return InstrumentSpec(
            name=self.name,
            driver=self.driver,
            resource=resource,
            title=self.title,
            axes={
                name: AxisSpec(
                    unit=a.unit,
                    title=a.title,
                    limits=a.limits,
                    safe=a.safe,
                    speed=min(filter(None, (a.speed, a.ramp)), default=None),
                    settle_for=a.settle_for,
                    format=self.axis_format(name),
                    scale=self.axis_scale(name)[0],
                    offset=self.axis_scale(name)[1],
                )
                for name, a in self.axes.items()
            },
            reads={
                name: ReadSpec(unit=r.unit, title=r.title, shape=r.shape, duration=r.duration, x=r.x)
                for name, r in self.reads.items()
            }
            | {
                name: ReadSpec(unit=d.unit, shape=d.shape, formula=d.formula)
                for name, d in self.derived.items()
            },
            actions={
                name: ActionSpec(title=a.title or name, confirm=a.confirm) for name, a in self.actions.items()
            },
            settings={
                name: SettingSpec(
                    unit=s.unit,
                    title=s.title,
                    limits=s.limits,
                    choices=s.choices,
                    writable=self.writable(name),
                    format=self.setting_format(name),
                )
                for name, s in self.settings.items()
            },
            on_fault=self.on_fault,
        )


class VisaInstrumentConfig(InstrumentConfig, Unmeasured):
    """Table of an instrument on a VISA resource; `options` collects the keys that PyVISA knows (`timeout`,
    `baud_rate` …).
    """

    resource: str = Field(min_length=1, description="VISA resource name")
    visa_library: str = Field(
        "@py", description='VISA library as PyVISA takes it: "@py", "@ivi", "file.yaml@sim"'
    )
    ack: str | None = Field(
        None, description='answer to a command without question mark; "" when there is none'
    )
    write_delay: float = Field(
        0.0, ge=0, le=60, description="seconds after a command in which everything that comes is discarded"
    )
    options: dict[str, Any] = Field(default_factory=dict)

    @property
    def answer_format(self) -> AnswerFormat:
        """What the table says about the instrument's answers."""
        return AnswerFormat(ack=self.ack, write_delay=self.write_delay)

    @property
    def shared(self) -> bool:
        """Whether it is neither in a virtual laboratory nor in pyvisa-sim."""
        return "{port:" not in self.resource and not self.visa_library.endswith("@sim")

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "options" in data:
            return data
        own = {key: value for key, value in data.items() if key not in option_names()}
        return {**own, "options": {key: value for key, value in data.items() if key in option_names()}}

    @field_validator("options")
    @classmethod
    def _convert_options(cls, options: dict[str, Any]) -> dict[str, Any]:
        made = {}
        for name, value in options.items():
            try:
                made[name] = option_value(name, value)
            except ValueError as error:
                raise ValueError(f"{name} = {value!r}: {error}") from None
        return made


class BenchConfig(Part):
    """A whole, correct bench file."""

    name: str = Field("", description="what people call the bench; the file's name by default")
    virtual: str | None = Field(None, description='virtual laboratory to start: "demo"')
    limit: tuple[LimitSpec, ...] = Field((), description="one table for each limit between axes")
    instrument: tuple[InstrumentConfig, ...] = Field((), description="one table for each instrument")
    rule: tuple[dict[str, Any], ...] = Field((), description="one table for each rule that suspends scans")

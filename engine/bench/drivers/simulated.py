"""Simulated instruments without I/O: axes move at once or at a speed, readings are formulas of positions."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from typing import Any, Self

import numpy as np
from pydantic import Field, model_validator
from typing_extensions import override

from engine.bench.config import ActionConfig, AxisConfig, InstrumentConfig, Name, ReadConfig, SettingConfig
from engine.bench.driver import Driver, DriverContext, DriverKind
from engine.bench.formula import columns_of, compile_formula
from engine.errors import InstrumentError
from engine.reasons import reason


class SimulatedAxis(AxisConfig):
    """An axis; with `speed` its moves take time."""

    initial: float = Field(0.0, description="position at the start")


class SimulatedRead(ReadConfig):
    """A reading that follows a formula."""

    formula: str = Field(
        description="value as a formula of axes, own (`x`) or others' (`motor.x`); arrays have `i`"
    )


class SimulatedSetting(SettingConfig):
    """A setting that is only stored."""

    initial: float | str = Field(0.0, description="value at the start")


class SimulatedAction(ActionConfig):
    """An action that sends axes somewhere."""

    set: dict[Name, float] = Field(default_factory=dict, description="where it sends axes")


class SimulatedConfig(InstrumentConfig):
    """Table of a simulated instrument."""

    actions: dict[Name, SimulatedAction] = Field(default_factory=dict)
    axes: dict[Name, SimulatedAxis] = Field(default_factory=dict)
    reads: dict[Name, SimulatedRead] = Field(default_factory=dict)
    settings: dict[Name, SimulatedSetting] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _actions_have_axes(self) -> Self:
        for name, action in self.actions.items():
            for axis in action.set:
                if axis not in self.axes:
                    raise ValueError(f"actions.{name}.set: the instrument has no axis {axis!r}")
        return self

    @model_validator(mode="after")
    def _formulas_can_be_compiled(self) -> Self:
        for name, read in self.reads.items():
            try:
                columns_of(read.formula, self.name, bool(read.shape))
            except ValueError as error:
                raise ValueError(f"reads.{name}.formula: {error}") from None
        return self

    @override
    def needs(self) -> dict[str, set[str]]:
        return {
            f"reads.{name}": columns_of(r.formula, self.name, bool(r.shape)) for name, r in self.reads.items()
        }


class SimulatedDriver(Driver):
    """A simulated instrument; positions are in the bench's `world`, so that formulas can use other instruments'
    axes.
    """

    group = "simulated"

    def __init__(self, config: SimulatedConfig, around: DriverContext) -> None:
        self._config = config
        self._world = around.world
        self._columns = {axis: f"{config.name}.{axis}" for axis in config.axes}
        self._speeds = {axis: a.speed for axis, a in config.axes.items() if a.speed}
        self._moves: dict[str, tuple[float, float, float]] = {}
        self._settings: dict[str, float | str] = {name: s.initial for name, s in config.settings.items()}
        for axis, column in self._columns.items():
            self._world[column] = config.axes[axis].initial
        self._readers = {
            name: compile_formula(
                read.formula, config.name, around.world, read.shape[0] if read.shape else None
            )
            for name, read in config.reads.items()
        }

    @override
    def open(self) -> str:
        return "simulated"

    @override
    def close(self) -> None:
        return

    @override
    def set_axis(self, axis: str, value: float) -> None:
        if axis in self._speeds:
            self._moves[axis] = (self._update(axis), value, time.monotonic())
        else:
            self._world[self._columns[axis]] = value

    @override
    def get_axis(self, axis: str) -> float:
        return self._update(axis) if axis in self._moves else self._world[self._columns[axis]]

    @override
    def follows(self, axis: str) -> bool:
        return axis in self._speeds

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        self._update(axis)
        return axis not in self._moves

    @override
    def halt(self, moving: Collection[str]) -> None:
        for axis in list(self._moves):
            self._update(axis)
            self._moves.pop(axis, None)

    @override
    def read(self, name: str) -> float | np.ndarray:
        for axis in self._moves:
            self._update(axis)
        try:
            value: float | np.ndarray = self._readers[name]()
            return value
        except KeyError as error:
            raise InstrumentError(
                self._config.name, f"{name!r} needs the axis {error}, which no simulated instrument has"
            ) from None
        except (ArithmeticError, ValueError, TypeError) as error:
            raise InstrumentError(
                self._config.name, f"the formula of {name!r} fails at the present positions: {reason(error)}"
            ) from None

    @override
    def act(self, name: str) -> None:
        for axis, value in self._config.actions[name].set.items():
            self.set_axis(axis, value)

    @override
    def acted(self, name: str) -> bool:
        return all(self.arrived(axis, None) for axis in self._config.actions[name].set)

    @override
    def set_setting(self, name: str, value: float | str) -> None:
        self._settings[name] = value

    @override
    def get_setting(self, name: str) -> float | str:
        return self._settings[name]

    def _update(self, axis: str) -> float:
        """Let time pass for an axis; returns where it is now."""
        column = self._columns[axis]
        move = self._moves.get(axis)
        if move is None:
            return self._world[column]
        start, target, since = move
        gone = self._speeds[axis] * (time.monotonic() - since)
        if gone >= abs(target - start):
            self._world[column] = target
            self._moves.pop(axis, None)
        else:
            self._world[column] = start + math.copysign(gone, target - start)
        return self._world[column]


def _build(config: Any, around: DriverContext) -> Driver:
    return SimulatedDriver(config, around)


KIND = DriverKind(SimulatedConfig, _build)

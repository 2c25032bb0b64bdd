"""Instruments of the PyMeasure library, an optional extra: `driver = "pymeasure:keithley.Keithley2400"`."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import numpy as np
from pydantic import Field, model_validator
from pyvisa.errors import VisaIOError
from typing_extensions import override

from engine.bench.config import AxisConfig, Name, ReadConfig, SettingConfig, VisaInstrumentConfig
from engine.bench.driver import Driver, DriverKind, Surroundings
from engine.bench.turns import Turns
from engine.bench.visa import pyvisa_keywords
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentError, InstrumentUnreachable


class PyMeasureAxis(AxisConfig):
    """An axis and the attributes of the class behind it."""

    set: str = Field(description="attribute that is set, or method that is called with the setpoint")
    get: str | None = Field(
        None, description="attribute that is read, or method that is called, for the position"
    )
    stop: str | None = Field(None, description="method that stops the axis")


class PyMeasureRead(ReadConfig):
    """A reading and the attribute of the class behind it."""

    query: str = Field(description="attribute that is read, or method that is called")


class PyMeasureSetting(SettingConfig):
    """A setting and the attribute of the class behind it."""

    set: str | None = Field(
        None, description="attribute that is set, or method that is called with the value"
    )
    get: str | None = Field(None, description="attribute that is read")


class PyMeasureConfig(VisaInstrumentConfig):
    """The table of a PyMeasure instrument."""

    on_connect: tuple[str, ...] = Field((), description="methods called after connecting")
    stop: str | None = Field(None, description="method that stops everything")
    on_safe: tuple[str, ...] = Field((), description="methods called on abort and emergency stop")
    axes: dict[Name, PyMeasureAxis] = Field(default_factory=dict)
    reads: dict[Name, PyMeasureRead] = Field(default_factory=dict)
    settings: dict[Name, PyMeasureSetting] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_a_class(self) -> Self:
        module, _, name = self.driver.partition(":")[2].rpartition(".")
        if not module or not name.isidentifier():
            raise ValueError(
                f"driver = {self.driver!r}: it must name a class, such as pymeasure:keithley.Keithley2400"
            )
        return self

    def writable(self, setting: str) -> bool:
        """Whether the setting names something that changes it."""
        return self.settings[setting].set is not None


class PyMeasureDriver(Driver):
    """An instance of a PyMeasure class, made when connecting; one call at a time."""

    def __init__(self, config: PyMeasureConfig, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._name = config.name
        self._turns = Turns()
        self._instrument: Any = None
        self.group = f"pymeasure {config.visa_library} {config.resource}"

    @property
    @override
    def resource(self) -> str:
        return self._config.resource

    @override
    def open(self) -> str:
        self.close()
        module, _, name = self._config.driver.partition(":")[2].rpartition(".")
        try:
            kind = getattr(import_module(f"pymeasure.instruments.{module}"), name)
        except ImportError as error:
            reason = (
                f"PyMeasure cannot be used ({visa_reason(error)}); install it with: pip install pymeasure"
            )
            raise InstrumentUnreachable(self._name, reason) from error
        except AttributeError:
            raise InstrumentUnreachable(
                self._name, f"PyMeasure has no class {name!r} in {module!r}"
            ) from None
        with self._turns:
            try:
                options = pyvisa_keywords(self._config.resource, self._config.options)
                library = visa_library_at(self._config.visa_library, self._folder)
                self._instrument = kind(self._config.resource, visa_library=library, **options)
            except Exception as error:
                raise InstrumentUnreachable(
                    self._name, f"{self._config.resource} cannot be opened: {visa_reason(error)}"
                ) from error
        for method in self._config.on_connect:
            self._do(method)
        return self._identify(name)

    def _identify(self, name: str) -> str:
        try:
            with self._turns:
                return str(self._instrument.id)
        except Exception:  # noqa: BLE001 - as above
            return f"PyMeasure {name}"  # not every instrument can say what it is

    @override
    def close(self) -> None:
        with self._turns:
            instrument, self._instrument = self._instrument, None
            adapter = getattr(instrument, "adapter", None)
            try:
                if adapter is not None:
                    adapter.close()
            except Exception:  # noqa: BLE001 - it is gone either way
                return

    @override
    def set_axis(self, axis: str, value: float) -> None:
        self._put(self._config.axes[axis].set, value)

    @override
    def get_axis(self, axis: str) -> float | None:
        config = self._config.axes[axis]
        if config.get is None:
            return None
        return self._number(config.get)

    @override
    def halt(self, moving: Collection[str]) -> None:
        for method in (self._config.stop, *(axis.stop for axis in self._config.axes.values())):
            if method is not None:
                self._do(method, urgent=True)

    @override
    def follows(self, axis: str) -> bool:
        config = self._config.axes[axis]
        return config.get is not None and config.tolerance is not None

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        config = self._config.axes[axis]
        if value is None or config.get is None or config.tolerance is None:
            return True
        return abs(self._number(config.get) - value) <= config.tolerance

    @override
    def secure(self) -> None:
        for method in self._config.on_safe:
            self._do(method, urgent=True)

    @override
    def read(self, name: str) -> float | np.ndarray:
        read = self._config.reads[name]
        if not read.shape:
            return self._number(read.query)
        value = self._do(read.query)
        try:
            values = np.asarray(value, dtype=float).ravel()
        except (TypeError, ValueError):
            raise InstrumentError(
                self._name, f"{read.query!r} gave {value!r:.60}, which is no list of numbers"
            ) from None
        if len(values) != read.shape[0]:
            raise InstrumentError(
                self._name, f"{read.query!r} gave {len(values)} numbers instead of {read.shape[0]}"
            )
        return values

    @override
    def set_setting(self, name: str, value: float | str) -> None:
        target = self._config.settings[name].set
        if target is None:
            raise InstrumentError(self._name, f"setting {name!r} can only be read")
        self._put(target, value)

    @override
    def get_setting(self, name: str) -> float | str | None:
        source = self._config.settings[name].get
        if source is None:
            return None
        value = self._do(source)
        return float(value) if isinstance(value, int | float) else str(value)

    def _number(self, source: str) -> float:
        value = self._do(source)
        try:
            return float(value)
        except (TypeError, ValueError):
            raise InstrumentError(self._name, f"{source!r} gave {value!r:.60}, which is no number") from None

    def _do(self, name: str, urgent: bool = False) -> Any:
        """Read an attribute; call it when it is a method."""
        return self._guarded(name, lambda value: value() if callable(value) else value, urgent)

    def _put(self, name: str, value: float | str) -> None:
        kind = type(self._instrument)
        if callable(getattr(kind, name, None)):
            self._guarded(name, lambda method: method(value), False)
        else:
            self._guarded(None, lambda instrument: setattr(instrument, name, value), False, name)

    def _guarded(self, name: str | None, work: Any, urgent: bool, shown: str = "") -> Any:
        self._turns.take(urgent)
        try:
            if self._instrument is None:
                raise InstrumentUnreachable(self._name, "it is not connected")
            return work(self._instrument if name is None else getattr(self._instrument, name))
        except InstrumentError:
            raise
        except (OSError, EOFError, VisaIOError) as error:
            raise InstrumentUnreachable(
                self._name, f"{name or shown!r} failed: {visa_reason(error)}"
            ) from error
        except Exception as error:
            raise InstrumentError(self._name, f"{name or shown!r} failed: {visa_reason(error)}") from error
        finally:
            self._turns.give()


def _build(config: Any, around: Surroundings) -> Driver:
    return PyMeasureDriver(config, around.folder)


KIND = DriverKind(PyMeasureConfig, _build)

"""Instruments of the PyMeasure library, an optional extra: `driver = "pymeasure:keithley.Keithley2400"`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial, reduce
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pyvisa.errors import VisaIOError
from typing_extensions import override

from engine.bench.answers import Numbers
from engine.bench.arrival import Arrival
from engine.bench.driver import Driver, DriverKind, Surroundings
from engine.bench.opening import pyvisa_keywords
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import ClassMissing, ClassUnavailable, Kind, OfInstance, find_class
from engine.bench.pymeasure_config import PyMeasureConfig
from engine.bench.turns import Turns
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentError, InstrumentUnreachable

T = TypeVar("T")


class PyMeasureDriver(Driver):
    """An instance of a PyMeasure class, made when connecting; one call at a time."""

    def __init__(self, config: PyMeasureConfig, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._name = config.name
        self._turns = Turns()
        self._instrument: Any = None
        self._numbers = Numbers(config.overload, config.no_value)
        self._of_read = {
            name: Numbers(config.overload + read.overload, config.no_value + read.no_value)
            for name, read in config.reads.items()
        }
        self._arrivals = {
            name: Arrival(axis, partial(self._finished, name), partial(self._position, name))
            for name, axis in config.axes.items()
        }
        self.group = f"pymeasure {config.visa_library} {config.resource}"

    @property
    @override
    def resource(self) -> str:
        return self._config.resource

    @override
    def open(self) -> str:
        self.close()
        try:
            kind = find_class(self._config.class_path)
        except ClassMissing as error:
            raise InstrumentUnreachable(self._name, str(error)) from None
        except ClassUnavailable as error:
            reason = (
                f"PyMeasure cannot be used ({visa_reason(error)}); install it with: pip install pymeasure"
            )
            raise InstrumentUnreachable(self._name, reason) from error
        with self._turns:
            try:
                options = pyvisa_keywords(self._config.resource, self._config.options)
                library = visa_library_at(self._config.visa_library, self._folder)
                self._instrument = kind(self._config.resource, visa_library=library, **options)
            except Exception as error:
                raise InstrumentUnreachable(
                    self._name, f"{self._config.resource} cannot be opened: {visa_reason(error)}"
                ) from error
        self._check_names(kind.__name__)
        for method in self._config.on_connect:
            self._do(method)
        return self._identify(kind.__name__)

    def _check_names(self, label: str) -> None:
        """Refuse to go on with names that the instrument does not have; only now channels it made itself are known."""
        members = OfInstance(label, self._instrument)
        for table, key, path, use in self._config.names():
            wrong = problem_of(members, path, use)
            if wrong:
                raise InstrumentUnreachable(
                    self._name,
                    f"the bench file is wrong: {table} {key} = {path!r}: {wrong}".replace("  ", " "),
                )

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
        self._arrivals[axis].begin()
        self._put(self._config.axes[axis].set, value)

    @override
    def get_axis(self, axis: str) -> float | None:
        return None if self._config.axes[axis].get is None else self._position(axis)

    def _position(self, axis: str) -> float:
        source = self._config.axes[axis].get
        assert source is not None  # nobody asks otherwise
        return self._number(source)

    @override
    def halt(self, moving: Collection[str]) -> None:
        for method in (self._config.stop, *(axis.stop for axis in self._config.axes.values())):
            if method is not None:
                self._do(method, urgent=True)

    @override
    def follows(self, axis: str) -> bool:
        return self._arrivals[axis].follows

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        return self._arrivals[axis].over(value)

    def _finished(self, axis: str, says: Callable[[Any], bool]) -> bool:
        source = self._config.axes[axis].done
        assert source is not None  # nobody asks otherwise
        try:
            return says(self._do(source))
        except ValueError as error:
            raise InstrumentError(self._name, f"{source!r} gave {error}") from None

    @override
    def unfinished(self, axis: str) -> str:
        return self._arrivals[axis].unfinished()

    @override
    def secure(self) -> None:
        for method in self._config.on_safe:
            self._do(method, urgent=True)

    @override
    def read(self, name: str) -> float | np.ndarray:
        read = self._config.reads[name]
        if not read.shape:
            return self._number(read.query, self._of_read[name])
        value = self._do(read.query)
        try:
            return self._of_read[name].array(value, read.shape[0])
        except ValueError as error:
            raise InstrumentError(self._name, f"{read.query!r} answered {error}") from None

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
        return value if isinstance(value, int | float) else str(value)

    def _number(self, source: str, numbers: Numbers | None = None) -> float:
        value = self._do(source)
        try:
            return (numbers or self._numbers).number(value)
        except ValueError as error:
            raise InstrumentError(self._name, f"{source!r} gave {error}") from None

    def _do(self, path: str, urgent: bool = False) -> Any:
        """Read a property; call it when it is a method. Dots in the path go through channels."""

        def work(owner: Any, name: str) -> Any:
            value = getattr(owner, name)
            return value() if callable(value) else value

        return self._guarded(path, work, urgent)

    def _put(self, path: str, value: float | str) -> None:
        """Set a property, or call a method with the value; never makes an attribute that is not there."""

        def work(owner: Any, name: str) -> None:
            found = OfInstance(type(owner).__name__, owner).find(name)
            if found is None:
                raise AttributeError(f"{type(owner).__name__} has no {name!r}")
            if found.kind is Kind.METHOD:
                getattr(owner, name)(value)
            else:
                setattr(owner, name, value)

        self._guarded(path, work, urgent=False)

    def _guarded(self, path: str, work: Callable[[Any, str], T], urgent: bool) -> T:
        self._turns.take(urgent)
        try:
            if self._instrument is None:
                raise InstrumentUnreachable(self._name, "it is not connected")
            *channels, name = path.split(".")
            return work(reduce(getattr, channels, self._instrument), name)
        except InstrumentError:
            raise
        except (OSError, EOFError, VisaIOError) as error:
            raise InstrumentUnreachable(self._name, f"{path!r} failed: {visa_reason(error)}") from error
        except Exception as error:
            raise InstrumentError(self._name, f"{path!r} failed: {visa_reason(error)}") from error
        finally:
            self._turns.give()


def _build(config: Any, around: Surroundings) -> Driver:
    return PyMeasureDriver(config, around.folder)


KIND = DriverKind(PyMeasureConfig, _build)

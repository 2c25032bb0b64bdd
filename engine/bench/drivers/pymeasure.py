"""Instruments of the PyMeasure library, an optional extra: `driver = "pymeasure:keithley.Keithley2400"`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from functools import partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import override

from engine.bench.answers import Numbers
from engine.bench.driver import Driver, DriverContext, DriverKind, do_all
from engine.bench.move_completion import MoveCompletion
from engine.bench.opening import pyvisa_keywords
from engine.bench.py_library import PyLibrary
from engine.bench.pymeasure_calls import PyMeasureCalls
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import ClassMissing, ClassUnavailable, Kind, OfInstance, find_class
from engine.bench.pymeasure_config import PyMeasureConfig
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentError, InstrumentUnreachable


class PyMeasureDriver(Driver):
    """An instance of a PyMeasure class, made when connecting; one call at a time."""

    def __init__(self, config: PyMeasureConfig, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._name = config.name
        self._calls = PyMeasureCalls(config.name, config.write_delay)
        self._numbers = Numbers(config.overload, config.no_value)
        self._of_read = {
            name: Numbers(config.overload + read.overload, config.no_value + read.no_value)
            for name, read in config.reads.items()
        }
        self._arrivals = {
            name: MoveCompletion(axis, partial(self._finished, name), partial(self._position, name))
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
        try:
            self._calls.open(partial(self._make, kind))
        except Exception as error:
            raise InstrumentUnreachable(
                self._name, f"{self._config.resource} cannot be opened: {visa_reason(error)}"
            ) from error
        self._check_names(kind.__name__)
        for method in self._config.on_connect:
            self._do(method)
        return self._identify(kind.__name__)

    def _make(self, kind: type[Any]) -> Any:
        config = self._config
        options = pyvisa_keywords(config.resource, config.options)
        if config.visa_library == "@py":  # with sessions that can be interrupted and tell what is unread
            return kind(config.resource, visa_library=PyLibrary("py"), **options)
        return kind(
            config.resource, visa_library=visa_library_at(config.visa_library, self._folder), **options
        )

    def _check_names(self, label: str) -> None:
        """Refuse names that the instrument does not have; only now the channels that it made itself are known."""
        members = OfInstance(label, self._calls.instrument)
        for table, key, path, use in self._config.names():
            wrong = problem_of(members, path, use)
            if wrong:
                raise InstrumentUnreachable(
                    self._name,
                    f"the bench file is wrong: {table} {key} = {path!r}: {wrong}".replace("  ", " "),
                )

    def _identify(self, name: str) -> str:
        try:
            return str(self._calls.call("id", lambda instrument: instrument.id))
        except InstrumentError:
            return f"PyMeasure {name}"  # not every instrument can identify itself

    @override
    def close(self) -> None:
        self._calls.close()

    @override
    def set_axis(self, axis: str, value: float) -> None:
        self._arrivals[axis].begin()
        config = self._config.axes[axis]
        self._put(config.set, value, config.ack)

    @override
    def set_safe(self, axis: str, value: float) -> None:
        config = self._config.axes[axis]
        self._put(config.set, value, config.ack, urgent=True)

    @override
    def get_axis(self, axis: str) -> float | None:
        return None if self._config.axes[axis].get is None else self._position(axis)

    def _position(self, axis: str) -> float:
        source = self._config.axes[axis].get
        assert source is not None  # only called where there is one
        return self._number(source)

    @override
    def urgently(self) -> AbstractContextManager[None]:
        return self._calls.turns.reserved()

    @override
    def interrupt(self) -> None:
        self._calls.interrupt()

    @override
    def tidy(self, patience: float) -> None:
        self._calls.tidy(patience)

    @override
    def confirm(self, patience: float) -> None:
        self._calls.confirm(patience)

    @override
    def halt(self, moving: Collection[str]) -> None:
        methods = (self._config.stop, *(axis.stop for axis in self._config.axes.values()))
        with self._calls.turns.reserved():
            self._calls.stop()
            do_all([*(partial(self._do, m, True) for m in methods if m is not None), self._calls.interrupt])

    @override
    def follows(self, axis: str) -> bool:
        return self._arrivals[axis].follows

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        return self._arrivals[axis].over(value)

    def _finished(self, axis: str, says: Callable[[Any], bool]) -> bool:
        source = self._config.axes[axis].done
        assert source is not None  # only called where there is one
        try:
            return says(self._do(source))
        except ValueError as error:
            self._calls.mark_doubtful()
            raise InstrumentError(self._name, f"{source!r} returned {error}") from None

    @override
    def unfinished(self, axis: str) -> str:
        return self._arrivals[axis].unfinished()

    @override
    def secure(self) -> None:
        do_all([partial(self._do, method, True) for method in self._config.on_safe])

    @override
    def read(self, name: str) -> float | np.ndarray:
        read = self._config.reads[name]
        if not read.shape:
            return self._number(read.query, self._of_read[name])
        value = self._do(read.query)
        try:
            return self._of_read[name].array(value, read.shape[0])
        except ValueError as error:
            self._calls.mark_doubtful()
            raise InstrumentError(self._name, f"{read.query!r} answered {error}") from None

    @override
    def set_setting(self, name: str, value: float | str) -> None:
        target = self._config.settings[name].set
        if target is None:
            raise InstrumentError(self._name, f"setting {name!r} can only be read")
        self._put(target, value, self._config.settings[name].ack)

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
            self._calls.mark_doubtful()
            raise InstrumentError(self._name, f"{source!r} returned {error}") from None

    def _do(self, path: str, urgent: bool = False) -> Any:
        """Read a property, or call it when it is a method. Dots in the path go through channels."""

        def work(instrument: Any) -> Any:
            owner, name = _owner(instrument, path)
            value = getattr(owner, name)
            return value() if callable(value) else value

        return self._calls.send_urgently(path, work) if urgent else self._calls.call(path, work)

    def _put(self, path: str, value: float | str, own_ack: str | None, urgent: bool = False) -> None:
        """Set a property, or call a method with the value; never creates a new attribute."""

        def work(instrument: Any) -> None:
            owner, name = _owner(instrument, path)
            found = OfInstance(type(owner).__name__, owner).find(name)
            if found is None:
                raise AttributeError(f"{type(owner).__name__} has no {name!r}")
            if found.kind is Kind.METHOD:
                getattr(owner, name)(value)
            else:
                setattr(owner, name, value)

        ack = self._config.ack if own_ack is None else own_ack
        if urgent:
            self._calls.send_urgently(path, work, ack)
        else:
            self._calls.call(path, work, sets=True, ack=ack)


def _owner(instrument: Any, path: str) -> tuple[Any, str]:
    *channels, name = path.split(".")
    return reduce(getattr, channels, instrument), name


def _build(config: Any, around: DriverContext) -> Driver:
    return PyMeasureDriver(config, around.folder)


KIND = DriverKind(PyMeasureConfig, _build)

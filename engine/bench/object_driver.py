"""Instruments behind Python classes: an instance is made when connecting, and called one call at a time."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from functools import partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import override

from engine.bench.answers import Numbers
from engine.bench.driver import Driver, do_all
from engine.bench.exchange_log import ExchangeLog
from engine.bench.move_completion import MoveCompletion
from engine.bench.object_calls import ObjectCalls
from engine.bench.object_config import ObjectConfig
from engine.bench.object_session import Connection
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import Kind, OfInstance
from engine.errors import InstrumentError, InstrumentUnreachable


class ClassUnusable(Exception):
    """The class of an instrument cannot be loaded; the message says why, and what to do."""


def make_importable(folder: Path) -> None:
    """Let classes in files of the bench file's folder be found."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # at the end, so that its files hide no module


def both_allow(
    ours: tuple[float, float] | None, theirs: tuple[float, float] | None
) -> tuple[float, float] | None:
    """The limits within both."""
    if ours is None or theirs is None:
        return ours or theirs
    return max(ours[0], theirs[0]), min(ours[1], theirs[1])


class ObjectDriver(Driver):
    """An instance of a Python class, made when connecting; one call at a time."""

    def __init__(self, config: ObjectConfig, connection: Connection) -> None:
        self._config = config
        self._name = config.name
        self._connection = connection
        self._calls = ObjectCalls(config.name, config.write_delay, connection)
        self._numbers = Numbers(config.overload, config.no_value)
        self._of_read = {
            name: Numbers(config.overload + read.overload, config.no_value + read.no_value)
            for name, read in config.reads.items()
        }
        self._arrivals = {
            name: MoveCompletion(axis, partial(self._finished, name), partial(self._position, name))
            for name, axis in config.axes.items()
        }
        self.group = f"{config.visa_library} {config.resource}" if config.resource else self

    @abstractmethod
    def _make(self) -> Any:
        """Make the instance, which connects. Raises ClassUnusable, and whatever the class raises."""

    @abstractmethod
    def _identify(self) -> str:
        """What the connected instrument says it is."""

    def _check_names(self) -> None:
        """Refuse names that the instrument does not have; only now the channels that it made itself are known."""
        instrument = self._calls.instrument
        members = OfInstance(type(instrument).__name__, instrument)
        for table, key, path, use in self._config.names():
            self._refuse(table, key, path, problem_of(members, path, use))

    def _refuse(self, table: str, key: str, path: str, wrong: str | None) -> None:
        if wrong:
            text = f"the bench file is wrong: {table} {key} = {path!r}: {wrong}".replace("  ", " ")
            raise InstrumentUnreachable(self._name, text)

    @property
    @override
    def exchanges(self) -> ExchangeLog:
        return self._calls.exchanges

    @override
    def say(self, message: str, asks: bool) -> str:
        def work(instrument: Any) -> str:
            session = self._connection.session(instrument)
            if session is None or not hasattr(session, "query"):
                raise InstrumentError(self._name, "its class has no VISA session that takes messages")
            if asks:
                return str(session.query(message)).strip()
            session.write(message)
            return ""

        return self._calls.call(message, work, sets=not asks)

    @property
    @override
    def resource(self) -> str:
        return self._config.resource

    @override
    def open(self) -> str:
        self.close()
        try:
            self._calls.open(self._make)
        except ClassUnusable as error:
            raise InstrumentUnreachable(self._name, str(error)) from error
        except Exception as error:
            at = self._config.resource or self._config.driver
            raise InstrumentUnreachable(
                self._name, f"{at} cannot be opened: {self._connection.reason(error)}"
            ) from error
        self._check_names()
        for method in self._config.on_connect:
            self._do(method)
        return self._identify()

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
    def act(self, name: str) -> None:
        self._do(self._config.actions[name].call)

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
            self._calls.call(path, work, sets=True, ack=ack, value=value)


def _owner(instrument: Any, path: str) -> tuple[Any, str]:
    *channels, name = path.split(".")
    return reduce(getattr, channels, instrument), name

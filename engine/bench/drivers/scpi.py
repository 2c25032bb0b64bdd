"""Instruments that talk in lines of text over VISA, described wholly by the bench file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import numpy as np
from typing_extensions import override

from engine.bench.answers import Numbers, short
from engine.bench.done import DoneWhen
from engine.bench.driver import Driver, DriverKind, NoAnswer, Surroundings
from engine.bench.scpi_config import ScpiConfig, ScpiRead
from engine.bench.visa import LinkBroke, LinkDown, LinkReopened, LinkSilent
from engine.errors import IdentityMismatch, InstrumentError, InstrumentUnreachable
from engine.model.sending import filled, filled_nearest

T = TypeVar("T")
_NOT_MOVING = DoneWhen.of(0)
"""What `done` means where the bench file does not say: it asks whether the axis moves."""


class ScpiDriver(Driver):
    """A scpi instrument on its link; it introduces itself again whenever the session was opened anew."""

    def __init__(self, config: ScpiConfig, around: Surroundings) -> None:
        self._config = config
        self._name = config.name
        self._link = around.links.get(config.resource, config.visa_library, config.options)
        self._timeout = int(config.options.get("timeout", 2000))
        self._generation = 0
        self._closed = True
        self._identity = ""
        self.group = self._link
        self._numbers = Numbers(config.overload, config.no_value)
        self._readers = {name: self._reader(read) for name, read in config.reads.items()}
        self._last_done: dict[str, str] = {}

    @property
    @override
    def resource(self) -> str:
        return self._config.resource

    @override
    def open(self) -> str:
        self._generation, self._closed = 0, False
        self._talk(lambda: None)
        return self._identity

    @override
    def close(self) -> None:
        self._generation, self._closed = 0, True
        self._link.leave(self)

    @override
    def set_axis(self, axis: str, value: float) -> None:
        try:
            message = filled(self._config.axes[axis].set, value)
        except ValueError:
            raise InstrumentError(self._name, f"{axis} cannot be set to {value!r}") from None
        self._tell(message)

    @override
    def get_axis(self, axis: str) -> float | None:
        query = self._config.axes[axis].get
        return None if query is None else self._number(query)

    @override
    def follows(self, axis: str) -> bool:
        config = self._config.axes[axis]
        return config.done is not None or (config.get is not None and config.tolerance is not None)

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        config = self._config.axes[axis]
        if config.done is not None and not self._finished(axis, config.done):
            return False
        if value is None or config.tolerance is None or config.get is None:
            return True
        return abs(self._number(config.get) - value) <= config.tolerance

    def _finished(self, axis: str, query: str) -> bool:
        answer = self._last_done[axis] = self._ask(query)
        try:
            return (self._config.axes[axis].done_when or _NOT_MOVING).says(answer)
        except ValueError as error:
            raise InstrumentError(self._name, f"{query!r} was answered {error}") from None

    @override
    def unfinished(self, axis: str) -> str:
        answer = self._last_done.get(axis)
        return "" if answer is None else f"{self._config.axes[axis].done!r} was last answered {short(answer)}"

    @override
    def halt(self, moving: Collection[str]) -> None:
        if self._config.stop is not None:
            self._tell(self._config.stop, urgent=True)
        for name, axis in self._config.axes.items():
            if axis.stop is not None:
                self._tell(axis.stop, urgent=True)
            elif self._config.stop is None and name in moving and axis.get is not None and self.follows(name):
                # no command stops it: the place where it is becomes its setpoint
                here = self._number(axis.get, urgent=True)
                low, high = axis.limits or (here, here)
                self._tell(filled_nearest(axis.set, min(max(here, low), high)), urgent=True)

    @override
    def secure(self) -> None:
        for command in self._config.on_safe:
            self._tell(command, urgent=True)

    @override
    def read(self, name: str) -> float | np.ndarray:
        return self._readers[name]()

    @override
    def set_setting(self, name: str, value: float | str) -> None:
        template = self._config.settings[name].set
        if template is None:
            raise InstrumentError(self._name, f"setting {name!r} can only be read")
        try:
            message = filled(template, value)
        except ValueError:
            raise InstrumentError(self._name, f"setting {name!r} cannot take {value!r}") from None
        self._tell(message)

    @override
    def get_setting(self, name: str) -> float | str | None:
        query = self._config.settings[name].get
        if query is None:
            return None
        return self._ask(query)

    def _reader(self, read: ScpiRead) -> Callable[[], float | np.ndarray]:
        query = read.query
        config = self._config
        numbers = Numbers(config.overload + read.overload, config.no_value + read.no_value)
        if not read.shape:
            return lambda: self._number(query, numbers)
        length = read.shape[0]
        return lambda: self._array(query, length, numbers)

    def _number(self, query: str, numbers: Numbers | None = None, urgent: bool = False) -> float:
        answer = self._ask(query, urgent)
        try:
            return (numbers or self._numbers).number(answer)
        except ValueError as error:
            raise InstrumentError(self._name, f"{query!r} was answered {error}") from None

    def _array(self, query: str, length: int, numbers: Numbers) -> np.ndarray:
        answer = self._ask(query)
        try:
            return numbers.array(answer, length)
        except ValueError as error:
            raise InstrumentError(self._name, f"{query!r} was answered {error}") from None

    def _ask(self, query: str, urgent: bool = False) -> str:
        return self._talk(
            lambda: self._link.query(query, self._timeout, self._generation, urgent), urgent, repeatable=True
        )

    def _tell(self, command: str, urgent: bool = False) -> None:
        if "?" in command:  # such as "MOVE 3;*OPC?": its answer belongs to it
            self._talk(lambda: self._link.query(command, self._timeout, self._generation, urgent), urgent)
        else:
            self._talk(lambda: self._link.write(command, self._timeout, self._generation, urgent), urgent)

    def _talk(self, work: Callable[[], T], urgent: bool = False, repeatable: bool = False) -> T:
        """Do one exchange; when the session is not the one known, introduce first. A lost query is asked once more."""
        for attempt in range(3):
            self._refuse_closed()
            try:
                if self._generation != self._link.generation or not self._generation:
                    self._introduce(urgent)
                return work()
            except LinkReopened:
                self._generation = 0
            except LinkDown as error:
                self._generation = 0
                if not repeatable or attempt or not isinstance(error, LinkBroke):
                    raise InstrumentUnreachable(self._name, str(error)) from error
            except LinkSilent as error:
                raise NoAnswer(self._name, str(error)) from error
        raise InstrumentUnreachable(self._name, f"{self._link.resource} hangs up again and again")

    def _introduce(self, urgent: bool) -> None:
        """Open the session if need be and make sure that the right instrument is at the other end."""
        generation = self._link.join(self, urgent)
        if self._closed:  # meanwhile
            self._link.leave(self)
            self._refuse_closed()
        query = self._config.identify or ("*IDN?" if self._config.identity is not None else None)
        if query is not None:
            self._identity = self._link.query(query, self._timeout, generation, urgent)
            if self._config.identity is not None and not re.match(self._config.identity, self._identity):
                raise IdentityMismatch(
                    self._name,
                    f"{query!r} was answered {short(self._identity)}, which does not match {self._config.identity!r}",
                )
        for command in self._config.on_connect:
            if "?" in command:
                self._link.query(command, self._timeout, generation, urgent)
            else:
                self._link.write(command, self._timeout, generation, urgent)
        self._generation = generation

    def _refuse_closed(self) -> None:
        if self._closed:
            raise InstrumentUnreachable(self._name, "it is not connected")


def _build(config: Any, around: Surroundings) -> Driver:
    return ScpiDriver(config, around)


KIND = DriverKind(ScpiConfig, _build)

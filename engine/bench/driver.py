"""What a driver is: the calls through which the bench uses any instrument."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from engine.bench.config import InstrumentConfig
from engine.bench.exchange_log import ExchangeLog
from engine.bench.visa import Links
from engine.errors import InstrumentError, InstrumentUnreachable
from engine.model.bench import InstrumentSpec


class NoAnswer(InstrumentUnreachable):
    """The instrument was reached but did not answer in time."""


class Driver(ABC):
    """Talks to one instrument, from any thread, one call at a time on what it shares.

    Values are in the units of the bench file. Methods raise InstrumentError when the instrument does not do what it
    was told to, and InstrumentUnreachable when it cannot be reached. The caller checks names.
    """

    group: Hashable
    """Instruments of one group share a thread that watches them (those on one resource, those without I/O)."""

    @property
    def resource(self) -> str:
        """Where the instrument is, for people."""
        return ""

    @property
    def exchanges(self) -> ExchangeLog | None:
        """The last exchanges of its session; None where it has none."""
        return None

    def say(self, message: str, asks: bool) -> str:
        """Send a message as it is, and read one answer where it `asks`; no limits are checked."""
        raise NotImplementedError

    @abstractmethod
    def open(self) -> str:
        """Connect and identify; returns the identity. Raises InstrumentUnreachable or IdentityMismatch."""

    def told(self) -> InstrumentConfig | None:
        """Its table with what the connected instrument adds to it (units, titles, limits, choices); None where
        nothing. The caller has just connected it.
        """
        return None

    @abstractmethod
    def close(self) -> None:
        """Disconnect; never raises. Until the next `open` nothing else may reach the instrument."""

    @abstractmethod
    def set_axis(self, axis: str, value: float) -> None:
        """Send a setpoint; does not wait until the axis arrives."""

    def get_axis(self, axis: str) -> float | None:
        """Read where the axis is; None where that cannot be read."""
        return None

    def check_axis(self, axis: str, value: float) -> None:
        """Raise LimitViolation when a setpoint within the limits of the axis is not possible all the same."""
        return

    def written(self, axis: str) -> str:
        """The last position of the axis as the instrument wrote it; empty where the driver does not know."""
        return ""

    def follows(self, axis: str) -> bool:
        """Whether `arrived` can tell when a move has ended; if not, it has ended when its setpoint is sent."""
        return False

    def arrived(self, axis: str, value: float | None) -> bool:
        """Whether the axis has stopped at `value`, or anywhere when that is None."""
        return True

    def unfinished(self, axis: str) -> str:
        """Say why an axis has not arrived, as far as the driver knows: part of a sentence, or empty."""
        return ""

    def set_safe(self, axis: str, value: float) -> None:
        """Send an axis to its safe value, before anything else that waits; does not wait until it arrives."""
        self.set_axis(axis, value)

    def urgently(self) -> AbstractContextManager[None]:
        """Within this context only `halt`, `set_safe` and `secure` reach the instrument."""
        return nullcontext()

    def received(self, within: float) -> bool:
        """Whether the last message has arrived at the instrument, as far as that can be told within `within`
        seconds.
        """
        return True

    def interrupt(self) -> None:
        """Make a running call of another thread fail with Interrupted, unless it ends within a moment."""
        return

    def tidy(self, patience: float) -> None:
        """Discard what the instrument sent while nobody measured; waits at most `patience` seconds."""
        return

    def confirm(self, patience: float) -> None:
        """Raise InstrumentError when an answer since `tidy` could belong to another question."""
        return

    def halt(self, moving: Collection[str]) -> None:
        """Stop all motion, before anything else that waits; `moving` are the axes that are believed to move.

        A running call of another thread is interrupted where it would delay the stop.
        """
        return

    def secure(self) -> None:
        """Do what else makes the instrument safe, after its axes were sent to their safe values."""
        return

    @abstractmethod
    def read(self, name: str) -> float | np.ndarray:
        """Take one reading, with the shape that the bench file gives."""

    def read_all(self, names: Iterable[str]) -> dict[str, float | np.ndarray]:
        """Take several readings, in order; those that one exchange gives are taken together."""
        read = self.read
        return {name: read(name) for name in names}

    def together(self, names: Iterable[str]) -> list[list[str]]:
        """The names in groups that one exchange gives."""
        return [[name] for name in names]

    def complaints(self) -> list[str]:
        """What the instrument reports as wrong since the last call, a sentence each, such as `reports -113,"Undefined
        header"`. Raises InstrumentError where the bench file says that this is a failure.
        """
        return []

    def act(self, name: str) -> None:
        """Start an action; does not wait until it has ended."""
        raise NotImplementedError

    def acted(self, name: str) -> bool:
        """Whether the action has ended."""
        return True

    def set_setting(self, name: str, value: float | str) -> None:
        """Change a setting."""
        raise NotImplementedError

    def get_setting(self, name: str) -> float | str | None:
        """The present value of a setting as the instrument answers it; None where that cannot be read."""
        return None


class BenchInstrument(Protocol):
    """Another instrument of the bench, as drivers see it."""

    wanted: bool
    spec: InstrumentSpec

    @property
    def positions(self) -> dict[str, float | None]:
        """Where its axes are, as far as is known."""
        ...

    def check(self, axis: str, value: float) -> None:
        """Raise LimitViolation when `value` is not an allowed setpoint."""
        ...

    def move(self, axis: str, value: float) -> float:
        """Move an axis and wait until it has arrived."""
        ...

    def position(self, axis: str) -> float:
        """Read where an axis is now."""
        ...

    def halt(self) -> None:
        """Stop motion now."""
        ...

    def interrupt(self) -> None:
        """Make a running call of another thread fail."""
        ...

    def make_safe(self) -> None:
        """Stop, then send the axes to their safe values."""
        ...


@dataclass
class DriverContext:
    """What the drivers of one bench share."""

    folder: Path
    """The bench file's folder: relative paths start there."""
    links: Links
    world: dict[str, float] = field(default_factory=dict)
    """Positions of simulated axes by column name, so that simulated instruments can depend on each other."""
    instruments: Mapping[str, BenchInstrument] = field(default_factory=dict)
    """The other instruments of the bench by name; complete once all drivers are made."""


@dataclass(frozen=True)
class DriverKind:
    """One kind of driver: the model of its table, and how to make one. A driver's module defines it as `KIND`."""

    config: type[InstrumentConfig]
    build: Callable[[Any, DriverContext], Driver]


def do_all(steps: Collection[Callable[[], None]]) -> None:
    """Do every step even if others fail; raises the first failure."""
    problem: InstrumentError | None = None
    for step in steps:
        try:
            step()
        except InstrumentError as error:
            problem = problem or error
    if problem is not None:
        raise problem

"""The base of drivers that a laboratory writes itself: one small class for one kind of instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pyvisa.resources import MessageBasedResource

from engine.bench.answers import Numbers


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A quantity that can be moved or set; a bench file can change each of these values for one instrument."""

    unit: str = ""
    title: str = ""
    limits: tuple[float, float] | None = None
    safe: float | None = None
    """Setpoint on abort and emergency stop."""
    speed: float | None = None
    """Units per second, to estimate durations."""
    tolerance: float | None = None
    """The axis has arrived when `get_NAME` is this close to the setpoint."""
    timeout: float = 600.0
    """Seconds that a move may take."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A value that can be measured."""

    unit: str = ""
    title: str = ""
    shape: tuple[int, ...] = ()
    """`()` for a number, `(2048,)` for an array of that many."""
    duration: float = 0.0
    """Seconds that one reading takes, to estimate durations."""
    poll: bool = True
    """Whether it is also read about once a second while no scan runs."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A value that is configured and stays."""

    unit: str = ""
    title: str = ""
    limits: tuple[float, float] | None = None
    choices: tuple[str, ...] | None = None
    """The only values allowed."""


class Driver:
    """One instrument. PyBirch calls its methods one at a time, never two at once, from any thread.

    A class lists its `axes`, `reads` and `settings`, and has methods for them:

    - for an axis `x`: `set_x(value)`; `get_x()` where it can be read; `moving_x()` where it tells whether it moves;
    - for a reading `r`: `read_r()`, which returns a number, or an array of its shape;
    - for a setting `s`: `get_s()`, `set_s(value)` or both.

    Values are in the units that it lists. An error of any kind in a method is shown to people with file and line;
    raise OSError when the connection broke: PyBirch then connects again. `__init__` takes the keys of the table
    `arguments` of a bench file.
    """

    axes: ClassVar[Mapping[str, Axis]] = {}
    reads: ClassVar[Mapping[str, Reading]] = {}
    settings: ClassVar[Mapping[str, Setting]] = {}

    visa: MessageBasedResource
    """The PyVISA session of the bench file's `resource`, open while the instrument is connected."""

    def connect(self) -> str:
        """Connect and return what the instrument says it is: asks `*IDN?` where the bench file has a `resource`."""
        return self.ask("*IDN?") if hasattr(self, "visa") else type(self).__name__

    def disconnect(self) -> None:
        """Release what `connect` took; PyBirch closes `visa` itself."""

    def stop(self) -> None:
        """Stop all motion. Called from another thread while a method waits only where `visa` can interrupt that."""

    def make_safe(self) -> None:
        """Do what else makes the instrument safe, after its axes were sent to their safe values."""

    def write(self, command: str) -> None:
        """Send a command over `visa`."""
        self.visa.write(command)

    def ask(self, query: str) -> str:
        """Send a query over `visa`; returns the answer without white space around it."""
        return self.visa.query(query).strip()

    def ask_number(self, query: str) -> float:
        """The answer to a query as a number. Raises ValueError for any other answer."""
        try:
            return Numbers().number(self.ask(query))
        except ValueError as error:
            raise ValueError(f"{query!r} was answered {error}") from None

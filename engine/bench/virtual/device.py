"""Base of virtual instruments: a table of SCPI commands, an error queue, and faults that can be switched on."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Handler = Callable[[str], str | None]


class Fault(StrEnum):
    """How an instrument misbehaves."""

    NONE = "NONE"
    TIMEOUT = "TIMEOUT"
    GARBAGE = "GARBAGE"
    DROP = "DROP"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an instrument does with a message: answer after `delay` seconds (None: no answer), or close the
    connection.
    """

    text: str | None = None
    delay: float = 0.0
    hang_up: bool = False


class ScpiError(Exception):
    """A message that the instrument cannot take; it goes to the error queue."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(message)


class Device:
    """An instrument that answers lines of text; `SIM:FAULT`, `SIM:LATENCY` and `SIM:NOISE` make it misbehave.

    `SIM:FAULT TIMEOUT|GARBAGE|DROP|NONE [count]` holds until NONE or for `count` messages, `SIM:LATENCY s` delays every
    answer, `SIM:NOISE factor` scales the noise of its readings. These messages are always served.
    """

    def __init__(self, name: str, model: str) -> None:
        self.name = name
        self.identity = f"PyBirch,{model},{name},1.0"
        self.latency = 0.0
        self.noise = 1.0
        self.fault = Fault.NONE
        self.random = random.Random()
        self._faults_left: int | None = None
        self._errors: deque[str] = deque(maxlen=32)
        self._busy_for = 0.0
        self._commands: dict[str, Handler] = {
            "*IDN?": lambda _: self.identity,
            "*OPC?": lambda _: "1",
            "*CLS": lambda _: self._errors.clear(),
            "*RST": lambda _: self.reset(),
            "SYST:ERR?": lambda _: self._errors.popleft() if self._errors else '0,"No error"',
            "SIM:FAULT": self._set_fault,
            "SIM:FAULT?": lambda _: self.fault.value,
            "SIM:LATENCY": lambda text: setattr(self, "latency", number(text, 0, 60)),
            "SIM:LATENCY?": lambda _: f"{self.latency:g}",
            "SIM:NOISE": lambda text: setattr(self, "noise", number(text, 0, 1e6)),
            "SIM:NOISE?": lambda _: f"{self.noise:g}",
        }

    def command(self, header: str, handler: Handler) -> None:
        """Serve a message; `handler` gets what follows the header, and returns the answer (None: none)."""
        self._commands[header] = handler

    def value(self, header: str, get: Callable[[], float], put: Callable[[float], None] | None = None,
              low: float = -1e300, high: float = 1e300) -> None:  # fmt: skip
        """Serve `HEADER?`, and `HEADER value` for values from `low` to `high`."""
        self.command(header + "?", lambda _: f"{get():.9g}")
        if put is not None:
            self.command(header, lambda text: put(number(text, low, high)))

    def reset(self) -> None:
        """`*RST`."""

    def take_time(self, seconds: float) -> None:
        """Called by a handler: its answer comes this much later."""
        self._busy_for += seconds

    def gauss(self, sigma: float) -> float:
        """Noise of a reading."""
        return self.random.gauss(0.0, sigma * self.noise) if sigma * self.noise > 0 else 0.0

    def respond(self, line: str) -> Reply:
        """What the instrument does with one message."""
        header, _, argument = line.strip().partition(" ")
        header = header.upper()
        if not header:
            return Reply()
        if not header.startswith("SIM:"):
            broken = self._misbehave()
            if broken is not None:
                return broken
        handler = self._commands.get(header)
        if handler is None:
            self._errors.append(f'-113,"Undefined header; {header}"')
            return Reply()
        self._busy_for = 0.0
        try:
            text = handler(argument.strip())
        except ScpiError as error:
            self._errors.append(f'{error.code},"{error}; {line.strip()}"')
            return Reply()
        return Reply(text, self._busy_for + self.latency)

    def _misbehave(self) -> Reply | None:
        if self.fault is Fault.NONE:
            return None
        fault = self.fault
        if self._faults_left is not None:
            self._faults_left -= 1
            if self._faults_left <= 0:
                self.fault = Fault.NONE
        if fault is Fault.TIMEOUT:
            return Reply()
        if fault is Fault.DROP:
            return Reply(hang_up=True)
        return Reply("".join(self.random.choices("#@!%&?~^xyz", k=12)))

    def _set_fault(self, text: str) -> None:
        name, _, count = text.upper().partition(" ")
        try:
            self.fault = Fault(name)
        except ValueError:
            raise ScpiError(-224, "Illegal parameter value") from None
        self._faults_left = int(number(count, 1, 1e9)) if count.strip() else None


def number(text: str, low: float, high: float) -> float:
    """A numeric argument within limits. Raises ScpiError."""
    try:
        value = float(text)
    except ValueError:
        raise ScpiError(-104, "Data type error") from None
    if not low <= value <= high:
        raise ScpiError(-222, "Data out of range")
    return value

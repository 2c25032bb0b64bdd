"""Instruments that take lines of text over VISA and are described entirely by the bench file."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import numpy as np
from typing_extensions import override

from engine.bench.answer_value import picker, position_meaning
from engine.bench.answers import Numbers
from engine.bench.dialogue import Dialogue
from engine.bench.driver import Driver, DriverContext, DriverKind, do_all
from engine.bench.exchange_log import ExchangeLog
from engine.bench.expected_answer import ExpectedAnswer
from engine.bench.move_completion import NOT_MOVING, MoveCompletion
from engine.bench.scpi_config import ScpiConfig
from engine.bench.scpi_errors import ScpiErrors
from engine.bench.scpi_messages import ScpiMessages
from engine.bench.scpi_readings import ScpiReadings
from engine.errors import InstrumentError
from engine.model.sending import filled, filled_nearest, raw


class ScpiDriver(Driver):
    """A scpi instrument on its session."""

    def __init__(self, config: ScpiConfig, around: DriverContext) -> None:
        self._config = config
        self._name = config.name
        self._messages = messages = ScpiMessages(config)
        self._link = around.links.get(config.resource, config.visa_library, config.options)
        seconds = float(config.options.get("timeout", 2000)) / 1000
        self._dialogue = Dialogue(
            config.name,
            self._link,
            seconds,
            messages.identify,
            config.identity,
            messages.on_connect,
            config.select or "",
            config.pause,
            config.attempts,
        )
        self._link.clears = self._link.clears or config.clear
        self.group = self._link
        self._positions = {
            name: position_meaning(axis, Numbers(config.overload, config.no_value, axis.form(axis.unit)))
            for name, axis in config.axes.items()
        }
        self._position_picks = {
            name: picker(axis.pick, axis.separator, axis.decimal) for name, axis in config.axes.items()
        }
        self._arrivals = {
            name: MoveCompletion(axis, partial(self._finished, name), partial(self._position, name))
            for name, axis in config.axes.items()
        }
        self._written: dict[str, str] = {}
        self._readings = ScpiReadings(config, self._dialogue, seconds)
        self._errors = ScpiErrors(config, self._dialogue)
        self._setting_picks = {name: picker(s.pick) for name, s in config.settings.items()}

    @property
    @override
    def resource(self) -> str:
        return self._config.resource

    @property
    @override
    def exchanges(self) -> ExchangeLog:
        return self._link.exchanges

    @override
    def say(self, message: str, asks: bool) -> str:
        expect = ExpectedAnswer(message, self._config.answer_format, asks=asks)
        if asks:
            return self._dialogue.ask(message, expect, str)
        self._dialogue.tell(message, expect)
        return ""

    @override
    def open(self) -> str:
        return self._dialogue.open()

    @override
    def close(self) -> None:
        self._dialogue.close()

    @override
    def set_axis(self, axis: str, value: float) -> None:
        config = self._config.axes[axis]
        # The answer to a command such as "MOVE 3;*OPC?" comes when the axis has stopped: it may take as long as a
        # move.
        seconds = config.timeout if "?" in config.set else None
        self._arrivals[axis].begin()
        self._errors.last = command = self._setpoint(axis, value)
        self._dialogue.tell(command, self._messages.axis_set[axis], seconds)

    @override
    def set_safe(self, axis: str, value: float) -> None:
        self._arrivals[axis].begin()
        self._dialogue.send_urgently(self._setpoint(axis, value), self._messages.axis_set[axis])

    def _setpoint(self, axis: str, value: float) -> str:
        try:
            return filled(self._config.axes[axis].set, self._raw(axis, value))
        except ValueError:
            raise InstrumentError(self._name, f"{axis} cannot be set to {value!r}") from None

    def _raw(self, axis: str, value: float) -> float:
        config = self._config.axes[axis]
        return raw(value, config.scale, config.offset)

    @override
    def get_axis(self, axis: str) -> float | None:
        return self._position(axis) if axis in self._messages.axis_get else None

    def _position(self, axis: str) -> float:
        return self._dialogue.ask(*self._messages.axis_get[axis], partial(self._located, axis))

    def _located(self, axis: str, answer: str) -> float:
        """The position that an answer means. Raises ValueError."""
        take = self._position_picks[axis]
        self._written[axis] = text = answer if take is None else take(answer)
        return self._positions[axis](text)

    @override
    def act(self, name: str) -> None:
        for message in self._messages.action_send[name]:
            # the answer to "CAL;*OPC?" comes when it has ended
            seconds = self._config.actions[name].timeout if "?" in message.text else None
            self._dialogue.tell(message.text, message.expect, seconds)

    @override
    def acted(self, name: str) -> bool:
        query = self._messages.action_done.get(name)
        says = (self._config.actions[name].done_when or NOT_MOVING).says
        return query is None or self._dialogue.ask(*query, says)

    @override
    def written(self, axis: str) -> str:
        return self._written.get(axis, "")

    @override
    def follows(self, axis: str) -> bool:
        return self._arrivals[axis].follows

    @override
    def arrived(self, axis: str, value: float | None) -> bool:
        return self._arrivals[axis].over(value)

    def _finished(self, axis: str, says: Callable[[str], bool]) -> bool:
        return self._dialogue.ask(*self._messages.axis_done[axis], says)

    @override
    def unfinished(self, axis: str) -> str:
        return self._arrivals[axis].unfinished()

    @override
    def urgently(self) -> AbstractContextManager[None]:
        return self._link.turns.reserved()

    @override
    def received(self, within: float) -> bool:
        return self._link.received(within)

    @override
    def interrupt(self) -> None:
        self._dialogue.interrupt()

    @override
    def tidy(self, patience: float) -> None:
        self._dialogue.tidy(patience)
        self._readings.forget()

    @override
    def confirm(self, patience: float) -> None:
        self._dialogue.confirm(patience)

    @override
    def halt(self, moving: Collection[str]) -> None:
        messages, dialogue = self._messages, self._dialogue
        commands = [messages.stop] if messages.stop is not None else []
        commands += messages.axis_stop.values()
        steps: list[Callable[[], None]] = [partial(dialogue.send_urgently, *command) for command in commands]
        if messages.stop is None:
            steps += [partial(self._stay, axis) for axis in moving if self._must_be_held(axis)]
        with self._link.turns.reserved():
            dialogue.stop()
            do_all([*steps, dialogue.interrupt])

    def _must_be_held(self, axis: str) -> bool:
        """No command stops it: its present position becomes its setpoint."""
        messages = self._messages
        return axis not in messages.axis_stop and axis in messages.axis_get and self.follows(axis)

    def _stay(self, axis: str) -> None:
        here = self._dialogue.ask_urgently(*self._messages.axis_get[axis], partial(self._located, axis))
        if not math.isfinite(here):
            raise InstrumentError(
                self._name, f"{axis} cannot be stopped where it is, because it reads {here}"
            )
        low, high = self._config.axes[axis].limits or (here, here)
        command = filled_nearest(self._config.axes[axis].set, self._raw(axis, min(max(here, low), high)))
        self._dialogue.send_urgently(command, self._messages.axis_set[axis])

    @override
    def secure(self) -> None:
        do_all([partial(self._dialogue.send_urgently, *command) for command in self._messages.on_safe])

    @override
    def read(self, name: str) -> float | np.ndarray:
        return self._readings.read(name)

    @override
    def read_all(self, names: Iterable[str]) -> dict[str, float | np.ndarray]:
        return self._readings.read_all(names)

    @override
    def together(self, names: Iterable[str]) -> list[list[str]]:
        return self._readings.together(names)

    @override
    def complaints(self) -> list[str]:
        return self._errors.read()

    @override
    def set_setting(self, name: str, value: float | str) -> None:
        template = self._config.settings[name].set
        if template is None:
            raise InstrumentError(self._name, f"setting {name!r} can only be read")
        try:
            message = filled(template, value)
        except ValueError:
            raise InstrumentError(self._name, f"setting {name!r} cannot take {value!r}") from None
        self._errors.last = message
        self._dialogue.tell(message, self._messages.setting_set[name])

    @override
    def get_setting(self, name: str) -> float | str | None:
        query = self._messages.setting_get.get(name)
        if query is None:
            return None
        return self._dialogue.ask(*query, self._setting_picks[name] or str)


def _build(config: Any, around: DriverContext) -> Driver:
    return ScpiDriver(config, around)


KIND = DriverKind(ScpiConfig, _build)

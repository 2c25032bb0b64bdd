"""Tables of scpi instruments in a bench file: their commands and queries."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Self

import numpy as np
from pydantic import AfterValidator, Field, field_validator, model_validator
from typing_extensions import override

from engine.bench.answer_config import NumberKeys, Pick, ReadingKeys
from engine.bench.config import (
    ActionConfig,
    Name,
    Part,
    ReadConfig,
    SettingConfig,
    Unmeasured,
    VisaInstrumentConfig,
)
from engine.bench.done import DoneWhen, FollowedAxis
from engine.bench.expected_answer import AnswerFormat
from engine.model.sending import fields_of, filled, takes_numbers


def _command(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _template(text: str) -> str:
    fields = fields_of(_command(text))
    if not takes_numbers(fields) and not _takes_text(fields):
        raise ValueError(f"{text!r} has a format that fits neither numbers nor text")
    return text


def _number_template(text: str) -> str:
    if not takes_numbers(fields_of(_command(text))):
        raise ValueError(f"{text!r} has a format that does not fit numbers")
    return text


def _takes_text(fields: str) -> bool:
    try:
        filled(fields, "text")
    except ValueError:
        return False
    return True


def _format(template: str) -> str:
    fields = fields_of(template)
    return "" if fields == "{value}" else fields  # that one writes everything


_NO_ERROR = r"[+-]?0+\b.*"
"""How SCPI and many others begin: `0,"No error"`, `+0,...`, `000`."""


class OnError(StrEnum):
    """What happens when an instrument reports an error."""

    WARN = "warn"
    FAIL = "fail"


Command = Annotated[str, AfterValidator(_command)]
Lines = Annotated[int | None, Field(ge=1, le=1000)]
Template = Annotated[str, AfterValidator(_template)]
NumberTemplate = Annotated[str, AfterValidator(_number_template)]


class ScpiAxis(FollowedAxis, NumberKeys):
    """An axis and its commands."""

    set: NumberTemplate = Field(description="command that sends the setpoint `{value}`")
    get: Command | None = Field(None, description="query of the position")
    done: Command | None = Field(
        None, description="query that tells whether the axis has finished its move; 0 says so"
    )
    stop: Command | None = Field(None, description="command that stops the axis")
    ack: str | None = Field(None, description="answer to `set`")
    answer_lines: Lines = Field(None, description="lines of each answer; the first one counts")


class Linear(Part):
    """Values at equal distances."""

    start: float = Field(description="first value")
    stop: float = Field(description="last value")


class ScpiRead(ReadConfig, Unmeasured, ReadingKeys):
    """A reading and its query."""

    query: Command | None = Field(
        None, description="query of the reading; readings with the same query share its answer"
    )
    once: bool = Field(False, description="whether it is asked only once in each scan")
    values: tuple[float, ...] | Linear | None = Field(
        None, description="what it always is, instead of a query: a list, or { start = 0, stop = 10 }"
    )
    answer_lines: Lines = Field(None, description="lines of the answer; the first one counts")
    timeout: float | None = Field(
        None, gt=0, description="ms to wait for the answer, and for `ready`; by default as for the instrument"
    )
    start: Command | None = Field(None, description="command that starts the measurement")
    ready: Command | None = Field(
        None, description="query that is repeated before `query` until its answer is `ready_when`"
    )
    ready_when: DoneWhen = Field(DoneWhen.of(1), description="answer to `ready` that says that values wait")

    @property
    def fixed(self) -> np.ndarray | None:
        """The values that it always has; None where it is asked, or their number is wrong."""
        if isinstance(self.values, Linear):
            return np.linspace(self.values.start, self.values.stop, self.shape[0] if self.shape else 1)
        if self.values is None or (len(self.values),) != self.shape:
            return None
        return np.array(self.values, dtype=np.float64)

    @field_validator("ready_when", mode="plain")
    @classmethod
    def _ready_when(cls, said: Any) -> DoneWhen:
        return DoneWhen.of(said)

    @model_validator(mode="after")
    def _keys_fit_the_shape(self) -> Self:
        if not self.shape and (self.pad or self.every != 1):
            raise ValueError("pad and every are for arrays; give shape")
        if (self.query is None) == (self.values is None):
            raise ValueError("write either query, or values")
        if self.values is not None and (not self.shape or self.fixed is None):
            raise ValueError(f"values must be as many as shape = {list(self.shape)} says")
        if "ready_when" in self.model_fields_set and self.ready is None:
            raise ValueError("ready_when needs ready, the query that it is about")
        if self.block is not None and self.answer_lines is not None:
            raise ValueError("a block has no lines; leave answer_lines out")
        return self


class ScpiSetting(SettingConfig):
    """A setting and its commands; without `set` it can only be read."""

    set: Template | None = Field(None, description="command that sends `{value}`")
    get: Command | None = Field(None, description="query of the present value")
    pick: Pick | None = Field(
        None, description="position of the value in the answer, or regular expression for it"
    )
    ack: str | None = Field(None, description="answer to `set`")
    answer_lines: Lines = Field(None, description="lines of each answer; the first one counts")


class ScpiAction(ActionConfig):
    """An action and its commands."""

    send: tuple[Command, ...] = Field(min_length=1, description="command or commands that start it")
    done: Command | None = Field(None, description="query that tells whether it has ended; 0 says so")
    done_when: DoneWhen | None = Field(None, description="answer to `done` that says that it has ended")

    @field_validator("send", mode="before")
    @classmethod
    def _one_or_several(cls, send: Any) -> Any:
        return [send] if isinstance(send, str) else send

    @field_validator("done_when", mode="plain")
    @classmethod
    def _done_when(cls, said: Any) -> DoneWhen | None:
        return None if said is None else DoneWhen.of(said)


class ScpiConfig(VisaInstrumentConfig):
    """The table of a scpi instrument."""

    identify: Command | None = Field(
        None, description="query that tells what the instrument is, such as *IDN?"
    )
    identity: str | None = Field(None, description="regular expression which that answer must match")
    on_connect: tuple[Command, ...] = Field((), description="commands sent after connecting")
    stop: Command | None = Field(None, description="command that stops everything")
    on_safe: tuple[Command, ...] = Field((), description="commands sent on abort and emergency stop")
    answer_lines: Lines = Field(None, description="lines of each answer; the first one counts")
    status_line: str | None = Field(
        None, description="text of the line that follows each answer after a success"
    )
    pause: float = Field(0.0, ge=0, le=10, description="seconds at least between two messages")
    select: Command | None = Field(
        None, description="command that addresses it, where several instruments share a connection"
    )
    clear: bool = Field(False, description="whether to send a device clear each time before connecting")
    attempts: int = Field(1, ge=1, le=20, description="how often to ask a query until it is answered well")
    errors: Command | None = Field(None, description="query for errors, asked after commands and readings")
    no_error: str = Field(_NO_ERROR, description="regular expression of its answer when there is none")
    on_error: OnError = Field(OnError.WARN, description='what to do about an error: "warn" or "fail"')
    echo: bool = Field(False, description="whether the instrument repeats what it is sent before it answers")
    actions: dict[Name, ScpiAction] = Field(default_factory=dict)
    axes: dict[Name, ScpiAxis] = Field(default_factory=dict)
    reads: dict[Name, ScpiRead] = Field(default_factory=dict)
    settings: dict[Name, ScpiSetting] = Field(default_factory=dict)

    @field_validator("identity", "no_error")
    @classmethod
    def _is_expression(cls, text: str | None) -> str | None:
        try:
            re.compile(text or "")
        except re.error as error:
            raise ValueError(f"it is not a regular expression: {error}") from None
        return text

    @property
    @override
    def complains(self) -> bool:
        return self.errors is not None

    @property
    @override
    def answer_format(self) -> AnswerFormat:
        return AnswerFormat(self.ack, self.answer_lines, self.status_line, self.echo, self.write_delay)

    @override
    def axis_scale(self, axis: str) -> tuple[float, float]:
        return self.axes[axis].scale, self.axes[axis].offset

    @override
    def axis_format(self, axis: str) -> str:
        return _format(self.axes[axis].set)

    @override
    def setting_format(self, setting: str) -> str:
        template = self.settings[setting].set
        return "" if template is None else _format(template)

    @override
    def writable(self, setting: str) -> bool:
        """Whether the setting has a command that changes it."""
        return self.settings[setting].set is not None

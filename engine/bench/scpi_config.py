"""What a bench file says of an instrument that talks in lines of text: its commands and queries."""

from __future__ import annotations

import re
from contextlib import suppress
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from engine.bench.config import Name, ReadConfig, SettingConfig, Unmeasured, VisaInstrumentConfig
from engine.bench.done import FollowedAxis


def _command(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _template(text: str) -> str:
    try:
        fields = [name for _, name, _, _ in Formatter().parse(_command(text)) if name is not None]
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    if fields != ["value"] * len(fields) or not fields:
        raise ValueError(f"{text!r} must have {{value}} where the value goes, and nothing else in braces")
    for example in (1.0, "text"):
        with suppress(ValueError):
            filled(text, example)
            return text
    raise ValueError(f"{text!r} has a format that fits neither numbers nor text")


def filled(template: str, value: float | str) -> str:
    """The command that sends `value`; `{value:d}` takes whole numbers only. Raises ValueError."""
    if isinstance(value, str):
        return template.format(value=value)
    try:
        return template.format(value=float(value))
    except ValueError:
        if float(value) != int(value):
            raise
        return template.format(value=int(value))


Command = Annotated[str, AfterValidator(_command)]
Template = Annotated[str, AfterValidator(_template)]


class ScpiAxis(FollowedAxis):
    """An axis and its commands."""

    set: Template = Field(description="command that sends the setpoint `{value}`")
    get: Command | None = Field(None, description="query of the position")
    done: Command | None = Field(
        None, description="query that tells whether the axis has finished its move; 0 says so"
    )
    stop: Command | None = Field(None, description="command that stops the axis")


class ScpiRead(ReadConfig, Unmeasured):
    """A reading and its query."""

    query: Command = Field(description="query of the reading; an array is answered with commas")


class ScpiSetting(SettingConfig):
    """A setting and its commands; without `set` it is only shown."""

    set: Template | None = Field(None, description="command that sends `{value}`")
    get: Command | None = Field(None, description="query of the present value")


class ScpiConfig(VisaInstrumentConfig):
    """The table of a scpi instrument."""

    identify: Command | None = Field(
        None, description="query that tells what the instrument is, such as *IDN?"
    )
    identity: str | None = Field(None, description="regular expression which that answer must match")
    on_connect: tuple[Command, ...] = Field((), description="commands sent after connecting")
    stop: Command | None = Field(None, description="command that stops everything")
    on_safe: tuple[Command, ...] = Field((), description="commands sent on abort and emergency stop")
    axes: dict[Name, ScpiAxis] = Field(default_factory=dict)
    reads: dict[Name, ScpiRead] = Field(default_factory=dict)
    settings: dict[Name, ScpiSetting] = Field(default_factory=dict)

    @field_validator("identity")
    @classmethod
    def _is_expression(cls, text: str | None) -> str | None:
        try:
            re.compile(text or "")
        except re.error as error:
            raise ValueError(f"it is no regular expression: {error}") from None
        return text

    def writable(self, setting: str) -> bool:
        """Whether the setting has a command that changes it."""
        return self.settings[setting].set is not None

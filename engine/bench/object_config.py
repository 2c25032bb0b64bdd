"""Tables of instruments behind Python classes: names of attributes, properties and methods of the class."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, Self

from pydantic import Field, model_validator
from typing_extensions import override

from engine.bench.config import (
    ActionConfig,
    Name,
    ReadConfig,
    SettingConfig,
    Unmeasured,
    VisaInstrumentConfig,
)
from engine.bench.done import FollowedAxis


class Use(Enum):
    """What a name is used for."""

    MOVE = auto()
    SET = auto()
    READ = auto()
    RUN = auto()
    CONNECT = auto()


class ObjectAxis(FollowedAxis):
    """An axis and the attributes of the class behind it."""

    set: str = Field(description="property that is set, or method that is called with the setpoint")
    get: str | None = Field(
        None, description="property that is read, or method that is called, for the position"
    )
    done: str | None = Field(
        None,
        description="property that is read, or method that is called, until it says that the move has ended",
    )
    stop: str | None = Field(None, description="method that stops the axis")
    ack: str | None = Field(None, description="answer to `set` that the class does not read")

    @model_validator(mode="after")
    def _says_what_done_means(self) -> Self:
        if self.done is not None and self.done_when is None:
            raise ValueError("done needs done_when: classes have both is_moving and motion_done")
        return self


class ObjectRead(ReadConfig, Unmeasured):
    """A reading and the attribute of the class behind it."""

    query: str = Field(description="property that is read, or method that is called")


class ObjectSetting(SettingConfig):
    """A setting and the attributes of the class behind it."""

    set: str | None = Field(None, description="property that is set, or method that is called with the value")
    get: str | None = Field(None, description="property that is read, or method that is called")
    ack: str | None = Field(None, description="answer to `set` that the class does not read")


class ObjectAction(ActionConfig):
    """An action and the method of the class behind it."""

    call: str = Field(description="method that is called; it has ended when the method returns")


class ObjectConfig(VisaInstrumentConfig):
    """The table of an instrument behind a Python class."""

    on_connect: tuple[str, ...] = Field((), description="methods called after connecting")
    stop: str | None = Field(None, description="method that stops everything")
    on_safe: tuple[str, ...] = Field((), description="methods called on abort and emergency stop")
    actions: dict[Name, ObjectAction] = Field(default_factory=dict)
    axes: dict[Name, ObjectAxis] = Field(default_factory=dict)
    reads: dict[Name, ObjectRead] = Field(default_factory=dict)
    settings: dict[Name, ObjectSetting] = Field(default_factory=dict)

    @override
    def writable(self, setting: str) -> bool:
        return self.settings[setting].set is not None

    def names(self) -> Iterator[tuple[str, str, str, Use]]:
        """Every name of the class in the table: its path, its key, the name, and its use."""
        yield from (("", "on_connect", path, Use.CONNECT) for path in self.on_connect)
        yield from (("", "on_safe", path, Use.RUN) for path in self.on_safe)
        if self.stop is not None:
            yield "", "stop", self.stop, Use.RUN
        for name, action in self.actions.items():
            yield f"[actions.{name}]", "call", action.call, Use.RUN
        for name, axis in self.axes.items():
            for key, path, use in (
                ("set", axis.set, Use.MOVE),
                ("get", axis.get, Use.READ),
                ("done", axis.done, Use.READ),
                ("stop", axis.stop, Use.RUN),
            ):
                if path is not None:
                    yield f"[axes.{name}]", key, path, use
        for name, read in self.reads.items():
            yield f"[reads.{name}]", "query", read.query, Use.READ
        for name, setting in self.settings.items():
            for key, path, use in (("set", setting.set, Use.SET), ("get", setting.get, Use.READ)):
                if path is not None:
                    yield f"[settings.{name}]", key, path, use


def named_after_their_tables(data: Any) -> Any:
    """A table in which axes, readings and settings that name no attribute have the attribute of their own name."""
    if not isinstance(data, dict):
        return data
    made = dict(data)
    for table, keys in (("axes", ("set", "get")), ("settings", ("set", "get")), ("reads", ("query",))):
        parts = data.get(table)
        if isinstance(parts, dict):
            made[table] = {
                name: dict.fromkeys(keys, name) | part
                if isinstance(part, dict) and not any(key in part for key in keys)
                else part
                for name, part in parts.items()
            }
    return made

"""What PyBirch makes of a laboratory's driver class: the model of its table in a bench file, and the driver."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from difflib import get_close_matches
from inspect import isabstract, signature
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from pydantic import Field, model_validator
from typing_extensions import override

from engine.bench.driver import DriverContext, DriverKind
from engine.bench.object_config import ObjectConfig
from engine.bench.object_driver import ObjectDriver
from engine.bench.opening import open_session
from engine.bench.own_driver import Axis, Driver, Reading, Setting
from engine.bench.visa_errors import visa_reason
from engine.extensions import NotUsable, line_in
from engine.plugins import Source, named

_TABLES: dict[str, tuple[type, dict[str, tuple[str, int]]]] = {
    "axes": (Axis, {"set": ("set_{}", 1), "get": ("get_{}", 0), "done": ("moving_{}", 0)}),
    "reads": (Reading, {"query": ("read_{}", 0)}),
    "settings": (Setting, {"set": ("set_{}", 1), "get": ("get_{}", 0)}),
}
"""The class of each part, and the method behind each key of its table with the number of values it takes."""
_GIVEN = ("set", "get", "done", "done_when", "query", "stop")


class OwnConfig(ObjectConfig):
    """The table of an instrument with a driver of the laboratory; it may change what the class says."""

    driver_class: ClassVar[type[Driver]]

    resource: str = ""
    arguments: dict[str, Any] = Field(default_factory=dict, description="what the class is made with")

    @model_validator(mode="before")
    @classmethod
    def _from_the_class(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        kind = cls.driver_class
        methods = {"stop": "stop"} if kind.stop is not Driver.stop else {}
        safe = {"on_safe": ("make_safe",)} if kind.make_safe is not Driver.make_safe else {}
        return {**data, **methods, **safe, **{table: _merged(kind, table, data) for table in _TABLES}}


def _merged(kind: type[Driver], table: str, data: Mapping[str, Any]) -> Any:
    """What the class says of each part, with the changes of the bench file. Raises ValueError."""
    parts: Mapping[str, Any] = getattr(kind, table)
    given = data.get(table, {})
    if not isinstance(given, dict) or not all(isinstance(each, dict) for each in given.values()):
        return given  # pydantic says what it must be
    for name, changes in given.items():
        if name not in parts:
            near = get_close_matches(name, parts, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(parts) or 'none'}"
            raise ValueError(f"{table}.{name}: the driver has no {name!r} among its {table}; {hint}")
        for key in _GIVEN:
            if key in changes:
                raise ValueError(f"{table}.{name}: the driver itself says {key!r}; leave it out")
    return {name: _part(kind, table, name, part) | given.get(name, {}) for name, part in parts.items()}


def _part(kind: type[Driver], table: str, name: str, part: Any) -> dict[str, Any]:
    said = {field.name: getattr(part, field.name) for field in fields(part)}
    said = {key: value for key, value in said.items() if value is not None}
    methods = {
        key: pattern.format(name)
        for key, (pattern, _) in _TABLES[table][1].items()
        if hasattr(kind, pattern.format(name))
    }
    return {**said, **methods, **({"done_when": "False"} if "done" in methods else {})}


def own_kind(module: ModuleType, source: Source) -> DriverKind | None:
    """The kind of driver that a file or an entry point defines; None for a file without any class of a driver.

    Raises NotUsable with what is wrong with the class.
    """
    given = named(module, source, "DRIVER")
    found = [given] if given is not None else _defined_in(module)
    if not found:
        return None
    if len(found) > 1:
        names = ", ".join(each.__name__ for each in found if isinstance(each, type))
        raise NotUsable(f"it defines several drivers ({names}); write DRIVER = with the one to use")
    kind = found[0]
    if not isinstance(kind, type) or not issubclass(kind, Driver):
        raise NotUsable("DRIVER is not a class that derives from Driver")
    wrong = problem_of(kind)
    if wrong:
        raise NotUsable(wrong)
    config = type(f"{kind.__name__}Config", (OwnConfig,), {"driver_class": kind, "__module__": __name__})
    return DriverKind(config, lambda table, around: OwnClassDriver(table, around))


def _defined_in(module: ModuleType) -> list[object]:
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Driver) and each.__module__ == module.__name__
    ]


def problem_of(kind: type[Driver]) -> str:
    """Say what is wrong with a driver class; empty when it can be used."""
    if isabstract(kind):
        return f"{kind.__name__} has abstract methods"
    for table, (part_class, methods) in _TABLES.items():
        parts = getattr(kind, table)
        if not isinstance(parts, Mapping):
            return f"{table} of {kind.__name__} must be a dictionary of names and {part_class.__name__}(…)"
        for name, part in parts.items():
            if not isinstance(part, part_class):
                return f"{table}[{name!r}] of {kind.__name__} must be {part_class.__name__}(…)"
            wrong = _wrong_methods(kind, table, name, methods)
            if wrong:
                return wrong
    return ""


def _wrong_methods(kind: type[Driver], table: str, name: str, methods: dict[str, tuple[str, int]]) -> str:
    names = {key: pattern.format(name) for key, (pattern, _) in methods.items()}
    needed = ("query",) if table == "reads" else ("set",) if table == "axes" else ("set", "get")
    if not any(hasattr(kind, names[key]) for key in needed):
        wanted = " or ".join(names[key] for key in needed)
        return f"{kind.__name__} has {name!r} among its {table} and no method {wanted}"
    for key, (_, count) in methods.items():
        method = getattr(kind, names[key], None)
        if method is None:
            continue
        try:
            signature(method).bind(*[None] * (count + 1))
        except TypeError:
            takes = "the value" if count else "nothing"
            return f"{names[key]} of {kind.__name__} must take {takes} besides self"
    return ""


class _OwnConnection:
    """A driver class keeps its PyVISA session as `visa`, where it has one."""

    def __init__(self, file: Callable[[], str]) -> None:
        self._file = file

    def session(self, instrument: Any) -> Any:
        return getattr(instrument, "visa", None)

    def manager(self, instrument: Any) -> Any:
        return instrument.visa.visalib.resource_manager

    def speaks_488(self, instrument: Any) -> bool:
        return False

    def close(self, instrument: Any) -> None:
        with suppress(Exception):
            instrument.disconnect()
        if hasattr(instrument, "visa"):
            instrument.visa.close()

    def reason(self, error: BaseException) -> str:
        file, line = line_in(Path(self._file()).parent, error)
        return f"{visa_reason(error)} ({file}, line {line})" if file else visa_reason(error)


class OwnClassDriver(ObjectDriver):
    """An instance of a laboratory's driver class."""

    def __init__(self, config: OwnConfig, around: DriverContext) -> None:
        self._kind = config.driver_class
        self._identity = ""
        self._folder = around.folder
        self._arguments = config.arguments
        super().__init__(config, _OwnConnection(lambda: _file_of(self._kind)))

    @override
    def _make(self) -> Any:
        made = self._kind(**self._arguments)
        config = self._config
        if config.resource:
            made.visa, _ = open_session(
                config.resource,
                config.visa_library,
                self._folder,
                config.options,
                clear=False,
                speaks_488=False,
            )
            made.visa.timeout = config.options.get("timeout", 2000)
        try:
            self._identity = str(made.connect())
        except BaseException:
            self._connection.close(made)
            raise
        return made

    @override
    def _check_names(self) -> None:
        """The class was checked when it was loaded."""

    @override
    def _identify(self) -> str:
        return self._identity


def _file_of(kind: type) -> str:
    return str(getattr(sys.modules.get(kind.__module__), "__file__", "") or "")

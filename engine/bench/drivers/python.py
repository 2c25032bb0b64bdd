"""Instruments with a Python class of their own: `driver = "python:package.module:Class"`."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field
from pyvisa.resources import MessageBasedResource
from typing_extensions import override

from engine.bench.driver import Driver, DriverContext, DriverKind
from engine.bench.named_class import AnyClassConfig
from engine.bench.object_config import Use
from engine.bench.object_driver import ClassUnusable, ObjectDriver, make_importable
from engine.bench.pymeasure_check import problem_of
from engine.bench.pymeasure_class import OfInstance
from engine.bench.visa_errors import visa_reason
from engine.reasons import reason_and_place

_ENDINGS = ("close", "disconnect")
"""Methods that release a connection, the first of which a class has is called."""


class PythonConfig(AnyClassConfig):
    """The table of an instrument with a Python class."""

    between: ClassVar[str] = ":"
    example: ClassVar[str] = "python:package.module:Class"

    identify: str | None = Field(None, description="property or method that says what the instrument is")

    @property
    @override
    def shared(self) -> bool:
        return True


class _AnyClass:
    """The connection of a class about which nothing is known."""

    def session(self, instrument: Any) -> Any:
        """Its PyVISA session, where an attribute is one."""
        own = getattr(instrument, "__dict__", {}).values()
        return next((each for each in own if isinstance(each, MessageBasedResource)), None)

    def manager(self, instrument: Any) -> Any:
        return self.session(instrument).visalib.resource_manager

    def speaks_488(self, instrument: Any) -> bool:
        return False

    def close(self, instrument: Any) -> None:
        for name in _ENDINGS:
            end = getattr(instrument, name, None)
            if callable(end):
                end()
                return
        with suppress(AttributeError):
            self.session(instrument).close()

    def reason(self, error: BaseException) -> str:
        return visa_reason(error) if isinstance(error, OSError) else reason_and_place(error)


class PythonDriver(ObjectDriver):
    """An instance of any Python class."""

    def __init__(self, config: PythonConfig, folder: Path) -> None:
        super().__init__(config, _AnyClass())
        self._class_path = config.class_path
        self._arguments = config.arguments
        self._identity = config.identify
        self._folder = folder

    @override
    def _make(self) -> Any:
        address = (self._config.resource,) if self._config.resource else ()
        return self._class()(*address, **self._arguments)

    def _class(self) -> type[Any]:
        make_importable(self._folder)
        module, _, name = self._class_path.partition(":")
        try:
            found = getattr(import_module(module), name, None)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise ClassUnusable(f"{module} cannot be loaded: {reason_and_place(error)}") from error
            where = f"neither installed nor in {self._folder}"
            raise ClassUnusable(f"there is no module {error.name!r}, {where}") from None
        except (Exception, SystemExit) as error:
            raise ClassUnusable(f"{module} cannot be loaded: {reason_and_place(error)}") from error
        if not isinstance(found, type):
            raise ClassUnusable(f"the module {module} has no class {name!r}")
        return found

    @override
    def _check_names(self) -> None:
        instrument = self._calls.instrument
        members = OfInstance(type(instrument).__name__, instrument)
        for table, key, path, use in self._config.names():
            # a plain attribute may be all that the class has
            self._refuse(table, key, path, problem_of(members, path, Use.SET if use is Use.MOVE else use))

    @override
    def _identify(self) -> str:
        return str(self._do(self._identity)) if self._identity else type(self._calls.instrument).__name__


def _build(config: Any, around: DriverContext) -> Driver:
    return PythonDriver(config, around.folder)


KIND = DriverKind(PythonConfig, _build)

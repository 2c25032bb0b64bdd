"""Instruments of the PyMeasure library, an optional extra: `driver = "pymeasure:keithley.Keithley2400"`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typing_extensions import override

from engine.bench.driver import Driver, DriverContext, DriverKind
from engine.bench.object_driver import ClassUnusable, ObjectDriver, both_allow
from engine.bench.opening import pyvisa_keywords
from engine.bench.py_library import PyLibrary
from engine.bench.pymeasure_class import ClassMissing, ClassUnavailable, find_class
from engine.bench.pymeasure_config import PyMeasureConfig
from engine.bench.pymeasure_documents import Documented, documented
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentError


class _Adapter:
    """PyMeasure keeps the connection in the adapter of an instrument."""

    def session(self, instrument: Any) -> Any:
        return getattr(getattr(instrument, "adapter", None), "connection", None)

    def manager(self, instrument: Any) -> Any:
        return getattr(instrument.adapter, "manager", None)

    def speaks_488(self, instrument: Any) -> bool:
        return bool(getattr(instrument, "SCPI", False))

    def close(self, instrument: Any) -> None:
        adapter = getattr(instrument, "adapter", None)
        if adapter is not None:
            adapter.close()

    def reason(self, error: BaseException) -> str:
        return visa_reason(error)


class PyMeasureDriver(ObjectDriver):
    """An instance of a PyMeasure class."""

    def __init__(self, config: PyMeasureConfig, folder: Path) -> None:
        super().__init__(config, _Adapter())
        self._table = config
        self._class_path = config.class_path
        self._folder = folder

    @override
    def _make(self) -> Any:
        config = self._config
        try:
            kind = find_class(self._class_path)
        except ClassMissing as error:
            raise ClassUnusable(str(error)) from None
        except ClassUnavailable as error:
            why = f"PyMeasure cannot be used ({visa_reason(error)}); install it with: pip install pymeasure"
            raise ClassUnusable(why) from error
        options = pyvisa_keywords(config.resource, config.options)
        if config.visa_library == "@py":  # with sessions that can be interrupted and tell what is unread
            return kind(config.resource, visa_library=PyLibrary("py"), **options)
        return kind(
            config.resource, visa_library=visa_library_at(config.visa_library, self._folder), **options
        )

    @override
    def told(self) -> PyMeasureConfig:
        table, instrument = self._table, self._calls.instrument

        def filled(part: Any, path: str | None) -> Any:
            known = documented(instrument, path) if path else Documented()
            more: dict[str, Any] = {"unit": part.unit or known.unit, "title": part.title or known.title}
            if hasattr(part, "limits"):
                more["limits"] = both_allow(part.limits, known.limits)
            return part.model_copy(update=more)

        self._config = told = table.model_copy(
            update={
                "axes": {name: filled(axis, axis.set) for name, axis in table.axes.items()},
                "reads": {name: filled(read, read.query) for name, read in table.reads.items()},
                "settings": {
                    name: filled(each, each.set or each.get) for name, each in table.settings.items()
                },
            }
        )
        return told

    @override
    def _identify(self) -> str:
        try:
            return str(self._calls.call("id", lambda instrument: instrument.id))
        except InstrumentError:
            return f"PyMeasure {type(self._calls.instrument).__name__}"  # not every instrument can identify itself


def _build(config: Any, around: DriverContext) -> Driver:
    return PyMeasureDriver(config, around.folder)


KIND = DriverKind(PyMeasureConfig, _build)

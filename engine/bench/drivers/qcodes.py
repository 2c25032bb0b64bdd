"""Instruments of the QCoDeS library, an optional extra: `driver = "qcodes:Keithley.Keithley2450"`."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from typing_extensions import override

from engine.bench.driver import Driver, DriverContext, DriverKind
from engine.bench.named_class import AnyClassConfig
from engine.bench.object_config import Use
from engine.bench.object_driver import ClassUnusable, ObjectDriver, both_allow, make_importable
from engine.bench.py_library import PyLibrary
from engine.bench.qcodes_parameters import (
    Wrong,
    choices_of,
    limits_of,
    native,
    parameter_at,
    shape_of,
    title_of,
)
from engine.bench.visa_errors import visa_library_at, visa_reason
from engine.errors import InstrumentError
from engine.reasons import reason_and_place

_PACKAGE = "qcodes.instrument_drivers"


class QCodesConfig(AnyClassConfig):
    """The table of a QCoDeS instrument; its class is within `qcodes.instrument_drivers` or from any other package."""

    example: ClassVar[str] = "qcodes:Keithley.Keithley2450"


class _VisaHandle:
    """QCoDeS keeps the PyVISA session of an instrument as `visa_handle`."""

    def session(self, instrument: Any) -> Any:
        return getattr(instrument, "visa_handle", None)

    def manager(self, instrument: Any) -> Any:
        return instrument.visa_handle.visalib.resource_manager

    def speaks_488(self, instrument: Any) -> bool:
        return False

    def close(self, instrument: Any) -> None:
        instrument.close()

    def reason(self, error: BaseException) -> str:
        return visa_reason(error)


class QCodesDriver(ObjectDriver):
    """An instance of a QCoDeS class; its parameters are axes, readings and settings."""

    def __init__(self, config: QCodesConfig, folder: Path) -> None:
        super().__init__(config, _VisaHandle())
        self._table = config
        self._folder = folder

    @override
    def _make(self) -> Any:
        make_importable(self._folder)
        config, kind = self._table, _class_of(self._table.class_path)
        given: dict[str, Any] = dict(config.arguments)
        if config.resource:
            given["address"] = config.resource
            if _takes(kind, "visalib"):
                given |= self._library()
                seconds = config.options.get("timeout")
                given |= {} if seconds is None else {"timeout": float(seconds) / 1000}
                ending = config.options.get("termination", config.options.get("read_termination"))
                given |= {} if ending is None else {"terminator": ending}
        name = config.name.replace("-", "_")
        _close_leftover(name)
        return kind(name, **given)

    def _library(self) -> dict[str, Any]:
        library = self._config.visa_library
        if library == "@py":  # with sessions that can be interrupted and tell what is unread
            return {"visalib": PyLibrary("py")}
        file, _, backend = library.rpartition("@")
        if backend == "sim" and ":" in file and not Path(file).is_absolute():
            return {"pyvisa_sim_file": file}  # some classes ask whether they are simulated
        return {"visalib": visa_library_at(library, self._folder)}

    @override
    def _check_names(self) -> None:
        """Every name must be a parameter that can do what it is for; arrays need their shape in the bench file."""
        instrument = self._calls.instrument
        for table, key, path, use in self._table.names():
            try:
                _check_use(parameter_at(instrument, path), path, use)
            except Wrong as error:
                self._refuse(table, key, path, str(error))
        for name, read in self._table.reads.items():
            shape = _shape(parameter_at(instrument, read.query))
            if shape and shape != tuple(read.shape):
                self._refuse(
                    f"[reads.{name}]", "shape", str(list(read.shape)), f"write shape = {list(shape)}"
                )

    @override
    def told(self) -> QCodesConfig:
        table, instrument = self._table, self._calls.instrument
        axes, reads, settings = {}, {}, {}
        for name, axis in table.axes.items():
            parameter = parameter_at(instrument, axis.set)
            limits = both_allow(axis.limits, limits_of(parameter))
            axes[name] = axis.model_copy(update={**_described(axis, name, parameter), "limits": limits})
        for name, read in table.reads.items():
            reads[name] = read.model_copy(update=_described(read, name, parameter_at(instrument, read.query)))
        for name, setting in table.settings.items():
            parameter = parameter_at(instrument, setting.set or setting.get or name)
            choices = setting.choices or (tuple(choices_of(parameter) or ()) or None)
            limits = None if choices else both_allow(setting.limits, limits_of(parameter))
            more = {"choices": choices, "limits": limits}
            settings[name] = setting.model_copy(update=_described(setting, name, parameter) | more)
        self._config = told = table.model_copy(update={"axes": axes, "reads": reads, "settings": settings})
        return told

    @override
    def _identify(self) -> str:
        def ask(instrument: Any) -> str:
            known = instrument.get_idn() if hasattr(instrument, "get_idn") else {}
            return ", ".join(str(value) for value in known.values() if value)

        try:
            return self._calls.call("get_idn", ask) or f"QCoDeS {type(self._calls.instrument).__name__}"
        except InstrumentError:
            return (
                f"QCoDeS {type(self._calls.instrument).__name__}"  # not every instrument can identify itself
            )

    @override
    def _put(self, path: str, value: float | str, own_ack: str | None, urgent: bool = False) -> None:
        def work(instrument: Any) -> None:
            parameter = parameter_at(instrument, path)
            parameter(native(parameter, value))

        ack = self._config.ack if own_ack is None else own_ack
        if urgent:
            self._calls.send_urgently(path, work, ack)
        else:
            self._calls.call(path, work, sets=True, ack=ack, value=value)

    @override
    def get_setting(self, name: str) -> float | str | None:
        value = super().get_setting(name)
        return str(value) if isinstance(value, bool | np.bool_) else value


def _class_of(path: str) -> type[Any]:
    """The class at a path. Raises ClassUnusable with what to do."""
    module, _, name = path.rpartition(".")
    try:
        import_module("qcodes")
    except Exception as error:
        why = f"QCoDeS cannot be used ({visa_reason(error)}); install it with: pip install qcodes"
        raise ClassUnusable(why) from error
    for place in (f"{_PACKAGE}.{module}", module):
        try:
            found = getattr(import_module(place), name, None)
        except ModuleNotFoundError as error:
            if error.name is not None and f"{place}.".startswith(f"{error.name}."):
                continue
            raise ClassUnusable(f"{place} cannot be loaded: {visa_reason(error)}") from error
        except (Exception, SystemExit) as error:
            raise ClassUnusable(f"{place} cannot be loaded: {reason_and_place(error)}") from error
        if isinstance(found, type):
            return found
        raise ClassUnusable(f"the module {place} has no class {name!r}")
    raise ClassUnusable(f"there is no module {module!r}, neither in {_PACKAGE} nor elsewhere")


def _close_leftover(name: str) -> None:
    """QCoDeS has each name once in a process; an instance that was not closed would keep it."""
    from qcodes.instrument import Instrument

    if Instrument.exist(name):
        Instrument.find_instrument(name).close()


def _takes(kind: type[Any], keyword: str) -> bool:
    """Whether a class that talks over VISA hands the keyword on."""
    from qcodes.instrument import VisaInstrument

    parameters = signature(kind).parameters.values()
    return issubclass(kind, VisaInstrument) and any(
        each.name == keyword or each.kind is each.VAR_KEYWORD for each in parameters
    )


def _check_use(found: Any, path: str, use: Use) -> None:
    """Raise Wrong when a parameter cannot do what it is for."""
    if not callable(found):
        raise Wrong(f"{path!r} is neither a parameter nor a method")
    if use in (Use.MOVE, Use.SET) and not getattr(found, "settable", True):
        raise Wrong(f"{path!r} can only be read")
    if use is Use.READ and not getattr(found, "gettable", True):
        raise Wrong(f"{path!r} can only be set")


def _shape(parameter: Any) -> tuple[int, ...]:
    """The shape of what it reads; () where that is unknown before something is set up."""
    try:
        return shape_of(parameter)
    except Exception:  # noqa: BLE001 - a shape may be read from the instrument
        return ()


def _described(part: Any, name: str, parameter: Any) -> dict[str, Any]:
    """Unit and title where the bench file gives none."""
    return {
        "unit": part.unit or str(getattr(parameter, "unit", "") or ""),
        "title": part.title or title_of(parameter, name),
    }


def _build(config: Any, around: DriverContext) -> Driver:
    return QCodesDriver(config, around.folder)


KIND = DriverKind(QCodesConfig, _build)

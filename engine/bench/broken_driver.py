"""Stands in for a laboratory's driver that cannot be loaded: its instruments say why, and all others work."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from pydantic import model_validator
from typing_extensions import override

from engine.bench.config import AxisConfig, InstrumentConfig, Part, ReadConfig, SettingConfig
from engine.bench.driver import Driver, DriverKind
from engine.errors import InstrumentUnreachable
from engine.model.left_out import LeftOut

_PARTS: dict[str, type[Part]] = {"axes": AxisConfig, "reads": ReadConfig, "settings": SettingConfig}


class _BrokenConfig(InstrumentConfig):
    """What of a table does not depend on the driver."""

    fault: ClassVar[LeftOut]

    @model_validator(mode="before")
    @classmethod
    def _common_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = {key: value for key, value in data.items() if key in ("name", "driver", "title")}
        return own | {table: _common(data.get(table), model.model_fields) for table, model in _PARTS.items()}


def _common(parts: Any, known: Any) -> Any:
    if not isinstance(parts, dict):
        return {}
    tables = {name: part for name, part in parts.items() if isinstance(part, dict)}
    return {
        name: {key: value for key, value in part.items() if key in known} for name, part in tables.items()
    }


class BrokenDriver(Driver):
    """Refuses to connect."""

    group = "without a driver"

    def __init__(self, name: str, fault: LeftOut) -> None:
        self._name = name
        self._fault = fault

    @override
    def open(self) -> str:
        raise self._refusal()

    @override
    def close(self) -> None:
        return

    @override
    def set_axis(self, axis: str, value: float) -> None:
        raise self._refusal()

    @override
    def read(self, name: str) -> float | np.ndarray:
        raise self._refusal()

    def _refusal(self) -> InstrumentUnreachable:
        return InstrumentUnreachable(
            self._name,
            f"its driver cannot be used ({self._fault}); correct that file and start PyBirch again",
        )


def broken_kind(fault: LeftOut) -> DriverKind:
    """The kind of a driver whose file was left out."""
    config = type("BrokenConfig", (_BrokenConfig,), {"fault": fault, "__module__": __name__})
    return DriverKind(config, lambda table, around: BrokenDriver(table.name, fault))

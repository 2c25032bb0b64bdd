"""Drivers, one module each: `driver = "name"` in a bench file is the module with that name, which defines a `KIND`."""

from __future__ import annotations

import pkgutil

from engine.bench.driver import DriverKind
from engine.extensions import NotUsable, load


def names() -> list[str]:
    """Names of all drivers."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find(name: str) -> DriverKind:
    """The kind of one of these drivers. Raises LookupError in one line when it cannot be loaded."""
    try:
        kind = getattr(load(f"{__name__}.{name}"), "KIND", None)
    except NotUsable as error:
        raise LookupError(f"the driver {name!r} cannot be loaded: {error}") from None
    if not isinstance(kind, DriverKind):
        raise LookupError(f"the driver {name!r} cannot be used: {name}.py must define KIND, a DriverKind")
    return kind

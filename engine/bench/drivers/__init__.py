"""Drivers, one module each: `driver = "name"` in a bench file is the module of that name; it has a `KIND`."""

from __future__ import annotations

import pkgutil
from difflib import get_close_matches
from importlib import import_module

from engine.bench.driver import DriverKind


def names() -> list[str]:
    """Every driver there is."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find(driver: str) -> DriverKind:
    """The kind behind `driver`; what follows a colon is for the driver itself. Raises LookupError in one line."""
    name = driver.partition(":")[0]
    known = names()
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
        raise LookupError(f"there is no driver {name!r}{hint}")
    kind = import_module(f"{__name__}.{name}").KIND
    assert isinstance(kind, DriverKind)
    return kind

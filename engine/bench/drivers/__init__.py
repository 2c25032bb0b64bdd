"""Drivers, one module each: `driver = "name"` in a bench file is the module with that name, which defines a `KIND`."""

from __future__ import annotations

import pkgutil
from difflib import get_close_matches

from engine.bench.driver import DriverKind
from engine.extensions import NotUsable, load


def names() -> list[str]:
    """Names of all drivers."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find(driver: str) -> DriverKind:
    """Find the kind of `driver`; what follows a colon is for the driver itself. Raises LookupError in one line."""
    name = driver.partition(":")[0]
    known = names()
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
        raise LookupError(f"there is no driver {name!r}{hint}")
    try:
        kind = getattr(load(f"{__name__}.{name}"), "KIND", None)
    except NotUsable as error:
        raise LookupError(f"the driver {name!r} cannot be loaded: {error}") from None
    if not isinstance(kind, DriverKind):
        raise LookupError(f"the driver {name!r} cannot be used: {name}.py must define KIND, a DriverKind")
    return kind

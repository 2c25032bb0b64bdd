"""Procedures by name: every module of this package that defines a `PROCEDURE`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from engine.scans.procedures.base import Procedure

__all__ = ["Procedure", "catalogue"]


def catalogue() -> dict[str, Procedure]:
    """All procedures by the name plans call them by."""
    found: dict[str, Procedure] = {}
    for module in iter_modules(__path__):
        procedure = getattr(import_module(f"{__name__}.{module.name}"), "PROCEDURE", None)
        if isinstance(procedure, Procedure):
            found[procedure.name] = procedure
    return found

"""Procedures by name: every module of this package that defines a `PROCEDURE`."""

from __future__ import annotations

from types import ModuleType

from engine.extensions import Aside, NotUsable, in_a_thread, load_all
from engine.model.left_out import LeftOut
from engine.model.plugin import PluginKind
from engine.model.procedure import Procedures
from engine.plugins import Plugins, Source, named
from engine.scans.procedures.base import Procedure
from engine.scans.procedures.guarded import Guarded, problem_of

__all__ = ["Procedure", "catalogue"]

_HELPERS = frozenset({"base", "guarded"})
"""Modules of this package that define none."""


def catalogue(plugins: Plugins | None = None, *, aside: Aside = in_a_thread) -> Procedures[Procedure]:
    """Load all procedures by name, those of plugins too, and list the files that cannot be used.

    `aside` loads a file without blocking the caller.
    """
    found, left_out = load_all(__name__, __path__, _procedure, aside=aside)
    own = (plugins or Plugins()).load(PluginKind.PROCEDURES, _of_plugin, aside=aside)
    left_out += own.left_out
    made: dict[str, Guarded] = {}
    for procedure in [*found, *(each for _, each in own.found)]:
        if procedure.name in made:
            other = made[procedure.name].file
            left_out.append(
                LeftOut(
                    procedure.file,
                    0,
                    f"{other} already defines a procedure {procedure.name!r}; rename one of them",
                )
            )
        else:
            made[procedure.name] = procedure
    return Procedures(made.values(), left_out, own.plugins)


def _procedure(module: ModuleType) -> Guarded | None:
    name = module.__name__.rpartition(".")[2]
    if name in _HELPERS or name.startswith("_"):
        return None
    return _guarded(module, getattr(module, "PROCEDURE", None))


def _of_plugin(module: ModuleType, source: Source) -> Guarded | None:
    procedure = named(module, source, "PROCEDURE")
    return None if procedure is None else _guarded(module, procedure)


def _guarded(module: ModuleType, procedure: object) -> Guarded:
    name = module.__name__.rpartition(".")[2]
    wrong = problem_of(procedure)
    if wrong:
        raise NotUsable(wrong)
    assert isinstance(procedure, Procedure)
    return Guarded(procedure, f"{name}.py", str(module.__file__))

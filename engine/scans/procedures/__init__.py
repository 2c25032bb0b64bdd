"""Procedures by name: every module of this package that defines a `PROCEDURE`."""

from __future__ import annotations

from types import ModuleType

from engine.extensions import Aside, NotUsable, in_a_thread, load_all
from engine.model.left_out import LeftOut
from engine.model.procedure import Procedures
from engine.scans.procedures.base import Procedure
from engine.scans.procedures.guarded import Guarded, problem_of

__all__ = ["Procedure", "catalogue"]

_HELPERS = frozenset({"base", "guarded"})
"""Modules of this package that define none."""


def catalogue(*, aside: Aside = in_a_thread) -> Procedures[Procedure]:
    """Load all procedures by name, and list the files that cannot be used.

    `aside` loads a file without blocking the caller.
    """
    found, left_out = load_all(__name__, __path__, _procedure, aside=aside)
    made: dict[str, Guarded] = {}
    for procedure in found:
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
    return Procedures(made.values(), left_out)


def _procedure(module: ModuleType) -> Guarded | None:
    name = module.__name__.rpartition(".")[2]
    if name in _HELPERS or name.startswith("_"):
        return None
    procedure = getattr(module, "PROCEDURE", None)
    wrong = problem_of(procedure)
    if wrong:
        raise NotUsable(wrong)
    assert isinstance(procedure, Procedure)
    return Guarded(procedure, f"{name}.py", str(module.__file__))

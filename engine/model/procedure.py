"""What a plan's checker needs to know of a procedure; the procedures themselves live with the scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.left_out import LeftOut


class ProcedureType(Protocol):
    """A kind of procedure: its name, its arguments, and what it will touch."""

    @property
    def name(self) -> str:
        """What plans call it by."""
        ...

    @property
    def arguments(self) -> type[BaseModel]:
        """The model its arguments are validated with; unknown fields forbidden."""
        ...

    def problems(self, arguments: Any, bench: BenchSpec) -> list[Problem]:
        """What is wrong with valid arguments on this bench; paths count from the arguments (`axis`)."""
        ...

    def axes(self, arguments: Any) -> tuple[str, ...]:
        """Columns of the axes it moves (`stage.x`)."""
        ...

    def measures(self, arguments: Any) -> tuple[str, ...]:
        """Names of the instruments it measures."""
        ...

    def points(self, arguments: Any) -> int | None:
        """Points it will measure, each of all its instruments; None when only running tells."""
        ...


P = TypeVar("P", bound=ProcedureType)


class Procedures(dict[str, P], Generic[P]):
    """Procedures by the name plans call them by, and the files of procedures that were left out."""

    def __init__(self, procedures: Iterable[P] = (), left_out: Sequence[LeftOut] = ()) -> None:
        super().__init__({procedure.name: procedure for procedure in procedures})
        self.left_out = tuple(left_out)

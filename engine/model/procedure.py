"""What the check of plans needs to know about procedures; the procedures themselves are in `engine.scans`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from engine.errors import Problem
from engine.model.bench import BenchSpec
from engine.model.left_out import LeftOut
from engine.model.plugin import Plugin


class ProcedureType(Protocol):
    """A kind of procedure: its name, its arguments, and what it uses."""

    @property
    def name(self) -> str:
        """The name that plans call it by."""
        ...

    @property
    def arguments(self) -> type[BaseModel]:
        """The model that validates its arguments; it forbids unknown fields."""
        ...

    def problems(self, arguments: Any, bench: BenchSpec) -> list[Problem]:
        """Check valid arguments against this bench; paths are relative to the arguments (`axis`)."""
        ...

    def axes(self, arguments: Any) -> tuple[str, ...]:
        """Columns of the axes that it moves (`stage.x`)."""
        ...

    def measures(self, arguments: Any) -> tuple[str, ...]:
        """Names of the instruments that it measures."""
        ...

    def points(self, arguments: Any) -> int | None:
        """Points that it measures, each with all its instruments; None when only running it tells."""
        ...


P = TypeVar("P", bound=ProcedureType)


class Procedures(dict[str, P], Generic[P]):
    """Procedures by name, and the files of procedures that cannot be used."""

    def __init__(
        self,
        procedures: Iterable[P] = (),
        left_out: Sequence[LeftOut] = (),
        plugins: Sequence[Plugin] = (),
    ) -> None:
        super().__init__({procedure.name: procedure for procedure in procedures})
        self.left_out = tuple(left_out)
        self.plugins = tuple(plugins)
        """Those that came from the laboratory."""

"""What a plan's checker needs to know of a procedure; the procedures themselves live with the scans."""

from __future__ import annotations

from typing import Any, Protocol

from pydantic import BaseModel

from engine.errors import Problem
from engine.model.bench import BenchSpec


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

"""What every step of a plan is while a scan runs: a node that yields its steps, any number of times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.model import plan as p
from engine.model.bench import BenchSpec
from engine.model.plan_shape import Shape
from engine.model.procedure import ProcedureType
from engine.scans.replay import Replay
from engine.scans.steps import Steps


@dataclass(slots=True)
class Passes:
    """How far a repeat is."""

    most: int
    """Passes of a run, where the plan says how many."""
    over: int = 0
    """Passes of the present run that are over."""


@dataclass(frozen=True, slots=True)
class Within:
    """What the steps around a step tell it."""

    wanted: bool = False
    """Whether the plan depends on its readings."""
    label: str = ""
    around: tuple[Passes, ...] = ()
    """The repeats around it, outermost first."""


class Node:
    """A step of the plan that can run any number of times."""

    def steps(self) -> Steps:
        """The steps of one run."""
        raise NotImplementedError

    def entered(self, times: int) -> None:
        """Count runs that are skipped, so that the next one continues as if they had happened."""


class Builder(Protocol):
    """What nodes need to make the nodes inside them."""

    @property
    def bench(self) -> BenchSpec:
        """The bench that the plan was checked against."""
        ...

    @property
    def procedures(self) -> Mapping[str, ProcedureType]:
        """The procedures by name."""
        ...

    @property
    def replay(self) -> Replay:
        """The replay of the scan."""
        ...

    def nodes(self, steps: Iterable[p.Step], path: str, within: Within) -> list[Node]:
        """A node for each step."""
        ...

    def shape(self, steps: Iterable[p.Step]) -> Shape:
        """What one pass through some steps takes."""
        ...

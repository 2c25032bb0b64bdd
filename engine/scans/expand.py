"""Expands a plan into its steps one at a time, so that a plan of any size needs only the memory of its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engine.model import plan as p
from engine.model.bench import BenchSpec
from engine.model.plan_shape import Shape, shape
from engine.scans.choice_nodes import If, Repeat
from engine.scans.driving import passed_through
from engine.scans.nodes import Node, Within
from engine.scans.procedures.base import Procedure, Tools
from engine.scans.replay import Replay
from engine.scans.steps import (
    Apply,
    Await,
    Measure,
    Move,
    Readings,
    Step,
    Steps,
    Wait,
)
from engine.scans.sweep_nodes import Sweep, SweepTogether


def expand(plan: p.Plan, bench: BenchSpec, procedures: Mapping[str, Procedure], replay: Replay) -> Steps:
    """Yield the steps of a checked plan; passes before the last stored point of `replay` are skipped where possible."""
    builder = _Builder(bench, procedures, replay)
    for node in builder.nodes(plan.steps, "steps", Within()):
        yield from node.steps()


class _Builder:
    def __init__(self, bench: BenchSpec, procedures: Mapping[str, Procedure], replay: Replay) -> None:
        self.bench = bench
        self.procedures = procedures
        self.replay = replay

    def nodes(self, steps: Iterable[p.Step], path: str, within: Within) -> list[Node]:
        return [self._node(step, f"{path}[{i}]", within) for i, step in enumerate(steps)]

    def _node(self, step: p.Step, path: str, within: Within) -> Node:
        if step.label is not None:
            within = replace(within, label=step.label)
        match step:
            case p.Measure():
                return _Measure(step, path, within)
            case p.Sweep():
                return Sweep(step, path, self, within)
            case p.SweepTogether():
                return SweepTogether(step, path, self, within)
            case p.Repeat():
                return Repeat(step, path, self, within)
            case p.If():
                return If(step, path, self, within)
            case p.Set():
                return _Fixed(_set(step, path, self.bench), self.replay)
            case p.Wait():
                return _Fixed([Wait(path, step.seconds)], self.replay)
            case p.WaitUntil():
                wait = Await(path, step.until, step.lasting, step.timeout, step.then == "fail")
                return _Fixed([wait], self.replay)
            case p.Procedure():
                kind = self.procedures[step.name]
                arguments = kind.arguments.model_validate(step.arguments)
                return _Procedure(kind, arguments, path, self.replay, within)

    def shape(self, steps: Iterable[p.Step]) -> Shape:
        return shape(steps, self.bench, self.procedures)


def _set(step: p.Set, path: str, bench: BenchSpec) -> list[Step]:
    axes = bench.instruments[step.instrument].axes
    settings = {name: value for name, value in step.settings.items() if name not in axes}
    made: list[Step] = [Apply(path, step.instrument, settings)] if settings else []
    for name, value in step.settings.items():
        if name in axes:
            made.append(Move(path, step.instrument, name, f"{step.instrument}.{name}", float(value)))
    return made


class _Fixed(Node):
    """The same steps at every run."""

    def __init__(self, made: list[Step], replay: Replay) -> None:
        self._made = made
        self._replay = replay

    def steps(self) -> Steps:
        for step in self._made:
            if isinstance(step, Move):
                self._replay.setpoints[step.column] = step.value
            yield step


class _Measure(Node):
    def __init__(self, step: p.Measure, path: str, within: Within) -> None:
        self._step = Measure(path, step.instruments, within.wanted, within.label)
        self._repeats = step.repeats
        self._around = within.around

    def steps(self) -> Steps:
        step, before = self._step, 0
        for loop in self._around:
            before = before * loop.most + loop.over
        before *= self._repeats
        for repeat in range(before, before + self._repeats):
            step.repeat = repeat
            yield step


class _Procedure(Node):
    def __init__(self, kind: Procedure, arguments: Any, path: str, replay: Replay, within: Within) -> None:
        self._kind = kind
        self._arguments = arguments
        self._tools = Tools(path, kind.measures(arguments), within.label)
        self._replay = replay

    def steps(self) -> Steps:
        replay = self._replay
        loop = replay.loop(points=True, procedure=True)

        def before(step: Step) -> None:
            if isinstance(step, Move):
                replay.setpoints[step.column] = step.value

        def after(step: Step, readings: Readings | None) -> None:
            if loop and replay.noting and isinstance(step, Measure):
                loop.next_pass()

        yield from passed_through(self._kind.steps(self._arguments, self._tools), before, after)
        if loop and replay.noting:
            loop.leave()

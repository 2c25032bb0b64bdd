"""Expands a plan into its steps one at a time, so that a plan of any size needs only the memory of its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.model import plan as p
from engine.model.bench import BenchSpec
from engine.model.clock import now
from engine.model.plan_shape import Shape, shape
from engine.model.positions import kept, walk
from engine.scans.driving import passed_through
from engine.scans.procedures.base import Procedure, Tools
from engine.scans.replay import Replay
from engine.scans.steps import Apply, Measure, Move, Reading, Readings, Step, Steps, Wait


def expand(plan: p.Plan, bench: BenchSpec, procedures: Mapping[str, Procedure], replay: Replay) -> Steps:
    """Yield the steps of a checked plan; passes before the last stored point of `replay` are skipped where possible."""
    builder = _Builder(bench, procedures, replay)
    for node in builder.nodes(plan.steps, "steps", False):
        yield from node.steps()


class _Node:
    """A step of the plan that can run any number of times."""

    def steps(self) -> Steps:
        """The steps of one run."""
        raise NotImplementedError

    def entered(self, times: int) -> None:
        """Count runs that are skipped, so that the next one continues as if they had happened."""


class _Builder:
    def __init__(self, bench: BenchSpec, procedures: Mapping[str, Procedure], replay: Replay) -> None:
        self.bench = bench
        self.procedures = procedures
        self.replay = replay
        self.repeats: list[_Repeat] = []
        """The loops around the step that is being built, outermost first."""

    def nodes(self, steps: Iterable[p.Step], path: str, wanted: bool) -> list[_Node]:
        return [self._node(step, f"{path}[{i}]", wanted) for i, step in enumerate(steps)]

    def _node(self, step: p.Step, path: str, wanted: bool) -> _Node:
        match step:
            case p.Measure():
                return _Measure(step, path, wanted, self.repeats)
            case p.Sweep():
                return _Sweep(step, path, self, wanted)
            case p.Repeat():
                return _Repeat(step, path, self, wanted)
            case p.Set():
                return _Fixed(_set(step, path, self.bench), self.replay)
            case p.Wait():
                return _Fixed([Wait(path, step.seconds)], self.replay)
            case p.Procedure():
                kind = self.procedures[step.name]
                return _Procedure(kind, kind.arguments.model_validate(step.arguments), path, self.replay)

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


class _Fixed(_Node):
    """The same steps at every run."""

    def __init__(self, made: list[Step], replay: Replay) -> None:
        self._made = made
        self._replay = replay

    def steps(self) -> Steps:
        for step in self._made:
            if isinstance(step, Move):
                self._replay.setpoints[step.column] = step.value
            yield step


class _Measure(_Node):
    def __init__(self, step: p.Measure, path: str, wanted: bool, around: Iterable[_Repeat]) -> None:
        self._step = Measure(path, step.instruments, wanted)
        self._repeats = step.repeats
        self._around = tuple(around)

    def steps(self) -> Steps:
        step, before = self._step, 0
        for loop in self._around:
            before = before * loop.most + loop.passes
        before *= self._repeats
        for repeat in range(before, before + self._repeats):
            step.repeat = repeat
            yield step


class _Sweep(_Node):
    def __init__(self, step: p.Sweep, path: str, builder: _Builder, wanted: bool) -> None:
        self._step = step
        self._path = path
        self._replay = builder.replay
        self._instrument, _, self._axis = step.axis.partition(".")
        self._positions = kept(step.exact())
        self._children = builder.nodes(step.steps, f"{path}.steps", wanted)
        self._pass = builder.shape(step.steps)
        self._measures = self._pass.points != 0
        self._entries = 0

    def entered(self, times: int) -> None:
        self._entries += times
        for child in self._children:
            child.entered(times * len(self._positions))

    def steps(self) -> Steps:
        step, replay, children = self._step, self._replay, self._children
        reverse = step.snake and self._entries % 2 == 1
        self._entries += 1
        origin = self._origin() if step.relative else 0.0
        skipped = replay.skip(self._pass.rows, self._pass.points, len(self._positions))
        if skipped:
            for child in children:
                child.entered(skipped)
        path, instrument, axis, column, settle = (
            self._path,
            self._instrument,
            self._axis,
            step.axis,
            step.settle,
        )
        setpoints = replay.setpoints
        loop = replay.loop(points=self._measures)
        for position in walk(self._positions, skipped, reverse):
            if loop and replay.noting:
                loop.next_pass()
            value = setpoints[column] = position + origin
            yield Move(path, instrument, axis, column, value, settle)
            for child in children:
                yield from child.steps()
        if step.relative:
            setpoints[column] = origin
            yield Move(path, instrument, axis, column, origin)
        if loop and replay.noting:
            loop.leave()

    def _origin(self) -> float:
        column, access = self._step.axis, self._replay.access
        origin = self._replay.origin(column)
        if not self._replay.replaying:
            # Before anything moves, not in the middle of the sweep.
            access.check(column, origin + self._positions.low)
            access.check(column, origin + self._positions.high)
        return origin


class _Repeat(_Node):
    def __init__(self, step: p.Repeat, path: str, builder: _Builder, wanted: bool) -> None:
        self._step = step
        self._path = path
        self._replay = builder.replay
        self._condition = step.until if isinstance(step.until, p.Condition) else None
        wanted = wanted or self._condition is not None
        self.passes = 0
        """Passes of the present run that are over."""
        self.most = step.times or 1
        """Passes of a run, where the plan says how many."""
        builder.repeats.append(self)
        self._children = builder.nodes(step.steps, f"{path}.steps", wanted)
        builder.repeats.pop()
        self._pass = builder.shape(step.steps)
        self._prepares = self._pass.points == 0 and step.times is not None
        """Whether it takes no point and does the same at every run."""
        self._last: dict[str, Reading] = {}
        self._entries = 0

    def entered(self, times: int) -> None:
        self._entries += times
        for child in self._children:
            child.entered(times * (self._step.times or 1))

    def steps(self) -> Steps:
        step, replay, children = self._step, self._replay, self._children
        entry = self._entries
        self._entries += 1
        self._last.clear()
        done = 0
        if step.times is not None:
            done = replay.skip(self._pass.rows, self._pass.points, step.times)
            if done:
                for child in children:
                    child.entered(done)
        loop = replay.loop(points=not self._prepares)
        begun = replay.access.clock()
        while True:
            if loop and replay.noting:
                loop.next_pass()
            self.passes = done
            for child in children:
                yield from self._watched(child)
            done += 1
            if isinstance(step.until, datetime):
                yield from self._now()
            if self._over(entry, done):
                break
            if not step.every:
                continue
            if replay.noting:
                if self._prepares or replay.ahead:
                    yield Wait(self._path, step.every)
                continue
            if loop:
                begun = max(begun, replay.resumed)
            begun, rest = self._pace(begun)
            if rest > 0:
                yield Wait(self._path, rest)
                if isinstance(step.until, datetime) and now() >= step.until and self._over(entry, done):
                    break
        if loop and replay.noting:
            loop.leave()

    def _now(self) -> Steps:
        """The next steps depend on the clock, so that nothing beyond this can be known in advance."""
        if self._replay.ahead:
            self._replay.reach_present()
            yield Wait(self._path, 0.0)

    def _watched(self, child: _Node) -> Steps:
        if self._condition is None:
            yield from child.steps()
            return
        yield from passed_through(
            child.steps(), after=lambda step, readings: self._last.update(readings or {})
        )

    def _over(self, entry: int, done: int) -> bool:
        step = self._step
        if step.times is not None:
            return done >= step.times
        if self._condition is not None:
            return self._met(self._condition)
        until = step.until
        assert isinstance(until, datetime)
        return self._replay.decide(self._path, entry, lambda: now() >= until, done)

    def _met(self, condition: p.Condition) -> bool:
        for name, reading in self._last.items():
            if condition.instrument in (None, name) and condition.column in reading:
                value = float(reading[condition.column])
                return (
                    value > condition.above
                    if condition.above is not None
                    else value < (condition.below or 0.0)
                )
        return False

    def _pace(self, begun: float) -> tuple[float, float]:
        """When the next pass starts, and how many seconds remain; a late pass does not make later ones faster."""
        present = self._replay.access.clock()
        due = begun + self._step.every
        rest = max(due - present, 0.0)
        if isinstance(self._step.until, datetime):
            rest = min(rest, max((self._step.until - now()).total_seconds(), 0.0))
        return max(due, present), rest


class _Procedure(_Node):
    def __init__(self, kind: Procedure, arguments: Any, path: str, replay: Replay) -> None:
        self._kind = kind
        self._arguments = arguments
        self._tools = Tools(path, kind.measures(arguments))
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

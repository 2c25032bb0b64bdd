"""Steps that depend on conditions while a scan runs: `if`, and `repeat` with its ends."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import datetime

from engine.model import plan as p
from engine.model.bench import BenchSpec
from engine.model.clock import now
from engine.model.condition import AnyCondition, Comparison, leaves, met
from engine.model.condition_check import source_of
from engine.model.plan_shape import measured
from engine.model.values import is_beyond
from engine.scans.conditions import RecordedValues
from engine.scans.driving import passed_through
from engine.scans.nodes import Builder, Node, Passes, Within
from engine.scans.steps import Check, Reading, Readings, Step, Steps, Wait


class If(Node):
    """Runs some steps or others; which, is stored when it is decided."""

    def __init__(self, step: p.If, path: str, builder: Builder, within: Within) -> None:
        self._step = step
        self._path = path
        self._replay = builder.replay
        self._then = builder.nodes(step.steps, f"{path}.steps", within)
        self._else = builder.nodes(step.otherwise, f"{path}.else", within)
        self._entries = 0

    def entered(self, times: int) -> None:
        """Count runs that are skipped, and what they ran inside."""
        taken = self._replay.chosen(self._path, self._entries, times)
        self._entries += times
        for child in self._then:
            child.entered(taken)
        for child in self._else:
            child.entered(times - taken)

    def steps(self) -> Steps:
        """The steps of one run."""
        replay = self._replay
        taken = replay.choice(self._path, self._entries)
        self._entries += 1
        if taken is None:
            check = Check(self._path, self._step.condition)
            replay.reach_present()
            yield check
            taken = check.met
            replay.choose(self._path, taken)
        for child in self._then if taken else self._else:
            yield from child.steps()


class Repeat(Node):
    """Runs steps again and again; its end is stored where the readings of the scan do not tell it."""

    def __init__(self, step: p.Repeat, path: str, builder: Builder, within: Within) -> None:
        self._step = step
        self._path = path
        self._replay = builder.replay
        self._condition = None if isinstance(step.until, datetime) else step.until
        self._moment = step.until if isinstance(step.until, datetime) else None
        inside = [name for name, _ in measured(step.steps, builder.procedures)]
        known = _measured_inside(self._condition, builder.bench, inside)
        self._live = self._condition is not None and not all(known)
        """Whether readings that the scan takes do not tell when it is over."""
        self._passes = Passes(step.times or 1)
        around = (*within.around, self._passes)
        within = replace(within, wanted=within.wanted or any(known), around=around)
        self._children = builder.nodes(step.steps, f"{path}.steps", within)
        self._pass = builder.shape(step.steps)
        self._prepares = self._pass.points == 0 and step.until is None
        """Whether it takes no point and does the same at every run."""
        self._last: dict[str, Reading] = {}
        self._entries = 0

    def entered(self, times: int) -> None:
        """Count runs that are skipped, and what they ran inside."""
        self._entries += times
        for child in self._children:
            child.entered(times * (self._step.times or 1))

    def steps(self) -> Steps:
        """The steps of one run."""
        step, replay, children = self._step, self._replay, self._children
        entry = self._entries
        self._entries += 1
        self._last.clear()
        done = 0
        if step.until is None and step.times is not None:
            done = replay.skip(self._pass.rows, self._pass.points, step.times)
            if done:
                for child in children:
                    child.entered(done)
        loop = replay.loop(points=not self._prepares)
        begun = replay.access.clock()
        while True:
            if loop and replay.noting:
                loop.next_pass()
            self._passes.over = done
            for child in children:
                yield from self._watched(child)
            done += 1
            if (yield from self._over(entry, done)):
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
                if self._moment is not None and now() >= self._moment:
                    self._replay.end_repeat(self._path, done)
                    break
        if loop and replay.noting:
            loop.leave()

    def _watched(self, child: Node) -> Steps:
        if self._condition is None:
            yield from child.steps()
            return
        yield from passed_through(
            child.steps(), after=lambda step, readings: self._last.update(readings or {})
        )

    def _over(self, entry: int, done: int) -> Generator[Step, Readings | None, bool]:
        """Whether it is over after so many passes; the same answer again when replayed."""
        step, replay = self._step, self._replay
        if step.until is None:
            return step.times is not None and done >= step.times
        if self._condition is not None and not self._live:
            return done == step.times or self._beyond() or met(self._condition, RecordedValues(self._last))
        last = replay.last_pass(self._path, entry)
        if last is not None:
            return done >= last
        if replay.replaying:
            # Rows beyond this pass exist and no end was stored, so another pass was started.
            return False
        # At a position that an axis did not reach nothing is waited for, and no pass would end this.
        over = done == step.times or replay.leaving_out or (yield from self._met_now())
        if over:
            replay.end_repeat(self._path, done)
        return over

    def _beyond(self) -> bool:
        """Whether the last pass was left out, because an axis did not reach its position: no pass would end this."""
        values = (value for reading in self._last.values() for value in reading.values())
        return any(isinstance(value, float) and is_beyond(value) for value in values)

    def _met_now(self) -> Generator[Step, Readings | None, bool]:
        """Whether its end has come; what follows cannot be known in advance."""
        ahead = self._replay.ahead
        self._replay.reach_present()
        if self._condition is not None:
            check = Check(self._path, self._condition, dict(self._last))
            yield check
            return check.met
        if ahead:
            yield Wait(self._path, 0.0)
        return self._moment is not None and now() >= self._moment

    def _pace(self, begun: float) -> tuple[float, float]:
        """When the next pass starts, and how many seconds remain; a late pass does not make later ones faster."""
        present = self._replay.access.clock()
        due = begun + self._step.every
        rest = max(due - present, 0.0)
        if self._moment is not None:
            rest = min(rest, max((self._moment - now()).total_seconds(), 0.0))
        return max(due, present), rest


def _measured_inside(condition: AnyCondition | None, bench: BenchSpec, inside: Sequence[str]) -> list[bool]:
    """For each part of a condition, whether it is a reading that is measured inside a repeat."""
    if condition is None:
        return []
    found = []
    for one in leaves(condition):
        source = source_of(one, bench, inside) if isinstance(one, Comparison) else None
        found.append(source is not None and not source.axis and source.instrument in inside)
    return found

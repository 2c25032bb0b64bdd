"""Rehearses a queue on a simulated bench made of limits, speeds and durations: what would fail, and what runs when."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from engine.errors import LimitViolation, Problem, PyBirchError
from engine.model.bench import BenchSpec
from engine.model.plan_check import PlanReport, check_plan
from engine.model.setpoint_check import setpoint_problem
from engine.model.states import QueueMode
from engine.reasons import reason_and_place
from engine.scans.driving import next_step
from engine.scans.expand import expand
from engine.scans.procedures import Procedure
from engine.scans.replay import Replay
from engine.scans.steps import Await, Check, Measure, Move, Reading, Step, Together, Wait

_MOST_STEPS = 20_000
"""Steps of a scan that are walked through; the time of the rest is estimated."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A waiting scan to rehearse."""

    scan_id: str
    name: str
    plan: Mapping[str, Any]
    not_before: datetime | None = None


@dataclass(slots=True)
class Rehearsed:
    """What a rehearsal found of one scan; times in s from now."""

    scan_id: str
    name: str
    start: float
    end: float
    problems: list[Problem]
    waits_for: str = ""
    """What it waits for before it starts; empty for a scan that starts at once."""
    exact: bool = True
    """Whether its time was found by walking through all its steps and does not depend on what is measured."""


def rehearse(
    scans: Sequence[Planned],
    bench: BenchSpec,
    procedures: Mapping[str, Procedure],
    positions: Mapping[str, float],
    now: datetime,
    *,
    mode: QueueMode = QueueMode.SERIAL,
    most: int | None = None,
    seconds: float = 4.0,
) -> list[Rehearsed]:
    """Rehearse scans in the order of their queue; `positions` are where the axes stand now.

    At most `seconds` are spent walking through steps; what is left is only checked and estimated.
    """
    until = time.monotonic() + seconds
    present = dict(positions)
    timeline = _Timeline(mode, most)
    made = []
    for scan in scans:
        walk = _Walk(bench, procedures, present, until)
        report = check_plan(dict(scan.plan), bench, procedures)
        walk.run(report)
        earliest = max((scan.not_before - now).total_seconds(), 0.0) if scan.not_before else 0.0
        start, why = timeline.place(scan.scan_id, report.instruments, earliest, walk.clock())
        made.append(
            Rehearsed(scan.scan_id, scan.name, start, start + walk.clock(), walk.problems, why, walk.exact)
        )
    return made


@dataclass
class _Timeline:
    """When the scans of a queue start, by its rules."""

    mode: QueueMode
    most: int | None
    free: dict[str, tuple[float, str]] = field(default_factory=dict)
    """When each instrument is free again, and which scan uses it last."""
    ends: list[tuple[float, str]] = field(default_factory=list)

    def place(self, scan: str, needs: frozenset[str], earliest: float, duration: float) -> tuple[float, str]:
        """When a scan starts, and what it waits for."""
        reasons = [(earliest, "its earliest start" if earliest else "")]
        if self.mode is QueueMode.SERIAL:
            reasons += [max(self.ends)] if self.ends else []
        else:
            reasons += [self.free[name] for name in needs if name in self.free]
            if self.most is not None and len(self.ends) >= self.most:
                reasons.append(sorted(self.ends, reverse=True)[self.most - 1])
        start, why = max(reasons)
        end = (start + duration, scan)
        self.ends.append(end)
        self.free.update({name: max(end, self.free.get(name, end)) for name in needs})
        return start, why


class _Walk:
    """One scan on the simulated bench; what a replay needs to know of a bench."""

    def __init__(
        self, bench: BenchSpec, procedures: Mapping[str, Procedure], positions: dict[str, float], until: float
    ) -> None:
        self._bench = bench
        self._procedures = procedures
        self._positions = positions
        self._until = until
        self._passed = 0.0
        self._path = ""
        self.problems: list[Problem] = []
        self.exact = True

    def run(self, report: PlanReport) -> None:
        """Walk through the steps of a checked plan as far as time allows."""
        self.problems += report.problems
        if report.plan is None:
            return
        points = 0
        try:
            steps = expand(report.plan, self._bench, self._procedures, Replay(self))
            step, done = next_step(steps.send), 0
            while step is not None:
                if done >= _MOST_STEPS or time.monotonic() > self._until:
                    self._estimate(report, points)
                    return
                self._path = step.path
                readings = self._execute(step)
                points += isinstance(step, Measure)
                step, done = next_step(steps.send, readings), done + 1
        except LimitViolation as error:
            self.problems.append(Problem(self._path, str(error)))
        except PyBirchError as error:
            self.problems.append(Problem(self._path, str(error)))
        except Exception as error:  # noqa: BLE001 - a laboratory's procedure may raise anything
            self.problems.append(Problem(self._path, f"a procedure failed: {reason_and_place(error)}"))

    # What the replay needs.

    def position(self, column: str) -> float:
        """Where the simulated axis is."""
        if column not in self._positions:
            axis = self._bench.axis(column)
            self._positions[column] = axis.limits[0] if axis and axis.limits else 0.0
        return self._positions[column]

    def check(self, column: str, value: float) -> None:
        """Raise LimitViolation when the axis may not move there."""
        axis = self._bench.axis(column)
        wrong = setpoint_problem(axis, value) if axis else "there is no such axis"
        if wrong:
            raise LimitViolation(column.partition(".")[0], f"{column}: {wrong}")

    def keep(self, checkpoint: dict[str, Any]) -> None:
        """Nothing is stored."""

    def stored(self, measurement: str, index: int) -> Reading:
        """Nothing is stored."""
        raise NotImplementedError

    def clock(self) -> float:
        """Seconds since the scan began."""
        return self._passed

    def _execute(self, step: Step) -> dict[str, Reading] | None:
        match step:
            case Move():
                self._passed += self._travel(step) + step.settle
            case Together():
                self._passed += max(self._travel(move) for move in step.moves) + step.moves[-1].settle
            case Wait():
                self._passed += step.seconds
            case Await():
                self.exact = False
                self._passed += step.lasting
            case Check():
                step.met, self.exact = True, False
            case Measure():
                reads = {name: self._bench.instruments[name].reads for name in step.instruments}
                self._passed += sum(r.duration for found in reads.values() for r in found.values())
                return {
                    name: {r: np.zeros(spec.shape) if spec.shape else 0.0 for r, spec in found.items()}
                    for name, found in reads.items()
                }
            case _:
                pass
        return None

    def _travel(self, move: Move) -> float:
        self.check(move.column, move.value)
        axis, here = self._bench.axis(move.column), self.position(move.column)
        self._positions[move.column] = move.value
        return abs(move.value - here) / axis.speed if axis and axis.speed else 0.0

    def _estimate(self, report: PlanReport, points: int) -> None:
        """The rest is as long as the part that was walked through, in proportion, or as the check of the plan says."""
        self.exact = False
        if report.points and points:
            self._passed *= report.points / points
        elif report.duration is not None:
            self._passed = max(self._passed, report.duration)

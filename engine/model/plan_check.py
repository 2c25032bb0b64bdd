"""Checks a plan against a bench: finds all problems, each with its path, and estimates the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from engine.errors import PlanRefused, Problem, ProcedureFailed
from engine.model.bench import AxisSpec, BenchSpec
from engine.model.condition_check import condition_problems
from engine.model.limit_check import limit_problems
from engine.model.node import Node
from engine.model.parameter_units import unit_problems
from engine.model.parameters import resolved
from engine.model.plan import (
    BRANCHES,
    KINDS,
    MAX_DEPTH,
    If,
    Measure,
    Plan,
    Procedure,
    Repeat,
    Set,
    Sweep,
    SweepTogether,
    Wait,
    WaitUntil,
    form_of,
)
from engine.model.plan_problems import joined, translated, validated
from engine.model.plan_shape import measurement_columns, shape, size
from engine.model.problem_list import ProblemList
from engine.model.procedure import Procedures, ProcedureType
from engine.model.setpoint_check import setpoint_problem, setting_problem, sweep_problem
from engine.model.suggestions import did_you_mean
from engine.reasons import reason_and_place

MAX_POINTS = 10**12
"""Most points of a plan: far more than a laboratory can wait for, and few enough for every number derived from it."""
MAX_BYTES = 2**53
"""Most bytes that a plan may write: 9,000 TB; every JSON reader takes integers up to 2^53 exactly (RFC 8259)."""
_PLACEHOLDER = [Wait(seconds=0.0)]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Result of a check. `points`, `duration` (s) and `size` (bytes) are None where only running the plan tells.

    `problems` has the first problems, and `more` is the number of further ones.
    """

    problems: list[Problem]
    more: int = 0
    points: int | None = None
    duration: float | None = None
    size: int | None = None
    instruments: frozenset[str] = frozenset()
    plan: Plan | None = None
    """The plan, when it has no problems; numbers stand where it uses its parameters."""
    stored: dict[str, Any] | None = None
    """Plain data of the plan as it was written: what the store keeps."""

    @property
    def count(self) -> int:
        """Number of problems."""
        return len(self.problems) + self.more

    def require_none(self) -> None:
        """Raise PlanRefused with the problems when there are any."""
        if not self.count:
            return
        reason = "the plan was not queued, because it has problems"
        if self.more:
            reason += f"; these are the first {len(self.problems)} of {self.count:,}"
        raise PlanRefused(reason, self.problems)

    def required(self) -> Plan:
        """The plan. Raises PlanRefused when it has problems."""
        self.require_none()
        assert self.plan is not None
        return self.plan


def check_plan(
    data: Any, bench: BenchSpec, procedures: Mapping[str, ProcedureType] | None = None
) -> PlanReport:
    """Check plain data against the rules of plans and a bench; never raises for bad input.

    `procedures` is the catalogue of procedures; without it the engine checks their names and arguments later.
    """
    if not isinstance(data, dict):
        return PlanReport([Problem("", "must be an object with a list of steps")])
    written, found = data, resolved(data)
    data = found.plan
    wrong = [*found.problems, *unit_problems(data, found.used, bench)]
    walk = _Walk(bench, procedures, unresolved={problem.path for problem in wrong} | found.unknown)
    walk.problems.extend(wrong)
    walk.node(Plan, data, "")
    walk.children(data, "", (), 1)
    if not walk.measures and isinstance(data.get("steps"), list) and data["steps"]:
        walk.malformed = set()
        walk.problem("steps", "the plan measures nothing; add a measure step")
    if walk.problems.told:
        return PlanReport(walk.problems.told, walk.problems.count - len(walk.problems.told))
    plan = Plan.model_validate(data)
    if beyond := limit_problems(plan.steps, bench):
        return PlanReport(beyond)
    try:
        taken = shape(plan.steps, bench, procedures)
        columns = measurement_columns(plan.steps, bench, procedures)
    except ProcedureFailed as error:
        return PlanReport([Problem("steps", str(error))])
    if max((taken.points or 0, *(taken.rows or {}).values())) > MAX_POINTS:
        return PlanReport([Problem("steps", f"the plan takes more than {MAX_POINTS:,} points")])
    bytes_taken = size(taken, columns)
    if bytes_taken is not None and bytes_taken > MAX_BYTES:
        return PlanReport([Problem("steps", f"the plan takes more than {MAX_BYTES:,} bytes")])
    stored = written if plan.parameters else plan.as_json()
    needs = frozenset(walk.instruments)
    return PlanReport([], 0, taken.points, taken.duration, bytes_taken, needs, plan, stored)


@dataclass
class _Walk:
    bench: BenchSpec
    procedures: Mapping[str, ProcedureType] | None
    problems: ProblemList = field(default_factory=ProblemList)
    unresolved: set[str] = field(default_factory=set)
    """Paths of expressions whose problems are reported already."""
    malformed: set[str] = field(default_factory=set)
    """Paths of the problems of the node that is being checked."""
    instruments: set[str] = field(default_factory=set)
    measures: bool = False

    def problem(self, path: str, message: str) -> None:
        """Add a problem, unless the field or one around it has one already."""
        if path in self.unresolved:
            return
        ends = (at for at, character in enumerate(path) if character in ".[") if self.malformed else ()
        if path not in self.malformed and not any(path[:end] in self.malformed for end in ends):
            self.problems.add(path, message)

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """A suggestion of what was meant; empty where there is none."""
        return "" if self.problems.full else did_you_mean(name, known)

    def node(self, model: type[Node], raw: dict[str, Any], path: str) -> Node | None:
        """Validate a node without its children; wrong fields get harmless values in the returned node."""
        alone = {
            key: _PLACEHOLDER if key in BRANCHES and isinstance(value, list) and value else value
            for key, value in raw.items()
        }
        node, found = validated(model, alone, path)
        self.malformed = {problem.path for problem in found}
        self.problems.extend(problem for problem in found if problem.path not in self.unresolved)
        return node

    def children(self, raw: dict[str, Any], path: str, axes: tuple[str, ...], depth: int) -> None:
        for branch in BRANCHES:
            if isinstance(raw.get(branch), list):
                self.branch(raw[branch], joined(path, branch), axes, depth)

    def branch(self, steps: list[Any], where: str, axes: tuple[str, ...], depth: int) -> None:
        if depth > MAX_DEPTH:
            self.problem(where, f"steps are nested deeper than {MAX_DEPTH} levels")
            return
        for i, step in enumerate(steps):
            self.step(step, f"{where}[{i}]", axes, depth)

    def step(self, raw: Any, path: str, axes: tuple[str, ...], depth: int) -> None:
        if not isinstance(raw, dict):
            self.problems.add(path, "must be an object with a kind")
            return
        kind = raw.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            known = ", ".join(KINDS)
            what = "is missing" if kind is None else f"unknown kind {kind!r}{self.nearest(str(kind), KINDS)}"
            self.problems.add(f"{path}.kind", f"{what}; known are {known}")
            self.children(raw, path, axes, depth + 1)
            return
        match self.node(form_of(raw), raw, path):
            case Sweep() as node:
                self.sweep(node, path, axes)
                self.children(raw, path, (*axes, node.axis), depth + 1)
            case SweepTogether() as node:
                self.sweep_together(node, path, axes)
                self.children(raw, path, (*axes, *node.axes), depth + 1)
            case Repeat():
                until = raw.get("until")
                inside = list(_measured(raw)) if isinstance(until, dict) else []
                self.condition(until, f"{path}.until", inside)
                self.children(raw, path, axes, depth + 1)
            case WaitUntil():
                self.condition(raw.get("until"), f"{path}.until")
            case If():
                self.condition(raw.get("condition"), f"{path}.condition")
                self.children(raw, path, axes, depth + 1)
            case Measure() as node:
                self.measure(node, path)
            case Set() as node:
                self.set(node, path)
            case Procedure() as node:
                self.procedure(node, path)
            case None if kind in ("measure", "procedure"):
                self.measures = True
            case _:
                self.children(raw, path, axes, depth + 1)

    def axis(self, name: str, path: str) -> AxisSpec | None:
        found = self.bench.axis(name)
        if found is None:
            known = [f"{i.name}.{axis}" for i in self.bench.instruments.values() for axis in i.axes]
            self.problem(path, f"no axis {name!r} on this bench{self.nearest(name, known)}")
            return None
        self.instruments.add(name.partition(".")[0])
        return found

    def instrument(self, name: str, path: str) -> bool:
        if name not in self.bench.instruments:
            known = self.nearest(name, self.bench.instruments)
            self.problem(path, f"no instrument {name!r} on this bench{known}")
            return False
        self.instruments.add(name)
        return True

    def sweep(self, node: Sweep, path: str, axes: tuple[str, ...]) -> None:
        axis = self.swept(node.axis, f"{path}.axis", axes, node.relative)
        if axis is None:
            return
        wrong = sweep_problem(node.axis, axis, node.exact(), node.relative)
        if wrong is not None:
            self.problem(f"{path}.positions", wrong)

    def sweep_together(self, node: SweepTogether, path: str, axes: tuple[str, ...]) -> None:
        sound: dict[str, int] = {}
        for name, positions in node.tracks().items():
            where = f"{path}.axes.{name}"
            axis = self.swept(name, where, axes, node.relative)
            if any(wrong.startswith(where) for wrong in self.malformed):
                continue
            problem = None if axis is None else sweep_problem(name, axis, positions, node.relative)
            first, count = next(iter(sound.items()), (name, len(positions)))
            if problem is None and len(positions) != count:
                several = f"{name} has {len(positions):,} positions, but {first} has {count:,}"
                problem = f"{several}; axes that move together need equally many"
            if problem is not None:
                self.problem(where, problem)
            sound[name] = len(positions)

    def swept(self, name: str, path: str, axes: tuple[str, ...], relative: bool) -> AxisSpec | None:
        axis = self.axis(name, path)
        if name in axes and not relative:
            self.problem(path, f"an outer sweep moves {name} already; make this sweep relative")
        return axis

    def condition(self, raw: Any, path: str, inside: list[str] | None = None) -> None:
        for found in condition_problems(raw, path, self.bench, inside):
            self.problem(found.path, found.message)

    def measure(self, node: Measure, path: str) -> None:
        self.measures = True
        seen: set[str] = set()
        for i, name in enumerate(node.instruments):
            where = f"{path}.instruments[{i}]"
            if self.instrument(name, where) and not self.bench.instruments[name].reads:
                self.problem(where, f"{name} has no readings")
            if name in seen:
                self.problem(where, f"{name} is listed twice; use repeats for more than one reading")
            seen.add(name)

    def set(self, node: Set, path: str) -> None:
        if not self.instrument(node.instrument, f"{path}.instrument"):
            return
        spec = self.bench.instruments[node.instrument]
        for name, value in node.settings.items():
            where = f"{path}.settings.{name}"
            offered = spec.settings.get(name)
            axis = spec.axes.get(name)
            if offered is not None:
                wrong = setting_problem(offered, value)
            elif axis is not None:
                wrong = setpoint_problem(axis, value)
            else:
                known = [*spec.settings, *spec.axes]
                wrong = f"{spec.name} has no setting or axis {name!r}{self.nearest(name, known)}"
            if wrong is not None:
                self.problem(where, wrong)

    def procedure(self, node: Procedure, path: str) -> None:
        self.measures = True
        if self.procedures is None:
            return
        kind = self.procedures.get(node.name)
        if kind is None:
            known = self.nearest(node.name, self.procedures)
            left_out = self.procedures.left_out if isinstance(self.procedures, Procedures) else ()
            files = "".join(f"; left out: {one}" for one in left_out)
            self.problem(f"{path}.name", f"no procedure {node.name!r}{known}{files}")
            return
        try:
            arguments: BaseModel = kind.arguments.model_validate(node.arguments)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            self.problems.extend(translated(details, kind.arguments, f"{path}.arguments"))
            return
        except Exception as error:  # noqa: BLE001 - a laboratory's own validator may raise anything
            wrong = f"the procedure {node.name} cannot check its arguments: {reason_and_place(error)}"
            self.problem(f"{path}.arguments", wrong)
            return
        try:
            for found in kind.problems(arguments, self.bench):
                self.problem(joined(f"{path}.arguments", found.path), found.message)
            needed = {*kind.measures(arguments), *(a.partition(".")[0] for a in kind.axes(arguments))}
        except ProcedureFailed as failed:
            self.problem(f"{path}.name", str(failed))
            return
        self.instruments |= needed


def _measured(raw: dict[str, Any]) -> Iterable[str]:
    """Names of the instruments that the children of a node measure; malformed children are skipped."""
    left = [raw]
    while left:
        step = left.pop()
        names = step.get("instruments")
        if step.get("kind") == "measure" and isinstance(names, list):
            yield from (n for n in names if isinstance(n, str))
        inner = [one for branch in BRANCHES if isinstance(step.get(branch), list) for one in step[branch]]
        left += reversed([one for one in inner if isinstance(one, dict)])

"""Checks many plans at once: steps that several plans share are checked only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from pydantic import ValidationError

from engine.errors import PlanRefused, Problem
from engine.model.bench import BenchSpec
from engine.model.plan import Plan
from engine.model.plan_check import PlanReport, check_plan
from engine.model.problem_list import MOST_TOLD
from engine.model.procedure import ProcedureType

_NOTED = ("name", "sample", "tags", "notes", "metadata")
"""Fields of a plan that do not change what it does."""
_ALONE = [{"kind": "wait", "seconds": 0.0}]


def check_plans(
    plans: Sequence[Any], bench: BenchSpec, procedures: Mapping[str, ProcedureType] | None = None
) -> list[PlanReport]:
    """Check plain data as `check_plan` does, all of it; returns a report for each.

    Raises PlanRefused with the problems of all plans; the path of each begins with the plan's `[index]`.
    """
    known: dict[bytes, PlanReport] = {}
    reports: list[PlanReport] = []
    problems: list[Problem] = []
    for index, data in enumerate(plans):
        report = _check(data, bench, procedures, known)
        reports.append(report)
        problems += [
            Problem(".".join(part for part in (f"[{index}]", p.path) if part), p.message)
            for p in report.problems
        ]
        if len(problems) > MOST_TOLD:
            break
    if problems:
        raise PlanRefused("no plan was queued, because there are problems", problems[:MOST_TOLD])
    return reports


def _check(
    data: Any,
    bench: BenchSpec,
    procedures: Mapping[str, ProcedureType] | None,
    known: dict[bytes, PlanReport],
) -> PlanReport:
    if not isinstance(data, dict):
        return check_plan(data, bench, procedures)
    key = orjson.dumps({name: value for name, value in data.items() if name not in _NOTED})
    same = known.get(key)
    if same is not None and (made := _with_notes(same, data)):
        return made
    report = check_plan(data, bench, procedures)
    if report.plan is not None:
        known[key] = report
    return report


def _with_notes(report: PlanReport, data: Mapping[str, Any]) -> PlanReport | None:
    """The report of a plan with the same steps; None when its other fields have problems."""
    given = {name: data[name] for name in _NOTED if name in data}
    try:
        noted = Plan.model_validate({**given, "steps": _ALONE})
    except ValidationError:
        return None
    assert report.plan is not None
    plan = report.plan.model_copy(update={name: getattr(noted, name) for name in _NOTED})
    stored = {name: value for name, value in (report.stored or {}).items() if name not in _NOTED}
    return replace(report, plan=plan, stored={**given, **stored})

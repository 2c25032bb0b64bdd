"""Plans: checked against the bench before they are queued."""

from __future__ import annotations

from typing import Any

import orjson

from dashboard.api.answers import PlanCheck, ProblemAt
from dashboard.api.context import Context
from dashboard.api.operations import Api
from dashboard.api.validation import json_body
from dashboard.server.limits import LARGE_PLAN
from engine.errors import EngineUnavailable
from engine.model.plan import Plan
from engine.model.plan_check import PlanReport, check_plan


def register(api: Api, context: Context) -> None:
    """Add the operations."""

    @api.operation(
        "POST",
        "/plans/check",
        "Check a plan and estimate points, duration and size; nothing is queued",
        group="Plans",
        body=Plan,
        returns=PlanCheck,
        errors=(400, 415, 503),
    )
    def check() -> PlanCheck:
        found = report(context, json_body())
        return PlanCheck(
            problems=[ProblemAt(**p.as_dict()) for p in found.problems],
            problem_count=found.count,
            points=found.points,
            duration=found.duration,
            size=found.size,
            instruments=sorted(found.instruments),
        )


def report(context: Context, data: Any) -> PlanReport:
    """Check plain data against the present bench. Raises EngineUnavailable before there was any engine."""
    bench = context.read(context.bench.look)
    if not bench.instruments:
        raise EngineUnavailable(
            "No engine has run with this database yet, so the bench is unknown; start one."
        )
    text = orjson.dumps(data)
    if len(text) > LARGE_PLAN:
        return context.heavy.check_plan(text, bench)
    return context.lanes.checks.do(lambda: check_plan(data, bench, context.procedures))


def checked_plan(context: Context, data: Any) -> Any:
    """Return the data when it is a plan without problems. Raises PlanRefused with all problems."""
    report(context, data).require_none()
    return data

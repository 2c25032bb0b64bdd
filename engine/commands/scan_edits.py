"""Changes waiting scans: their plan, priority, earliest start, queue, and whether they are held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from engine.commands.submission import Submission
from engine.errors import CommandRefused
from engine.model import ids
from engine.model.clock import rfc3339
from engine.model.plan_check import PlanReport, check_plan
from engine.model.states import ScanState
from engine.queues.scan_run import ScanRun
from engine.queues.scheduler import Scheduler
from engine.store import scans


class ScanChanges(BaseModel):
    """Changes of a waiting scan; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan: dict[str, Any] = Field(default_factory=dict)
    priority: int = 0
    not_before: AwareDatetime | None = None
    held: bool = False
    queue_id: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> ScanChanges:
        """Read the arguments of a command. Raises CommandRefused."""
        try:
            return cls.model_validate(arguments)
        except ValidationError as error:
            found = error.errors(include_url=False)
            told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in found)
            raise CommandRefused(told) from None


class ScanEdits:
    """Carries out changes in the scheduler's thread."""

    def __init__(self, scheduler: Scheduler, submission: Submission) -> None:
        self._scheduler = scheduler
        self._submission = submission

    def change(self, scan_id: str, run: ScanRun | None, arguments: Mapping[str, Any], why: str) -> None:
        """Change a scan, all or nothing. Raises CommandRefused when it does not wait, PlanRefused for a plan with
        problems, NotFound for an unknown queue.
        """
        changes = ScanChanges.of(arguments)
        given = changes.model_fields_set
        if run is None or run.tracker.state is not ScanState.QUEUED:
            raise CommandRefused(f"{scan_id} does not wait; only a waiting scan can be changed")
        queue = self._scheduler.queue(run.queue)
        goal = self._scheduler.queue(ids.queue_number(changes.queue_id)) if "queue_id" in given else queue
        values: dict[str, Any] = {}
        report = self._report(run, changes.plan) if "plan" in given else None
        if report is not None:
            values |= _columns(report)
        if "priority" in given:
            values["priority"] = changes.priority
        if "not_before" in given:
            values["not_before"] = changes.not_before
        if "held" in given:
            values["held"] = int(changes.held)
        if goal is not queue:
            values["queue"] = goal.number
        number = run.number
        self._scheduler.context.writer.transact(lambda conn: scans.change_waiting(conn, number, values))
        if report is not None:
            run.take(report)
            run.duration, run.tracker.name, run.tracker.total = report.duration, values["name"], report.points
        run.priority = values.get("priority", run.priority)
        run.not_before = values.get("not_before", run.not_before)
        run.held = bool(values.get("held", run.held))
        if goal is not queue:
            self._scheduler.move(run, goal)
        run.tracker.to(ScanState.QUEUED, f"{_told(changes, goal.name)}{why}")
        self._submission.sort(goal)
        queue.emit_status()
        goal.emit_status()
        self._scheduler.check_queue(goal)

    def _report(self, run: ScanRun, plan: dict[str, Any]) -> PlanReport:
        if run.resuming:
            raise CommandRefused(f"{run.tracker.scan_id} has begun; its plan can no longer be changed")
        context = self._scheduler.context
        report = check_plan(plan, context.bench.spec, context.procedures)
        report.require_none()
        return report


def _columns(report: PlanReport) -> dict[str, Any]:
    plan = report.required()
    return {
        "plan": dict(report.stored or {}),
        "name": plan.name,
        "sample": plan.sample,
        "tags": list(plan.tags),
        "metadata": dict(plan.metadata),
        "notes": plan.notes,
        "total_points": report.points,
        "needs": sorted(report.instruments),
        "duration": report.duration,
    }


def _told(changes: ScanChanges, queue: str) -> str:
    """What was changed, in a sentence."""
    moment = changes.not_before
    told = {
        "plan": "its plan was changed",
        "priority": f"its priority is {changes.priority}",
        "not_before": f"it starts not before {rfc3339(moment.timestamp())}"
        if moment
        else "it may start at any time",
        "held": "it is held" if changes.held else "it is no longer held",
        "queue_id": f"it waits in {queue}",
    }
    return "; ".join(text for name, text in told.items() if name in changes.model_fields_set)

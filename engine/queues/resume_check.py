"""Checks whether a scan that ended before its last point can be resumed: the bench must describe the same
measurement still.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.model import ids
from engine.model.bench_edits import Edit, column_edits, edits, merged, use_of
from engine.model.plan import Plan
from engine.model.plan_check import PlanReport, check_plan
from engine.model.plan_shape import measurement_columns
from engine.model.records import ScanRecord
from engine.queues.run_context import RunContext
from engine.queues.scan_run import problems_text
from engine.store import scans, streams


@dataclass(frozen=True, slots=True)
class ResumeCheck:
    """Result of the check."""

    report: PlanReport
    refusal: str
    """Why the scan cannot be resumed; empty when it can."""
    edits: tuple[str, ...] = ()
    """Other changes of the bench since the scan started, for its log."""


def check_resume(context: RunContext, conn: Connection, record: ScanRecord) -> ResumeCheck:
    """Check a scan that is to be resumed. Raises DataDamaged when its readings cannot be read."""
    bench = context.bench
    report = check_plan(record.plan, bench.spec, context.procedures)
    if report.plan is None:
        why = f"its plan no longer fits the bench: {problems_text(report)}"
        return ResumeCheck(report, f"{record.scan_id} cannot be resumed: {why}. {_advice(context)}")
    if not any(measurement.total for measurement in record.measurements or ()):
        return ResumeCheck(report, "")
    found = _edits(context, conn, record, report.plan)
    grave = "; ".join(str(edit) for edit in found if edit.grave)
    refusal = ""
    if grave:
        refusal = (
            f"{record.scan_id} cannot be resumed, because the bench was edited since it started and its readings "
            f"would no longer mean the same: {grave}. {_advice(context)}"
        )
    return ResumeCheck(report, refusal, tuple(str(edit) for edit in found if not edit.grave))


def _edits(context: RunContext, conn: Connection, record: ScanRecord, plan: Plan) -> list[Edit]:
    number = ids.scan_number(record.scan_id)
    now = {name: instrument.described for name, instrument in context.bench.instruments.items()}
    before = scans.described(conn, number)
    columns = measurement_columns(plan.steps, context.bench.spec, context.procedures)
    of_columns = [
        column_edits(name, several[-1].stored, columns.get(name, ()))
        for name, several in streams.of_scan(conn, number).items()
    ]
    use = use_of(plan.steps, {**now, **before}, context.procedures)
    return merged(*of_columns, edits(before, now, use))


def _advice(context: RunContext) -> str:
    file = context.bench.path.name
    return f"Undo that in {file} and restart the engine, or retry the scan to start a new one"

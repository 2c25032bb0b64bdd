"""Whether an interrupted scan may go on: not under another description of what it measures and moves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.model import ids
from engine.model.bench_edits import Edit, column_edits, edits, merged, use_of
from engine.model.plan import Plan
from engine.model.plan_check import PlanReport, check_plan
from engine.model.plan_shape import measurement_columns
from engine.model.records import ScanRecord
from engine.queues.run_context import Equipment
from engine.queues.scan_run import told
from engine.store import scans, streams


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What a look at an interrupted scan found."""

    report: PlanReport
    refusal: str
    """Why it may not go on; empty when it may."""
    edits: tuple[str, ...] = ()
    """Other edits of the bench since it began, which people are told of."""


def look(equipment: Equipment, conn: Connection, record: ScanRecord) -> GoingOn:
    """Look at an interrupted scan. Raises DataDamaged when its readings cannot be read."""
    bench = equipment.bench
    report = check_plan(record.plan, bench.spec, equipment.procedures)
    if report.plan is None:
        why = f"its plan does not fit the bench any more: {told(report)}"
        return GoingOn(report, f"{record.scan_id} cannot go on: {why}. {_advice(equipment)}")
    if not any(measurement.total for measurement in record.measurements or ()):
        return GoingOn(report, "")
    found = _edits(equipment, conn, record, report.plan)
    grave = "; ".join(str(edit) for edit in found if edit.grave)
    refusal = ""
    if grave:
        refusal = (
            f"{record.scan_id} cannot go on, because the bench was edited since it began and its readings "
            f"would not mean the same any more: {grave}. {_advice(equipment)}"
        )
    return GoingOn(report, refusal, tuple(str(edit) for edit in found if not edit.grave))


def _edits(equipment: Equipment, conn: Connection, record: ScanRecord, plan: Plan) -> list[Edit]:
    number = ids.scan_number(record.scan_id)
    now = {name: instrument.described for name, instrument in equipment.bench.instruments.items()}
    before = scans.described(conn, number)
    columns = measurement_columns(plan.steps, equipment.bench.spec, equipment.procedures)
    of_columns = [
        column_edits(name, several[-1].stored, columns.get(name, ()))
        for name, several in streams.of_scan(conn, number).items()
    ]
    use = use_of(plan.steps, {**now, **before}, equipment.procedures)
    return merged(*of_columns, edits(before, now, use))


def _advice(equipment: Equipment) -> str:
    file = equipment.bench.path.name
    return f"Undo that in {file} and start the engine again, or retry the scan, which makes a new one"

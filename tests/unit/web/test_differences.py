"""The table of what scans differ in."""

from __future__ import annotations

from typing import Any

from dashboard.components.differences import differences
from engine.model.records import ScanRecord
from engine.model.states import ScanState

MOMENT = "2026-05-04T12:00:00Z"


def scan(number: int, positions: list[float], **other: Any) -> ScanRecord:
    inner = [{"kind": "measure", "instruments": ["detector"]}]
    steps = [{"kind": "sweep", "axis": "motor.x", "positions": positions, "steps": inner}]
    given: dict[str, Any] = {
        "scan_id": f"SCAN_00{number}",
        "queue_id": "QUEUE_001",
        "name": f"Line {number}",
        "status": ScanState.COMPLETED,
        "progress": 1,
        "message": "",
        "point": 11,
        "total_points": 11,
        "elapsed": 2.0,
        "eta": None,
        "step": "",
        "timestamp": MOMENT,
        "sample": "S-42",
        "tags": [],
        "notes": "",
        "metadata": {},
        "user": "anna",
        "created_at": MOMENT,
        "started_at": MOMENT,
        "ended_at": MOMENT,
        "retry_of": None,
        "plan": {"name": f"Line {number}", "steps": steps},
    }
    return ScanRecord(**{**given, **other})


def test_only_what_differs_is_listed() -> None:
    table = differences([scan(1, [0.0, 0.1]), scan(2, [0.0, 0.2], sample="S-43", metadata={"gas": "He"})])
    assert list(table.columns) == ["SCAN_001", "SCAN_002"]
    assert table.loc["sample"].tolist() == ["S-42", "S-43"]
    assert table.loc["steps[0].positions"].tolist() == ["0, 0.1", "0, 0.2"]
    assert table.loc["metadata gas"].tolist() == ["–", "He"]
    assert set(table.index) == {"sample", "steps[0].positions", "metadata gas"}


def test_equal_scans_have_no_differences() -> None:
    assert differences([scan(1, [0.0]), scan(2, [0.0])]).empty


def test_a_long_list_is_shown_by_its_ends() -> None:
    table = differences([scan(1, [float(x) for x in range(11)]), scan(2, [0.0])])
    assert table.loc["steps[0].positions"].tolist() == ["0, 1 … 10 (11 values)", "0"]

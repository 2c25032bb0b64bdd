"""Scans in queues whose instrument fails: held, left out, ended, and resumed in the same scan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan, sweep, until, wait

from engine.model import ids
from engine.model.faults import FaultKind
from engine.model.marks import Quality
from engine.model.states import QueueState, ScanState
from engine.store import readings

S, Q = ScanState, QueueState
BENCH = """
name = "faults"
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
limits = [0, 100]
safe = 0
[[instrument]]
name = "slow"
driver = "simulated"
[instrument.axes.z]
unit = "mm"
limits = [0, 100]
safe = 0
speed = 10
[[instrument]]
name = "detector"
driver = "simulated"
{on_fault}
[instrument.reads.signal]
formula = "motor.x / (motor.x - {bad})"
unit = "V"
"""
LINE = plan(sweep("motor.x", [4, 5, 6], measure("detector")))


def bench(folder: Path, on_fault: str = "", bad: float = 5) -> Path:
    """A bench whose detector cannot be read at one position of the motor."""
    path = folder / "faults.toml"
    path.write_text(BENCH.format(on_fault=on_fault and f"on_fault = {on_fault}", bad=bad))
    return path


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[EngineLab]:
    with open_engine_lab(tmp_path, bench(tmp_path, '{ then = "hold" }')) as made:
        yield made


def started(lab: EngineLab, *plans: dict[str, object]) -> str:
    queue = lab.queue(*plans)
    lab.do("queue", queue, "start")
    return queue


def gaps(lab: EngineLab, scan: str = "SCAN_001") -> list[bool]:
    lab.writer.flush()
    with lab.database.read() as conn:
        found = readings.read(conn, ids.scan_number(scan), "detector", columns=["quality"])
    return [quality == Quality.GAP for quality in found.columns["quality"]]


def test_a_scan_holds_and_says_what_happened(lab: EngineLab) -> None:
    started(lab, LINE)
    record = lab.scan_is("SCAN_001", S.PAUSED)
    assert record.fault is not None
    assert (record.fault.kind, record.fault.instrument, record.fault.point) == (
        FaultKind.GARBAGE, "detector", 1,
    )  # fmt: skip
    assert record.message == f"held after a fault: {record.fault.message}"
    assert "detector: the formula of 'signal' fails" in record.fault.message


def test_a_held_point_is_left_out_as_a_gap(lab: EngineLab) -> None:
    started(lab, LINE)
    lab.scan_is("SCAN_001", S.PAUSED)
    lab.do("scan", "SCAN_001", "skip")
    record = lab.scan_is("SCAN_001", S.COMPLETED)
    assert record.fault is None
    assert gaps(lab) == [False, True, False]
    assert lab.column("SCAN_001", "detector", "motor.x") == [4, 5, 6]


@pytest.mark.parametrize("command", ["retry_point", "resume"])
def test_a_held_point_is_measured_again(lab: EngineLab, command: str) -> None:
    started(lab, LINE)
    lab.scan_is("SCAN_001", S.PAUSED)
    lab.bench.instruments["motor"].move("x", 5.5)  # somebody mends it
    lab.do("scan", "SCAN_001", command)
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert gaps(lab) == [False] * 3


def test_a_held_scan_holds_again_while_the_fault_lasts(lab: EngineLab) -> None:
    started(lab, LINE)
    first = lab.scan_is("SCAN_001", S.PAUSED)
    lab.do("scan", "SCAN_001", "retry_point")
    again = until(
        lambda: r if (r := lab.scan("SCAN_001")).fault and r.fault.attempts == 2 else None, "it to hold again"
    )
    assert again.status is S.PAUSED
    assert first.fault is not None
    assert gaps(lab) == [False]


@pytest.mark.parametrize(
    ("command", "state"), [("stop", S.STOPPED), ("halt", S.ABORTED), ("abort", S.ABORTED)]
)
def test_a_held_scan_can_be_ended_and_resumed(
    tmp_path: Path, lab: EngineLab, command: str, state: ScanState
) -> None:
    queue = started(lab, LINE)
    lab.scan_is("SCAN_001", S.PAUSED)
    lab.do("scan", "SCAN_001", command)
    assert lab.scan_is("SCAN_001", state).fault is None
    lab.queue_is(queue, Q.IDLE)
    lab.do("scan", "SCAN_001", "resume")
    lab.scan_is("SCAN_001", S.PAUSED)
    lab.do("scan", "SCAN_001", "skip")
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.column("SCAN_001", "detector", "motor.x") == [4, 5, 6]
    record = lab.queue_record(queue)
    assert (record.completed_scans, record.total_scans, record.progress) == (1, 1, 1.0)


def test_nothing_can_be_decided_where_nothing_is_held(lab: EngineLab) -> None:
    started(lab, plan(wait(600), measure("detector")))
    lab.scan_is("SCAN_001", S.RUNNING)
    lab.do("scan", "SCAN_001", "pause")
    lab.scan_is("SCAN_001", S.PAUSED)
    for command in ("skip", "retry_point"):
        answer = lab.try_("scan", "SCAN_001", command)
        assert (answer.status, answer.reason) == ("refused", "SCAN_001 does not hold after a fault")


def test_a_failed_scan_goes_on_at_its_next_point_once_its_instrument_is_mended(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path, bench(tmp_path)) as lab:
        queue = started(lab, LINE)
        lab.scan_is("SCAN_001", S.FAILED)
        lab.queue_is(queue, Q.IDLE)
    with open_engine_lab(tmp_path, bench(tmp_path, '{ then = "skip" }')) as lab:
        lab.do("scan", "SCAN_001", "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)
        assert gaps(lab) == [False, True, False]
        assert lab.queue_record(queue).total_scans == 1


def test_a_failed_scan_is_not_resumed_where_its_readings_would_mean_something_else(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path, bench(tmp_path)) as lab:
        started(lab, LINE)
        lab.scan_is("SCAN_001", S.FAILED)
    with open_engine_lab(tmp_path, bench(tmp_path, bad=7)) as lab:
        answer = lab.try_("scan", "SCAN_001", "resume")
        assert answer.status == "refused"
        assert "SCAN_001 cannot be resumed, because the bench was edited" in answer.reason


def test_a_completed_scan_is_not_resumed(lab: EngineLab) -> None:
    started(lab, plan(measure("detector")))
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.try_("scan", "SCAN_001", "resume").status == "refused"


def test_halt_moves_nothing(lab: EngineLab) -> None:
    started(lab, plan(sweep("motor.x", [7], wait(600), measure("detector"))))
    until(lambda: lab.bench.instruments["motor"].position("x") == 7, "the motor to arrive")
    lab.do("scan", "SCAN_001", "halt")
    record = lab.scan_is("SCAN_001", S.ABORTED)
    assert record.message == "halted at point 0 of 1; nothing was moved"
    assert lab.bench.instruments["motor"].position("x") == 7


def test_pause_now_stops_a_move_and_resume_repeats_it(lab: EngineLab) -> None:
    started(lab, plan(sweep("slow.z", [20, 19], measure("detector"))))
    slow = lab.bench.instruments["slow"]
    until(lambda: slow.position("z") > 1, "the axis to move")
    lab.do("scan", "SCAN_001", "pause", now=True)
    lab.scan_is("SCAN_001", S.PAUSED)
    here = slow.position("z")
    assert here < 20
    assert slow.position("z") == here
    assert lab.scan("SCAN_001").point == 0
    lab.do("scan", "SCAN_001", "resume")
    lab.scan_is("SCAN_001", S.COMPLETED)
    assert lab.column("SCAN_001", "detector", "slow.z") == [20, 19]


def test_pause_now_hastens_a_pause_after_the_step(lab: EngineLab) -> None:
    started(lab, plan(sweep("slow.z", [100], measure("detector"))))
    until(lambda: lab.bench.instruments["slow"].position("z") > 1, "the axis to move")
    lab.do("scan", "SCAN_001", "pause")
    lab.do("scan", "SCAN_001", "pause", now=True)
    lab.scan_is("SCAN_001", S.PAUSED)
    assert lab.bench.instruments["slow"].position("z") < 100
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", S.STOPPED)

"""A source that clips a setpoint: reported in the scan's log, on the instrument and to manual commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan, sweep
from support.positioner import OnTcp, Positioner

from engine.model import ids
from engine.model.states import ScanState
from engine.store import instruments, logs

BENCH = """
[[instrument]]
name = "source"
resource = "{resource}"
[instrument.axes.voltage]
set = "MOVE {{value:.2f}}"
get = "POS?"
unit = "V"
{more}
[instrument.reads.current]
query = "MEAS?"
[instrument.settings.gain]
set = "GAIN {{value}}"
get = "GAIN?"
"""


@pytest.fixture
def source() -> Iterator[tuple[Positioner, str]]:
    positioner = Positioner()
    positioner.reach = (0.0, 10.0)
    door = OnTcp(positioner)
    yield positioner, door.resource
    door.close()


@pytest.fixture
def lab(
    tmp_path: Path, source: tuple[Positioner, str], request: pytest.FixtureRequest
) -> Iterator[EngineLab]:
    path = tmp_path / "bench.toml"
    path.write_text(BENCH.format(resource=source[1], more=getattr(request, "param", "")))
    with open_engine_lab(tmp_path, path) as made:
        yield made


def log_of(lab: EngineLab, scan: str) -> list[tuple[str, str]]:
    lab.writer.flush()
    with lab.database.read() as conn:
        return [(line.level.value, line.message) for line in logs.scan_tail(conn, ids.scan_number(scan))]


def run(lab: EngineLab, *positions: float) -> str:
    queue = lab.queue(plan(sweep("source.voltage", list(positions), measure("source"))))
    lab.do("queue", queue, "start")
    return lab.queue_record(queue).queue_id


def test_a_scan_tells_in_its_log_and_stores_what_was_read(lab: EngineLab) -> None:
    run(lab, 9, 11, 12, 13)
    lab.scan_is("SCAN_001", ScanState.COMPLETED)
    assert lab.column("SCAN_001", "source", "source.voltage") == [9, 10, 10, 10]
    warnings = [message for level, message in log_of(lab, "SCAN_001") if level == "WARNING"]
    assert warnings == [
        "source: voltage was set to 11 V, but reads 10 V",
        "source: voltage did not read back its setpoint 2 more times",
    ]
    with lab.database.read() as conn:
        (record,) = instruments.list_(conn)
    assert record.warning == "voltage was set to 13 V, but reads 10 V"


@pytest.mark.parametrize("lab", ['on_mismatch = "fail"'], indirect=True)
def test_a_scan_fails_where_the_bench_wants_it(lab: EngineLab) -> None:
    run(lab, 9, 11, 12)
    failed = lab.scan_is("SCAN_001", ScanState.FAILED, ScanState.COMPLETED)
    assert failed.status is ScanState.FAILED and failed.point == 1
    assert failed.message == "source: voltage was set to 11 V, but reads 10 V"


def test_a_mismatch_is_reported_to_manual_commands(lab: EngineLab, source: tuple[Positioner, str]) -> None:
    moved = lab.answered(lab.order("source", "move", axis="voltage", value=11), "done")
    assert moved.reason == "voltage was set to 11 V, but reads 10 V"
    assert lab.answered(lab.order("source", "move", axis="voltage", value=5), "done").reason == ""
    source[0].answers["GAIN?"] = "2"
    assert lab.answered(lab.order("source", "set", settings={"gain": 3}), "done").reason == (
        "gain was set to 3, but reads 2"
    )


@pytest.mark.parametrize("lab", ['on_mismatch = "fail"'], indirect=True)
def test_a_move_by_hand_fails_where_the_bench_wants_it(lab: EngineLab) -> None:
    failed = lab.answered(lab.order("source", "move", axis="voltage", value=11), "failed")
    assert failed.reason == "source: voltage was set to 11 V, but reads 10 V"

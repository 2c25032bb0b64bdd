"""The engine as a process: commanded through the database, killed, ended, refused; no reading is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.engine_process import SIMULATED, EngineProcess, until

from engine.store import queues

StartEngine = Callable[..., EngineProcess]


def sweep(axis: str, positions: Any, *steps: Any, **options: Any) -> dict[str, Any]:
    return {"kind": "sweep", "axis": axis, "positions": positions, "steps": list(steps), **options}


MEASURE = {"kind": "measure", "instruments": ["detector"]}
MAP = {
    "name": "map",
    "steps": [
        sweep(
            "motor.y",
            {"start": 0, "stop": 9, "num": 40},
            sweep(
                "motor.x",
                {"start": 0, "stop": 9, "num": 50},
                {"kind": "wait", "seconds": 0.001},
                {"kind": "measure", "instruments": ["detector", "camera"]},
                snake=True,
            ),
        )
    ],
}
QUICK = {"name": "quick", "steps": [sweep("motor.x", [1, 2, 3], MEASURE)]}
LONG = {"name": "long", "steps": [MEASURE, {"kind": "wait", "seconds": 3600}, MEASURE]}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[StartEngine]:
    """Starts engines on one home; all end with the test."""
    started: list[EngineProcess] = []

    def start(*arguments: str, **options: Any) -> EngineProcess:
        started.append(EngineProcess(tmp_path / "home", *arguments, **options))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.database.dispose()


def test_a_queue_of_scans_runs_to_its_end(engine: StartEngine) -> None:
    lab = engine().ready()
    queue = lab.queue(QUICK, QUICK)
    until(lambda: lab.queue_record(queue).status == "idle", "the queue's end")
    for scan in ("SCAN_001", "SCAN_002"):
        assert lab.scan(scan).status == "completed"
        assert list(lab.rows(scan, "detector").columns["motor.x"]) == [1, 2, 3]
    assert lab.end() == 0


def test_a_plan_nested_a_hundred_levels_deep_runs(engine: StartEngine) -> None:
    step: dict[str, Any] = MEASURE
    for level in range(99):
        inner = [step]
        step = (
            {"kind": "repeat", "times": 1, "steps": inner}
            if level % 2
            else sweep("motor.x", [0], *inner, relative=True)
        )
    lab = engine().ready()
    lab.queue({"name": "deep", "steps": [step]})
    assert lab.scan_is("SCAN_001", "completed").point == 1


def test_killed_at_any_moment_it_continues_without_gaps_or_duplicates(engine: StartEngine) -> None:
    lab = engine().ready()
    queue = lab.queue(MAP, QUICK)
    for points in (30, 700):
        lab.has_points("SCAN_001", points)
        lab.kill()
        shown = lab.rows("SCAN_001", "detector").total
        lab = engine().ready()
        scan = lab.scan("SCAN_001")
        assert scan.status == "interrupted"
        assert scan.point >= shown
        assert "resume" in scan.message
        record = lab.queue_record(queue)
        assert record.status == "paused"
        assert "SCAN_001" in record.message
        assert lab.scan("SCAN_002").status == "queued"
        lab.do("queue", queue, "resume")
    until(lambda: lab.queue_record(queue).status == "idle", "the queue's end")
    expected = []
    for i in range(40):
        row = [j * 9 / 49 for j in range(50)]
        expected += [(i * 9 / 39, x) for x in (row if i % 2 == 0 else row[::-1])]
    for name in ("detector", "camera"):
        rows = lab.rows("SCAN_001", name)
        assert rows.total == 2000
        got = list(zip(rows.columns["motor.y"], rows.columns["motor.x"], strict=True))
        assert got == [pytest.approx(pair) for pair in expected]
    ended = lab.scan("SCAN_001")
    assert (ended.status, ended.point, ended.progress) == ("completed", 2000, 1.0)
    assert lab.scan("SCAN_002").status == "completed"
    assert lab.queue_record(queue).completed_scans == 2


def test_told_to_end_it_interrupts_its_scans_and_gives_the_lease_back(engine: StartEngine) -> None:
    lab = engine().ready()
    queue = lab.queue(LONG)
    lab.has_points("SCAN_001", 1)
    begun = time.monotonic()
    assert lab.end() == 0
    assert time.monotonic() - begun < 8
    assert lab.scan("SCAN_001").status == "interrupted"
    assert lab.queue_record(queue).status == "paused"
    assert engine().ready().scan("SCAN_001").status == "interrupted"


def test_it_ends_when_its_lifeline_is_cut(engine: StartEngine) -> None:
    lab = engine(lifeline=True).ready()
    lab.queue(LONG)
    lab.has_points("SCAN_001", 1)
    os.close(lab.lifeline)
    assert lab.process.wait(10) == 0
    assert lab.scan("SCAN_001").status == "interrupted"


def test_a_second_engine_is_refused_in_one_line(engine: StartEngine) -> None:
    first = engine().ready()
    second = engine()
    assert second.process.wait(60) == 2
    refusal = [line for line in second.said().splitlines() if line.startswith("error:")]
    assert len(refusal) == 1
    assert str(first.process.pid) in refusal[0]
    assert first.process.poll() is None


def test_instruments_that_others_can_reach_have_one_engine_whatever_its_home(tmp_path: Path) -> None:
    bench = tmp_path / "bench.toml"
    bench.write_text('[[instrument]]\nname = "meter"\nresource = "TCPIP::127.0.0.1::9::SOCKET"\n')
    first = EngineProcess(tmp_path / "one", bench=bench).ready()
    second = EngineProcess(tmp_path / "two", bench=bench)
    try:
        assert second.process.wait(60) == 2
        refusal = [line for line in second.said().splitlines() if line.startswith("error:")]
        assert len(refusal) == 1
        for word in (str(first.process.pid), str(tmp_path / "one"), str(bench)):
            assert word in refusal[0]
        first.kill()
        second = EngineProcess(tmp_path / "two", bench=bench).ready()
    finally:
        for engine in (first, second):
            engine.kill()
            engine.database.dispose()


@pytest.mark.parametrize(
    ("bench", "words"),
    [
        ('[[instrument]]\nname = "a"\ndriver = "simulatd"\n', ["simulatd"]),
        ("[[instrument]\n", ["TOML"]),
    ],
)
def test_a_wrong_bench_ends_it_with_one_line(
    engine: StartEngine, tmp_path: Path, bench: str, words: list[str]
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(bench)
    lab = engine(bench=path)
    assert lab.process.wait(60) == 2
    lines = [line for line in lab.said().splitlines() if line]
    assert len(lines) == 1
    for word in ["wrong.toml", *words]:
        assert word in lines[0]


def test_a_wrong_flag_ends_it_with_one_line(engine: StartEngine) -> None:
    lab = engine("--prot", "1")
    assert lab.process.wait(60) == 2
    assert lab.said().count("\n") == 1
    assert "--prot" in lab.said()


def test_commands_are_recorded_with_who_and_what_came_of_them(engine: StartEngine) -> None:
    lab = engine().ready()
    queue = lab.queue(LONG)
    lab.has_points("SCAN_001", 1)
    refused = lab.ask("scan", "SCAN_001", "resume")
    assert (refused.status, refused.user) == ("refused", "ann")
    assert "SCAN_001 is running; resume works only" in refused.reason
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", "stopped")
    until(lambda: lab.queue_record(queue).status == "idle", "the queue's end")


def test_an_emergency_stop_through_the_table_aborts_everything(engine: StartEngine) -> None:
    lab = engine().ready()
    far = {
        "name": "a",
        "steps": [sweep("slow_motor.x", [0, 100], MEASURE), {"kind": "wait", "seconds": 3600}],
    }
    lab.queue(far)
    lab.queue(
        {
            "name": "b",
            "steps": [{"kind": "measure", "instruments": ["camera"]}, {"kind": "wait", "seconds": 3600}],
        }
    )
    lab.has_points("SCAN_001", 1)
    lab.has_points("SCAN_002", 1)
    lab.do("engine", "", "stop_all")
    lab.scan_is("SCAN_001", "aborted")
    lab.scan_is("SCAN_002", "aborted")
    for queue in ("QUEUE_001", "QUEUE_002"):
        until(lambda q=queue: lab.queue_record(q).status == "idle", f"{queue} to stop")  # type: ignore[misc]


def test_the_demo_is_submitted_to_an_empty_database_only(engine: StartEngine) -> None:
    demo = SIMULATED.with_name("demo.toml")
    lab = engine(bench=demo).ready()
    lab.has_points("SCAN_001", 5)
    assert lab.queue_record("QUEUE_001").name == "Demo"
    assert lab.queue_record("QUEUE_001").total_scans >= 4
    assert lab.end() == 0
    again = engine(bench=demo).ready()
    assert again.queue_record("QUEUE_001").status == "paused"
    with again.database.read() as conn:
        assert len(queues.list_(conn)) == 1

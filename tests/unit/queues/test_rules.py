"""Rules suspend scans while a condition holds, with hysteresis, and say why; nothing is measured twice or skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.engine_lab import EngineLab, open_engine_lab, plan, until
from support.plans import sweep

from engine.bench.bench import Bench
from engine.errors import BenchError
from engine.model.rules import RuleRecord
from engine.model.states import QueueState, ScanState
from engine.store import logs, rules

BENCH = """
[[instrument]]
name = "room"
driver = "simulated"
[instrument.axes.heat]
unit = "K"
[instrument.reads.temperature]
formula = "room.heat"
unit = "K"
[[instrument]]
name = "stage"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
[[instrument]]
name = "meter"
driver = "simulated"
[instrument.reads.signal]
formula = "stage.x"
[[instrument]]
name = "spare"
driver = "simulated"
[instrument.reads.signal]
formula = "1"
"""
WARM = {
    "name": "too warm",
    "hold_when": {"column": "room.temperature", "above": 310},
    "resume_when": {"column": "room.temperature", "below": 305},
    "settle": 0.2,
}
POINTS = 400
LINE = plan(
    sweep(
        "stage.x",
        {"start": 0, "stop": 399, "num": POINTS},
        {"kind": "measure", "instruments": ["meter"]},
        {"kind": "wait", "seconds": 0.02},
    )
)


def bench(folder: Path, more: str = "") -> Path:
    """The bench file."""
    path = folder / "bench.toml"
    path.write_text(BENCH + more)
    return path


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[EngineLab]:
    """An engine with the bench, its room at 300 K."""
    with open_engine_lab(tmp_path, bench(tmp_path)) as made:
        heat(made, 300)
        yield made


def heat(lab: EngineLab, kelvin: float) -> None:
    """The room drifts to another temperature."""
    lab.bench.instruments["room"].move("heat", kelvin)


def add(lab: EngineLab, **rule: Any) -> str:
    """Make a rule; its identifier."""
    return str(lab.do("rule", "", "create", **{**WARM, **rule})["rule_id"])


def running(lab: EngineLab) -> str:
    """A queue whose scan has taken a point."""
    queue = lab.queue(LINE)
    lab.do("queue", queue, "start")
    lab.measuring("SCAN_001")
    return queue


def rule(lab: EngineLab, number: int = 1) -> RuleRecord:
    """A rule as the store has it."""
    with lab.database.read() as conn:
        return rules.get(conn, number)


def test_a_drifting_temperature_suspends_a_scan_with_hysteresis(lab: EngineLab) -> None:
    add(lab)
    queue = running(lab)
    heat(lab, 309)
    lab.measuring("SCAN_001", lab.scan("SCAN_001").point + 40)
    assert lab.scan("SCAN_001").status is ScanState.RUNNING, "it is not warm enough"
    heat(lab, 311)
    held = lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    assert "suspended by the rule too warm since" in held.message
    assert "room.temperature is 311 K" in held.message
    assert held.eta is None
    until(lambda: rule(lab).holding, "the rule to say so")
    assert rule(lab).since is not None
    told = until(
        lambda: q if "suspended by rules: SCAN_001" in (q := lab.queue_record(queue)).message else None,
        "the queue to say so",
    )
    assert told.eta is None
    heat(lab, 307)
    until(lambda: "307 K" in rule(lab).reason, "a look at 307 K")
    assert lab.scan("SCAN_001").status is ScanState.SUSPENDED, "between both temperatures it stays"
    point = lab.scan("SCAN_001").point
    heat(lab, 304)
    lab.scan_is("SCAN_001", ScanState.RUNNING)
    assert lab.scan("SCAN_001").point <= point + 1
    until(lambda: not rule(lab).holding, "the rule to let go")
    heat(lab, 309)
    lab.scan_is("SCAN_001", ScanState.COMPLETED)
    assert lab.column("SCAN_001", "meter", "stage.x") == list(range(POINTS))
    with lab.database.read() as conn:
        log = [line.message for line in logs.scan_tail(conn, 1)]
    assert any("to be suspended by the rule too warm" in line for line in log)
    assert any("going on: the rule too warm let go after" in line and "304 K" in line for line in log)


def test_a_value_that_cannot_be_read_keeps_the_hold_and_says_so(lab: EngineLab) -> None:
    add(lab)
    running(lab)
    heat(lab, 311)
    lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    lab.bench.instruments["room"].disconnect()
    lab.bench.instruments["room"].wanted = False
    held = until(
        lambda: s if "cannot tell whether to go on" in (s := lab.scan("SCAN_001")).message else None,
        "the scan to say why",
    )
    assert held.status is ScanState.SUSPENDED
    assert "room" in rule(lab).trouble
    lab.do("rule", "RULE_001", "change", enabled=False)
    assert "was changed" in lab.scan_is("SCAN_001", ScanState.RUNNING).message


def test_a_rule_concerns_only_scans_with_its_instruments(lab: EngineLab) -> None:
    add(lab, scans={"instruments": ["spare"]})
    heat(lab, 311)
    until(lambda: rule(lab).holding, "the rule to hold")
    running(lab)
    other = lab.queue(plan({"kind": "measure", "instruments": ["spare"]}))
    lab.do("queue", other, "start")
    lab.scan_is("SCAN_002", ScanState.SUSPENDED)
    assert lab.scan("SCAN_002").point == 0, "it begins with a hold"
    assert lab.scan("SCAN_001").status is ScanState.RUNNING
    lab.do("rule", "RULE_001", "remove")
    lab.scan_is("SCAN_002", ScanState.COMPLETED)


def test_people_and_rules_hold_a_scan_independently(lab: EngineLab) -> None:
    add(lab)
    queue = running(lab)
    heat(lab, 311)
    lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    refused = lab.try_("scan", "SCAN_001", "resume")
    assert "suspended by the rule too warm" in refused.reason
    assert "disable the rule" in refused.reason
    lab.do("queue", queue, "pause")
    lab.queue_is(queue, QueueState.PAUSED)
    lab.scan_is("SCAN_001", ScanState.PAUSED)
    lab.do("queue", queue, "resume")
    lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    lab.do("scan", "SCAN_001", "pause")
    heat(lab, 300)
    until(lambda: not rule(lab).holding, "the rule to let go")
    assert lab.scan("SCAN_001").status is ScanState.PAUSED
    lab.do("scan", "SCAN_001", "resume")
    lab.scan_is("SCAN_001", ScanState.RUNNING)
    heat(lab, 311)
    lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    lab.do("scan", "SCAN_001", "stop")
    lab.scan_is("SCAN_001", ScanState.STOPPED)


def test_an_interrupted_scan_is_suspended_again_when_it_is_resumed(tmp_path: Path) -> None:
    path = bench(tmp_path)
    with open_engine_lab(tmp_path, path) as lab:
        heat(lab, 300)
        add(lab)
        running(lab)
        heat(lab, 311)
        lab.scan_is("SCAN_001", ScanState.SUSPENDED)
    with open_engine_lab(tmp_path, path) as lab:
        assert lab.scan("SCAN_001").status is ScanState.INTERRUPTED
        heat(lab, 311)
        until(lambda: rule(lab).holding, "the rule to hold again")
        lab.do("queue", "QUEUE_001", "resume")
        lab.scan_is("SCAN_001", ScanState.SUSPENDED)
        heat(lab, 300)
        lab.scan_is("SCAN_001", ScanState.COMPLETED)
        assert lab.column("SCAN_001", "meter", "stage.x") == list(range(POINTS))


RULE = """
[[rule]]
name = "dark hours"
hold_when = { any = [{ clock = { after = "00:00", before = "23:59" } }, { disconnected = "room" }] }
scans = { instruments = ["meter"] }
"""


def test_a_rule_of_the_bench_file(tmp_path: Path) -> None:
    with open_engine_lab(tmp_path, bench(tmp_path, RULE)) as lab:
        assert rule(lab).of_bench
        refused = lab.try_("rule", "RULE_001", "change", settle=5)
        assert "edit it there" in refused.reason
        assert "remove it there" in lab.try_("rule", "RULE_001", "remove").reason
        lab.do("rule", "RULE_001", "change", enabled=False)
    with open_engine_lab(tmp_path, bench(tmp_path, RULE)) as lab:
        assert not rule(lab).enabled, "what people chose stays"
    with open_engine_lab(tmp_path, bench(tmp_path)) as lab, lab.database.read() as conn:
        assert rules.list_(conn) == []


def test_a_wrong_rule_of_the_bench_file_is_refused(tmp_path: Path) -> None:
    wrong = (
        RULE.replace('"room"', '"rom"').replace("00:00", "0:00") + 'hold = 1\n[[rule]]\nname = "dark hours"\n'
    )
    with pytest.raises(BenchError) as refused:
        Bench.load(bench(tmp_path, wrong), lambda event: None)
    said = str(refused.value)
    for part in ('rule "dark hours"', "did you mean 'room'?", "such as 02:00", "hold: unknown field", "unique",
                 "hold_when: is missing"):  # fmt: skip
        assert part in said, (part, said)

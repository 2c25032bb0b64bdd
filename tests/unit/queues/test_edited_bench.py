"""A scan is not resumed when the bench describes another measurement; the difference is reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan, sweep, wait
from support.plans import Json

from engine.model.states import QueueState, ScanState
from engine.store import logs

S, Q = ScanState, QueueState
BENCH = """
[[instrument]]
name = "motor"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
limits = [0, 100]
[instrument.axes.y]
unit = "mm"
[instrument.settings.gain]
unit = "dB"
limits = [0, 9]

[[instrument]]
name = "detector"
driver = "simulated"
[instrument.reads.signal]
formula = "motor.x + 1"
unit = "V"
[instrument.reads.phase]
formula = "motor.x"
unit = "deg"

[[instrument]]
name = "other"
driver = "simulated"
[instrument.reads.noise]
formula = "1"
unit = "V"
"""
SET: Json = {"kind": "set", "instrument": "motor", "settings": {"gain": 3}}
SCAN = plan(SET, sweep("motor.x", {"start": 0, "stop": 59, "num": 60}, measure("detector"), wait(0.05)))

PHASE = '[instrument.reads.phase]\nformula = "motor.x"\nunit = "deg"\n'
GRAVE = {
    "the unit of a reading": ('unit = "V"', 'unit = "mV"', "detector.signal: unit was V and is mV"),
    "its shape": (
        'formula = "motor.x + 1"',
        'formula = "motor.x + 1"\nshape = [3]',
        "detector.signal: shape was not given and is [3]",
    ),
    "what it is": (
        "motor.x + 1",
        "motor.x + 2",
        "detector.signal: formula was motor.x + 1 and is motor.x + 2",
    ),
    "a reading that is gone": (PHASE, "", "detector.phase: it is no longer measured"),
    "another reading": (
        PHASE,
        f"[instrument.reads.more]\nformula = '1'\n{PHASE}",
        "detector.more: it was not measured before",
    ),
    "a reading by another name": (
        "reads.signal",
        "reads.voltage",
        "detector.signal: it is no longer measured",
    ),
    "the unit of an axis": ('unit = "mm"', 'unit = "um"', "motor.x: unit was mm and is um"),
    "the unit of a setting": ('unit = "dB"', 'unit = "B"', "motor.gain: unit was dB and is B"),
    "an instrument by another name": ('name = "detector"', 'name = "meter"', "no instrument 'detector'"),
    "limits that are too narrow": ("limits = [0, 100]", "limits = [0, 30]", "outside motor.x's limits"),
}
"""By what is edited: what stands there, what is put in its place, and how people are told."""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """The bench file."""
    path = tmp_path / "bench.toml"
    path.write_text(BENCH)
    return path


def edit(bench: Path, old: str, new: str) -> None:
    """Change the first such place of the bench file."""
    assert old in BENCH
    bench.write_text(BENCH.replace(old, new, 1))


@contextmanager
def lab_on(bench: Path) -> Iterator[EngineLab]:
    """An engine on the bench as it is now."""
    with open_engine_lab(bench.parent, bench) as lab:
        yield lab


def interrupt(bench: Path, points: int = 5) -> str:
    """A scan whose engine ended in its middle; its queue."""
    with lab_on(bench) as lab:
        queue = lab.queue(SCAN)
        lab.do("queue", queue, "start")
        if points:
            lab.measuring("SCAN_001", points)
    return queue


def assert_old_readings(lab: EngineLab) -> None:
    """What was stored is there under the description it was taken with."""
    (measured,) = lab.scan("SCAN_001").measurements or ()
    units = {column.name: column.unit for column in measured.columns}
    assert units == {"motor.x": "mm", "signal": "V", "phase": "deg"}
    positions = lab.column("SCAN_001", "detector", "motor.x")
    assert positions == list(range(len(positions)))
    assert lab.column("SCAN_001", "detector", "signal") == [x + 1 for x in positions]


@pytest.mark.parametrize("case", GRAVE)
def test_resuming_is_refused_with_the_difference(bench: Path, case: str) -> None:
    old, new, said = GRAVE[case]
    queue = interrupt(bench)
    edit(bench, old, new)
    with lab_on(bench) as lab:
        assert_old_readings(lab)
        for answer in (lab.try_("scan", "SCAN_001", "resume"), lab.try_("queue", queue, "resume")):
            assert answer.status == "refused"
            assert said in answer.reason
            assert "SCAN_001 cannot be resumed" in answer.reason
            assert "bench.toml" in answer.reason
        assert lab.scan("SCAN_001").status is S.INTERRUPTED
        assert lab.queue_record(queue).status is Q.PAUSED
    bench.write_text(BENCH)
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)
        assert_old_readings(lab)
        assert len(lab.column("SCAN_001", "detector", "signal")) == 60


def test_retry_makes_a_new_scan_under_the_new_description(bench: Path) -> None:
    queue = interrupt(bench)
    edit(bench, 'unit = "V"', 'unit = "mV"')
    with lab_on(bench) as lab:
        made = lab.do("scan", "SCAN_001", "retry")["scan_id"]
        lab.do("queue", queue, "stop")
        lab.queue_is(queue, Q.IDLE)
        lab.do("queue", queue, "start")
        lab.measuring(made, 2)
        (measured,) = lab.scan(made).measurements or ()
        assert {column.name: column.unit for column in measured.columns}["signal"] == "mV"
        assert_old_readings(lab)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("limits = [0, 100]", "limits = [0, 99]", "motor.x: limits was [0, 100] and is [0, 99]"),
        ('unit = "mm"', 'unit = "mm"\ntolerance = 1', "motor.x: tolerance was not given and is 1"),
    ],
)
def test_other_edits_of_what_it_uses_are_told_in_its_log(bench: Path, old: str, new: str, said: str) -> None:
    queue = interrupt(bench)
    edit(bench, old, new)
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)
        with lab.database.read() as conn:
            lines = [line.message for line in logs.scan_tail(conn, 1)]
    assert f"the bench was edited since this scan started: {said}" in lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "other"\n', 'name = "another"\n'),
        ('[instrument.axes.y]\nunit = "mm"', '[instrument.axes.y]\nunit = "m"'),
        ('unit = "deg"', 'unit = "deg"\nduration = 3'),
        ('name = "detector"', 'name = "detector"\ntitle = "The detector"'),
    ],
)
def test_edits_of_what_it_does_not_use_do_not_matter(bench: Path, old: str, new: str) -> None:
    queue = interrupt(bench)
    edit(bench, old, new)
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)
        assert_old_readings(lab)


def test_a_scan_that_measured_nothing_yet_begins_under_the_new_description(bench: Path) -> None:
    with lab_on(bench) as lab:
        queue = lab.queue(plan(wait(600), measure("detector")), plan(measure("detector")))
        lab.do("queue", queue, "start")
        lab.scan_is("SCAN_001", S.RUNNING)
    edit(bench, 'unit = "V"', 'unit = "mV"')
    with lab_on(bench) as lab:
        lab.do("scan", "SCAN_001", "resume")
        lab.scan_is("SCAN_001", S.RUNNING)


def test_a_scan_that_waited_to_go_on_is_interrupted_again_and_its_queue_pauses(bench: Path) -> None:
    queue = interrupt(bench)
    with lab_on(bench) as lab:
        held = lab.queue(plan(measure("detector"), wait(600)))
        lab.do("queue", held, "start")
        lab.scan_is("SCAN_002", S.RUNNING)
        lab.do("queue", queue, "resume")  # it waits for the detector
        lab.add(queue, plan(measure("other")))
    edit(bench, 'unit = "V"', 'unit = "mV"')
    with lab_on(bench) as lab:
        assert lab.scan("SCAN_001").status is S.QUEUED
        lab.do("queue", queue, "resume")
        found = lab.scan_is("SCAN_001", S.INTERRUPTED)
        assert "detector.signal: unit was V and is mV" in found.message
        lab.queue_is(queue, Q.PAUSED)
        assert lab.scan("SCAN_003").status is S.QUEUED, "nobody went on without it"
    bench.write_text(BENCH)
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)


def test_limits_that_a_relative_sweep_would_leave_stop_nothing_from_being_tried_again(bench: Path) -> None:
    around = sweep("motor.x", [-5, 0, 5], measure("detector"), wait(0.5), relative=True)
    with lab_on(bench) as lab:
        queue = lab.queue(plan({"kind": "set", "instrument": "motor", "settings": {"x": 50}}, around))
        lab.do("queue", queue, "start")
        lab.measuring("SCAN_001", 2)
    edit(bench, "limits = [0, 100]", "limits = [0, 52]")
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        found = lab.scan_is("SCAN_001", S.INTERRUPTED)
        assert "limits" in found.message
    bench.write_text(BENCH)
    with lab_on(bench) as lab:
        lab.do("queue", queue, "resume")
        lab.scan_is("SCAN_001", S.COMPLETED)
        assert lab.column("SCAN_001", "detector", "motor.x") == [45, 50, 55]


def test_a_scan_of_an_earlier_version_is_judged_by_its_columns(bench: Path) -> None:
    queue = interrupt(bench)
    edit(bench, 'unit = "V"', 'unit = "mV"')
    with lab_on(bench) as lab:
        with lab.database.write() as conn:
            conn.exec_driver_sql("UPDATE scans SET described = NULL")
        answer = lab.try_("queue", queue, "resume")
        assert "detector.signal: unit was V and is mV" in answer.reason

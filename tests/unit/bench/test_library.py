"""Every description of the library: its file, and a scan over a simulator that answers as its sources show."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from support.library_simulator import SimulatedInstrument
from support.plans import Json
from support.scan_fakes import FakeRecorder
from support.scan_rig import scan_record

from engine.bench.bench import Bench
from engine.bench.config import VisaInstrumentConfig
from engine.bench.library import Description, completed, description, names
from engine.bench.loading import read_bench
from engine.bench.opening import read_ending
from engine.model.plan_check import check_plan
from engine.model.states import ScanState
from engine.scans.control import Control
from engine.scans.procedures import catalogue
from engine.scans.runner import Job, Runner
from engine.scans.scan_tracker import ScanTracker

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "library.md").read_text("utf-8")

Load = Callable[..., Bench]


def steps(made: Description) -> list[Json]:
    """A scan that changes each setting, moves each axis, and measures at each position."""
    simulator = made.simulator
    change = (
        [{"kind": "set", "instrument": "device", "settings": simulator.settings}]
        if simulator.settings
        else []
    )
    inner: list[Json] = [{"kind": "measure", "instruments": ["device"]}]
    for axis, positions in reversed(simulator.moves.items()):
        inner = [{"kind": "sweep", "axis": f"device.{axis}", "positions": positions, "steps": inner}]
    return [*change, *inner]


@pytest.mark.parametrize("name", names())
def test_a_scan_with_each_description(name: str, load_bench: Load, tmp_path: Path) -> None:
    made = description(name)
    table = f'[[instrument]]\nname = "device"\nuse = "{name}"\nack = ""\nanswer_lines = 1\n'
    own = {key for key in ("ack", "answer_lines", "status_line", "write_delay") if key in made.instrument}
    table = "\n".join(
        line for line in table.splitlines() if not own or not line.startswith(("ack", "answer_lines"))
    )
    (tmp_path / "first.toml").write_text(f'{table}\nresource = "TCPIP::127.0.0.1::1::SOCKET"\n')
    config = read_bench(tmp_path / "first.toml").instrument[0]
    assert isinstance(config, VisaInstrumentConfig)
    resource = "TCPIP::127.0.0.1::1::SOCKET"
    said = read_ending(resource, config.options)
    heard = str(config.options.get("write_termination", config.options.get("termination", "\n")))
    device = SimulatedInstrument(made.simulator, heard.encode(), said.encode())
    try:
        bench = load_bench(f"{table}\nresource = {json.dumps(device.resource)}\n", start=False)
        report = check_plan({"name": name, "steps": steps(made)}, bench.spec, catalogue())
        assert not report.problems, report.problems
        recorder, tracker = FakeRecorder(), ScanTracker(lambda event, **_: None, scan_record(report.points))
        job = Job(report.required(), bench.spec, catalogue(), bench.instruments)
        outcome = Runner(job, tracker, recorder, Control(), lambda notice: None).run()
        assert outcome.state is ScanState.COMPLETED, outcome.message
    finally:
        bench.close()
        device.close()
    assert device.unknown == []
    rows = recorder.rows["device"]
    assert len(rows) == math.prod(len(positions) for positions in made.simulator.moves.values())
    for reading, value in made.simulator.readings.items():
        got = rows[-1][reading]
        assert (got[: len(value)] if isinstance(value, list) else got) == pytest.approx(value, nan_ok=True), (
            reading
        )
    for axis, positions in made.simulator.moves.items():
        assert rows[-1][f"device.{axis}"] == pytest.approx(positions[-1])
    assert f"`{name}`" in PAGE and made.about.checked in PAGE


def test_keys_of_the_bench_come_before_those_of_the_description() -> None:
    table = {
        "use": "keithley2400",
        "name": "source",
        "timeout": 9000,
        "axes": {"voltage": {"limits": [-1, 1]}},
    }
    made = completed(table)
    assert made["timeout"] == 9000 and made["name"] == "source" and "use" not in made
    assert made["axes"]["voltage"]["limits"] == [-1, 1] and made["axes"]["voltage"]["unit"] == "V"
    assert "current" in made["axes"]


def test_every_description_says_what_it_was_checked_against() -> None:
    for name in names():
        about = description(name).about
        assert len(about.title) > 5 and len(about.checked) > 10 and len(about.untested) > 10, name

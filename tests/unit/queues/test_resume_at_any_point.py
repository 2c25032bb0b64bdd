"""Wherever an engine ends, and however the bench is edited: every point once, with its own unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.engine_lab import EngineLab, open_engine_lab
from support.plan_strategies import EXAMPLES, plans

from engine.model.states import SCAN_ENDED, ScanState
from engine.scans.control import Request
from engine.store import readings

BENCH = """
[[instrument]]
name = "stage"
driver = "simulated"
{stage}
[instrument.axes.x]
unit = "mm"
initial = 1
[instrument.axes.y]
unit = "mm"
initial = 2
[[instrument]]
name = "source"
driver = "simulated"
[instrument.axes.v]
unit = "{volt}"
initial = 0.5
[instrument.settings.range]
[instrument.settings.mode]
choices = ["a", "b"]
initial = "a"
[[instrument]]
name = "d"
driver = "simulated"
[instrument.reads.v]
unit = "u{unit}"
formula = "{unit}000 + stage.x + 10 * stage.y"
[[instrument]]
name = "e"
driver = "simulated"
[instrument.reads.v]
formula = "source.v"
[instrument.reads.w]
formula = "1"
{shape}
"""
"""The unit of `d.v` and its thousands tell the same: under which description it was taken."""
FIRST: dict[str, Any] = {"stage": "", "volt": "V", "unit": 1, "shape": ""}
VERSIONS = [
    FIRST,
    {"unit": 2},
    {"unit": 3},
    {"volt": "mV"},
    {"shape": "shape = [2]"},
    {"stage": 'title = "Stage"'},
]
ENDS = tuple(SCAN_ENDED)
MILLISECONDS = st.integers(0, 2).map(lambda ms: ms / 1000)


def write(folder: Path, version: int) -> Path:
    """The bench file in one of its versions."""
    path = folder / "bench.toml"
    path.write_text(BENCH.format(**{**FIRST, **VERSIONS[version]}))
    return path


def taken(lab: EngineLab) -> dict[str, readings.Measurement]:
    """Everything that was measured."""
    lab.writer.flush()
    with lab.database.read() as conn:
        return {
            m.name: readings.read(conn, 1, m.name) for m in lab.scan("SCAN_001").measurements or () if m.total
        }


def assert_true(found: dict[str, readings.Measurement]) -> None:
    """No reading stands under a unit in which it was not taken."""
    for name, unit in found["d"].units.items() if "d" in found else ():
        if name.startswith("v"):
            values = found["d"].columns[name]
            assert set(np.round(values[~np.isnan(values)] / 1000)) <= {int(unit[1:])}


def end_after(lab: EngineLab, points: int) -> None:
    """The engine of this laboratory ends when it has taken so many points more."""
    append, left = lab.writer.append_rows, [points]

    def count(rows: Sequence[Any]) -> None:
        append(rows)
        left[0] -= 1
        if left[0] == 0:
            lab.scheduler.scans[1].control.end(Request.INTERRUPT)

    lab.writer.append_rows = count  # type: ignore[method-assign]


@pytest.mark.timeout(300 * EXAMPLES)
@settings(
    max_examples=5 * EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=plans(MILLISECONDS),
    sessions=st.lists(
        st.tuples(st.integers(0, len(VERSIONS) - 1), st.integers(1, 8)), min_size=1, max_size=3
    ),
)
def test_every_point_once_under_its_own_unit(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any], sessions: list[tuple[int, int]]
) -> None:
    whole, broken = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("broken")
    with open_engine_lab(whole, write(whole, 0)) as lab:
        lab.do("queue", lab.queue({"steps": steps}), "start")
        lab.scan_is("SCAN_001", ScanState.COMPLETED)
        expected = taken(lab)
    begun = over = False
    for version, points in [(0, 1), *sessions, *((n, 0) for n in range(len(VERSIONS)))]:
        with open_engine_lab(broken, write(broken, version)) as lab:
            end_after(lab, points)
            if not begun:
                begun = True
                lab.do("queue", lab.queue({"steps": steps}), "start")
            elif lab.try_("scan", "SCAN_001", "resume").status == "refused":
                assert_true(taken(lab))
                continue
            ended = lab.scan_is("SCAN_001", *ENDS)
            assert ended.status is not ScanState.FAILED, ended.message
            found = taken(lab)
            assert_true(found)
            over = ended.status is ScanState.COMPLETED
        if over:
            break
    assert over, "under the description it began with it goes on"
    assert found.keys() == expected.keys()
    for name, would in expected.items():
        assert found[name].total == would.total == len(found[name].timestamps)
        for axis in (column for column in would.columns if "." in column):
            np.testing.assert_array_equal(found[name].columns[axis], would.columns[axis])

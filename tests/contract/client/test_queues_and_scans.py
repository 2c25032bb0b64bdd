"""Plans in, readings out: queues and scans through the Python client."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from support.plans import area, line, series, two_at_once

import pybirch

WRONG = {"name": "wrong", "steps": [{"kind": "measure", "instruments": ["nobody"]}]}


def measured(lab: pybirch.Lab, plan: Mapping[str, Any]) -> pybirch.Scan:
    """A scan that has run to its end in a queue of its own."""
    queue = lab.create_queue("measured")
    scan = queue.submit(plan)
    queue.start()
    assert scan.wait(timeout=60).status == "completed"
    return scan


def test_a_scan_from_plan_to_end(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("night", mode="serial")
    plan = line(sample="S-42", tags=["raman"])
    scan = queue.submit(plan)
    assert scan.status == "queued"
    assert queue.start() is queue
    assert scan.wait(timeout=60).status == "completed"
    assert scan.progress == 1
    assert scan.plan["steps"][0]["axis"] == "motor.x"
    assert [(m["name"], m["total"]) for m in scan.measurements] == [("detector", 11)]
    assert queue.wait(timeout=30).progress == 1
    assert [s.scan_id for s in queue.scans] == [scan.scan_id]
    assert any("completed" in entry["message"] for entry in scan.log())
    assert queue.log()


def test_a_wrong_plan_is_refused_with_the_path_of_the_problem(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("refused")
    with pytest.raises(pybirch.Refused, match=r"steps\[0\]") as refused:
        queue.submit(WRONG)
    assert refused.value.status == 422
    assert refused.value.problems[0].path.startswith("steps[0]")
    assert lab.check(WRONG)["problems"]
    assert lab.check(line())["points"] == 11


def test_several_plans_are_queued_all_or_none(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("many")
    scans = queue.submit_all(line(f"line {n}", points=2) for n in range(3))
    assert [scan.name for scan in scans] == ["line 0", "line 1", "line 2"]
    with pytest.raises(pybirch.Refused) as refused:
        queue.submit_all([line("good"), WRONG, {"name": "empty", "steps": []}])
    paths = [problem.path for problem in refused.value.problems]
    assert any(path.startswith("[1].steps[0]") for path in paths), paths
    assert any(path.startswith("[2]") for path in paths), paths
    assert len(list(queue.scans)) == 3
    assert queue.submit_all([]) == []


def test_what_waits_is_put_in_order_removed_and_cleared(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("order")
    one, two, three = queue.submit_all([line("one"), line("two"), line("three")])
    queue.reorder([three, one.scan_id, two]).remove(two)
    with pytest.raises(pybirch.Error):
        queue.remove(two)
    queue.clear()
    assert queue.refresh().info["total_scans"] == 0
    assert queue.update(name="renamed", mode="parallel").name == "renamed"
    assert lab.queue(queue.queue_id).info["mode"] == "parallel"


def test_lists_are_lazy_filtered_and_whole(lab: pybirch.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = lab.create_queue("lists")
    made = queue.submit_all(line(f"needle {n}", sample="S-77", tags=["pin"]) for n in range(7))
    monkeypatch.setattr("pybirch.client.listing._PAGE", 3)
    found = lab.scans(sample="S-77")
    later = queue.submit(line("needle 7", sample="S-77"))
    assert [scan.scan_id for scan in found] == [s.scan_id for s in (later, *reversed(made))], (
        "asked when walked"
    )
    assert next(iter(found)) == later
    assert [s.name for s in lab.scans(q="needle 3", status=["queued", "running"])] == ["needle 3"]
    assert len(list(lab.scans(tag="pin", queue=queue))) == 7
    assert list(lab.scans(status="failed", sample="S-77")) == []
    assert queue in set(lab.queues())
    with pytest.raises(pybirch.Refused, match="status"):
        list(lab.scans(status="asleep"))


def test_scans_are_steered(lab: pybirch.Lab) -> None:
    queue = lab.create_queue("steered")
    scan = queue.submit(series(points=2000, every=0.02))
    queue.start()
    with pytest.raises(TimeoutError, match=f"{scan.scan_id} is still running"):
        while scan.status != "running":
            pass
        scan.wait(timeout=0.1)
    scan.pause()
    assert scan.status in ("pausing", "paused")
    scan.stop().wait(timeout=30)
    assert scan.status == "stopped"
    with pytest.raises(pybirch.Refused, match="SCAN_"):
        scan.pause()
    again = scan.retry()
    assert again != scan
    assert again.plan == scan.plan
    queue.wait(timeout=30)


def test_labels_of_a_scan_are_changed(lab: pybirch.Lab) -> None:
    scan = lab.create_queue("labels").submit(line())
    scan.update(notes="look at the shoulder", tags=["cold"], metadata={"laser_nm": 532})
    assert lab.scan(scan.scan_id).info["metadata"] == {"laser_nm": 532}
    assert scan.info["notes"] == "look at the shoulder"


def test_presets_and_procedures(lab: pybirch.Lab) -> None:
    lab.keep_preset("a line & more", line(points=3))
    assert "a line & more" in lab.presets()
    assert lab.preset("a line & more")["steps"][0]["positions"]["num"] == 3
    lab.remove_preset("a line & more")
    with pytest.raises(pybirch.NotFound):
        lab.preset("a line & more")
    assert all("name" in procedure for procedure in lab.procedures())


def test_readings_as_pandas(lab: pybirch.Lab) -> None:
    scan = measured(lab, line())
    frame = scan.to_pandas()
    assert list(frame["motor.x"]) == [float(n) for n in range(11)]
    expected = np.exp(-(((frame["motor.x"] - 5) / 2) ** 2))
    assert np.allclose(frame["signal"], expected)
    assert frame.attrs["units"]["motor.x"] == "mm"
    assert frame["timestamp"].is_monotonic_increasing


def test_pandas_without_pyarrow_gives_the_same(lab: pybirch.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = measured(lab, line())
    whole = scan.to_pandas()
    monkeypatch.setattr("pybirch.client.data.find_spec", lambda name: None)
    plain = scan.to_pandas()
    assert list(plain.columns) == list(whole.columns)
    assert plain.attrs["units"] == whole.attrs["units"]
    assert plain["signal"].equals(whole["signal"])
    assert (plain["timestamp"] == whole["timestamp"]).all()


def test_readings_as_xarray(lab: pybirch.Lab) -> None:
    scan = measured(lab, area(side=3, sample="S-9"))
    dataset = scan.to_xarray()
    assert dataset["signal"].size == 9
    assert dataset["signal"].attrs["units"] == "V"
    assert dataset.attrs["sample"] == "S-9"


def test_one_of_several_measurements_is_named(lab: pybirch.Lab) -> None:
    scan = measured(lab, two_at_once())
    with pytest.raises(ValueError, match="several measurements; give measurement="):
        scan.to_pandas()
    with pytest.raises(ValueError, match="no measurement 'stage'"):
        scan.to_xarray("stage")
    assert scan.to_xarray("camera")["spectrum"].shape == (3, 64)
    spectra = scan.to_pandas("camera")["spectrum"]
    assert len(spectra) == 3
    assert len(spectra[0]) == 64


def test_a_scan_without_readings_is_empty(lab: pybirch.Lab) -> None:
    scan = lab.create_queue("empty").submit(line())
    assert scan.to_pandas().empty
    assert len(scan.to_xarray()) == 0


def test_missing_libraries_are_named(lab: pybirch.Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = measured(lab, line(points=2))
    for library, packages, read in (
        ("pandas", "pandas pyarrow", scan.to_pandas),
        ("xarray", "xarray h5netcdf", scan.to_xarray),
        ("h5netcdf", "xarray h5netcdf", scan.to_xarray),
    ):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, library, None)
            with pytest.raises(ImportError, match=rf"{library} is needed .*pip install {packages}$"):
                read()


def test_files_appear_whole_in_the_format_of_their_ending(lab: pybirch.Lab, tmp_path: Path) -> None:
    scan = measured(lab, line())
    written = scan.download(tmp_path / "a.csv", first=2, last=4)
    rows = [row for row in csv.reader(written.open()) if not row[0].startswith("#")]
    assert [row[0] for row in rows] == ["motor.x (mm)", "2", "3", "4"] or len(rows) == 4
    assert scan.download(tmp_path / "a.nc").read_bytes()[:4] == b"\x89HDF"
    assert scan.download(tmp_path / "raw", format="parquet").read_bytes()[:4] == b"PAR1"
    with pytest.raises(ValueError, match=r"no format is known for 'a\.txt'"):
        scan.download(tmp_path / "a.txt")
    with pytest.raises(pybirch.Refused, match="format"):
        scan.download(tmp_path / "b.csv", format="papyrus")
    zipped = lab.export([scan], tmp_path / "all.zip")
    assert any(name.endswith(".csv") for name in ZipFile(zipped).namelist())
    assert {p.name for p in tmp_path.iterdir()} == {"a.csv", "a.nc", "raw", "all.zip"}


def test_unknown_things_raise_not_found(lab: pybirch.Lab) -> None:
    for find in (lambda: lab.scan("SCAN_999"), lambda: lab.queue("QUEUE_999"), lambda: lab.scan("../queues")):
        with pytest.raises(pybirch.NotFound):
            find()

"""Exports through REST: every format, readable names, several scans as one zip, running scans too."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from hashlib import sha256
from typing import Any

import h5py
import pandas as pd
import pyarrow as pa
import pytest
from support.plans import two_at_once
from support.running import Client, wait_until

from engine.exporters.registry import exporters

EVERY = sorted(exporters())


def sweep(points: int, settle: float = 0.0, instrument: str = "detector") -> list[dict[str, Any]]:
    measure = {"kind": "measure", "instruments": [instrument]}
    positions = {"start": 0, "stop": 1, "num": points}
    return [
        {"kind": "sweep", "axis": "motor.x", "positions": positions, "settle": settle, "steps": [measure]}
    ]


@pytest.fixture(scope="module")
def both(client: Client) -> str:
    """A completed scan of two measurements, three points each."""
    return client.measured(two_at_once("two: at / once", sample="S-7"))


@pytest.fixture(scope="module")
def line(client: Client) -> str:
    """A completed scan of one measurement, five points, with a name in letters of its own."""
    return client.measured({"name": "Räman µ-map", "steps": sweep(5)})


def archive(client: Client, **query: Any) -> tuple[Any, zipfile.ZipFile]:
    answer = client.get("api/v1/scans/export", params=query)
    assert answer.status_code == 200, answer.text
    made = zipfile.ZipFile(io.BytesIO(answer.content))
    assert made.testzip() is None
    return answer, made


@pytest.mark.parametrize("form", EVERY)
def test_every_format(client: Client, both: str, form: str) -> None:
    exporter = exporters()[form]
    answer = client.data(both, format=form, measurement="detector")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == exporter.media_type
    if form != "json":
        name = f"{both} two- at - once detector{exporter.suffix}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    data = io.BytesIO(answer.content)
    if form == "parquet":
        assert pd.read_parquet(data)["motor.x"].tolist() == [0, 0.5, 1]
    elif form == "arrow":
        assert pa.ipc.open_file(data).read_all()["motor.x"].to_pylist() == [0, 0.5, 1]
    elif form in ("hdf5", "netcdf"):
        with h5py.File(data) as file:
            assert list(file) == ["detector", *(["entry"] if form == "hdf5" else [])]
            assert file["detector/motor.x"][()].tolist() == [0, 0.5, 1]
            assert file["detector/motor.x"].attrs["units"] == "mm"
            assert json.loads(file.attrs["record"])["sample"] == "S-7"


@pytest.mark.parametrize("form", EVERY)
def test_a_file_holds_all_measurements_or_requires_one(client: Client, both: str, form: str) -> None:
    answer = client.data(both, format=form)
    if not exporters()[form].single:
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    problem = answer.json()["errors"][0]
    assert problem["path"] == "measurement"
    assert "detector, camera" in problem["message"]


def test_a_name_in_letters_of_its_own(client: Client, line: str) -> None:
    header = client.data(line, format="csv").headers["Content-Disposition"]
    assert header.isascii()
    assert f'filename="{line} Raman' in header
    assert f"filename*=UTF-8''{line}%20R%C3%A4man%20%C2%B5-map.csv" in header


def test_several_scans_are_one_zip(client: Client, both: str, line: str) -> None:
    answer, made = archive(client, scan_id=[line, both, line], format="csv")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{line} and 1 more.zip"'
    assert made.namelist() == [
        f"{line} Räman µ-map/scan.json",
        f"{line} Räman µ-map/detector.csv",
        f"{line} Räman µ-map/log.txt",
        f"{line} Räman µ-map/manifest.json",
        f"{both} two- at - once/scan.json",
        f"{both} two- at - once/detector.csv",
        f"{both} two- at - once/camera.csv",
        f"{both} two- at - once/log.txt",
        f"{both} two- at - once/manifest.json",
    ]
    manifest = json.loads(made.read(f"{both} two- at - once/manifest.json"))
    assert sorted(manifest["files"]) == ["camera.csv", "detector.csv", "log.txt", "scan.json"]
    for name, told in manifest["files"].items():
        content = made.read(f"{both} two- at - once/{name}")
        assert (told["sha256"], told["bytes"]) == (sha256(content).hexdigest(), len(content))
    assert manifest["files"]["camera.csv"]["rows"] == 3
    assert "completed, 3 points" in made.read(f"{both} two- at - once/log.txt").decode()
    record = json.loads(made.read(f"{both} two- at - once/scan.json"))
    assert (record["sample"], record["plan"]["steps"][0]["axis"]) == ("S-7", "motor.x")
    rows = pd.read_csv(made.open(f"{line} Räman µ-map/detector.csv"), comment="#")
    assert rows["motor.x (mm)"].tolist() == [0, 0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("form", EVERY)
def test_a_zip_in_every_format(client: Client, both: str, form: str) -> None:
    exporter = exporters()[form]
    answer, made = archive(client, scan_id=both, format=form)
    names = ["detector", "camera"] if exporter.single else ["data"]
    folder = f"{both} two- at - once"
    more = [f"{folder}/log.txt", f"{folder}/manifest.json"]
    assert made.namelist() == [
        f"{folder}/scan.json",
        *(f"{folder}/{n}{exporter.suffix}" for n in names),
        *more,
    ]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{folder}.zip"'
    if form == "parquet":
        assert len(pd.read_parquet(made.open(f"{folder}/camera.parquet"))) == 3
    if form == "hdf5":
        with h5py.File(io.BytesIO(made.read(f"{folder}/data.h5"))) as file:
            assert sorted(file) == ["camera", "detector", "entry"]


def test_a_scan_that_has_not_begun(client: Client) -> None:
    scan = client.new_scan(client.new_queue("later"), {"name": "later", "steps": sweep(3)})
    _, made = archive(client, scan_id=scan)
    assert made.namelist() == [f"{scan} later/{name}" for name in ("scan.json", "log.txt", "manifest.json")]


def test_a_scan_that_runs(client: Client) -> None:
    """Each file holds all that had been measured when it was asked for."""
    scan = client.begin({"name": "runs", "steps": sweep(100_000, 0.01)})
    before = wait_until(lambda: client.scan(scan)["point"], "the first point")
    for form in EVERY:
        assert client.data(scan, format=form).status_code == 200
    frame = pd.read_parquet(io.BytesIO(client.data(scan, format="parquet").content))
    _, made = archive(client, scan_id=scan, format="json")
    held = json.loads(made.read(f"{scan} runs/data.json"))["measurements"]["detector"]
    assert len(frame) >= before
    assert len(held["timestamps"]) == held["total"] >= len(frame)
    assert client.scan(scan)["status"] == "running"
    client.command("scans", scan, "stop")
    client.wait_scan(scan, "stopped")


@pytest.mark.parametrize(
    ("query", "status", "path", "words"),
    [
        ({}, 400, "scan_id", ""),
        ({"scan_id": "SCAN_001", "format": "docx"}, 400, "format", "choose one of arrow, csv"),
        ({"scan_id": ["SCAN_001", "SCAN_999"]}, 404, None, "SCAN_999"),
        ({"scan_id": "nonsense"}, 404, None, "nonsense"),
        ({"scan_id": ",".join(f"SCAN_{n}" for n in range(100, 601))}, 400, "scan_id", ""),
        ({"scan_id": "SCAN_001", "colour": "red"}, 400, "colour", ""),
    ],
)
def test_what_cannot_be_given(
    client: Client, both: str, query: dict[str, Any], status: int, path: str | None, words: str
) -> None:
    answer = client.get("api/v1/scans/export", params=query)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [e["path"] for e in answer.json()["errors"]] == ([path] if path else [])
    assert words in answer.text


def test_only_for_those_who_are_signed_in(client: Client, both: str) -> None:
    stranger = Client(client.base, "")
    for path in ("api/v1/scans/export?scan_id=" + both, f"api/v1/scans/{both}/data?format=parquet"):
        assert stranger.get(path).status_code == 401


def test_it_is_documented(client: Client) -> None:
    described = client.get("api/v1/openapi.json").json()["paths"]
    for path in ("/scans/export", "/scans/{scan_id}/data"):
        parameters = {p["name"]: p for p in described[path]["get"]["parameters"]}
        assert parameters["format"]["schema"]["enum"] == EVERY
    assert "application/zip" in described["/scans/export"]["get"]["responses"]["200"]["content"]
    assert next(p for p in described["/scans/export"]["get"]["parameters"] if p["name"] == "scan_id")[
        "required"
    ]


@pytest.fixture(scope="module")
def long(client: Client) -> str:
    """A completed scan of 20,000 spectra."""
    return client.measured({"name": "long", "steps": sweep(20_000, 0, "camera")})


@pytest.mark.parametrize("form", ["hdf5", "parquet"])
def test_an_archive_delays_no_other_request(client: Client, long: str, form: str) -> None:
    """While a large zip is made, other requests are answered at once; who goes away stops it."""
    lengths: list[int] = []

    def export() -> None:
        query = {"scan_id": long, "format": form}
        answer = Client(client.base, client.token).get("api/v1/scans/export", params=query, timeout=90)
        lengths.append(len(answer.content))

    thread = threading.Thread(target=export)
    start = time.perf_counter()
    thread.start()
    waits: list[float] = []
    while thread.is_alive():
        began = time.perf_counter()
        assert client.get("api/v1/health").status_code == 200
        waits.append(time.perf_counter() - began)
    thread.join()
    took = time.perf_counter() - start
    assert lengths[0] > 1_000_000
    assert sorted(waits)[len(waits) // 2] < max(0.1, 0.1 * took), "on a slow machine both take longer"

    gone = client.get("api/v1/scans/export", params={"scan_id": long, "format": form}, stream=True)
    next(gone.iter_content(1000))
    gone.close()
    assert client.get("api/v1/health").status_code == 200

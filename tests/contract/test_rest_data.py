"""Readings through REST: the forms of CSV and JSON, and ranges of readings."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from support.plans import sweep, two_at_once
from support.running import Client

MARKS = ("point", "repeat", "label", "quality")


@pytest.fixture(scope="module")
def scan(client: Client) -> str:
    """A completed scan of two measurements, three points each."""
    return client.measured(two_at_once(sample="S-7"))


def test_json(client: Client, scan: str) -> None:
    answer = client.data(scan)
    assert answer.headers["Content-Type"] == "application/json"
    data = answer.json()
    assert data["scan_id"] == scan
    assert list(data["measurements"]) == ["detector", "camera"]
    detector = data["measurements"]["detector"]
    assert (detector["first_index"], detector["total"]) == (0, 3)
    assert detector["columns"]["motor.x"] == [0.0, 0.5, 1.0]
    assert len(detector["columns"]["signal"]) == 3
    units = {"motor.x": "mm", "signal": "V", "motor.x.setpoint": "mm", **dict.fromkeys(MARKS, "")}
    assert detector["units"] == units
    columns = detector["columns"]
    assert list(columns) == ["motor.x", "signal", "motor.x.setpoint", *MARKS]
    assert columns["motor.x.setpoint"] == [0.0, 0.5, 1.0]
    assert [columns[mark] for mark in MARKS] == [[0, 1, 2], [0] * 3, [""] * 3, ["ok"] * 3]
    spectra = data["measurements"]["camera"]["columns"]["spectrum"]
    assert [len(spectrum) for spectrum in spectra] == [64] * 3


def test_a_range_of_some_columns(client: Client, scan: str) -> None:
    data = client.data(scan, measurement="detector", columns="motor.x", first=1, last=1).json()
    detector = data["measurements"]["detector"]
    assert list(data["measurements"]) == ["detector"]
    assert (detector["first_index"], detector["total"], detector["columns"]) == (1, 3, {"motor.x": [0.5]})


@pytest.mark.parametrize(("first", "last"), [(3, None), (3, 2**53), (1000, 2000), (2, 1)])
def test_nothing_there_yet(client: Client, scan: str, first: int, last: int | None) -> None:
    """Whoever follows a scan asks from the first index it lacks, and is told the same index again."""
    wanted = {"first": first, "measurement": "detector"} | ({"last": last} if last is not None else {})
    run = client.data(scan, **wanted).json()["measurements"]["detector"]
    assert (run["first_index"], run["total"]) == (first, 3)
    assert run["columns"] == {name: [] for name in ("motor.x", "signal", "motor.x.setpoint", *MARKS)}


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "hdf5", "netcdf"])
def test_every_format_can_hold_nothing(client: Client, scan: str, kind: str) -> None:
    assert client.data(scan, format=kind, measurement="camera", first=1000).status_code == 200


def test_bare_numbers(client: Client, scan: str) -> None:
    answer = client.get(
        f"api/v1/scans/{scan}/columns",
        params={"measurement": "camera", "columns": "spectrum,motor.x", "first": 1, "last": 99},
    )
    assert answer.headers["Content-Type"] == "application/octet-stream"
    length = int.from_bytes(answer.content[:4], "little")
    head = json.loads(answer.content[4 : 4 + length])
    assert head == {
        "first_index": 1,
        "count": 2,
        "total": 3,
        "columns": [{"name": "spectrum", "size": 64}, {"name": "motor.x", "size": 1}],
    }
    numbers = np.frombuffer(answer.content, "<f8", offset=4 + length)
    data = client.data(scan, measurement="camera", first=1).json()["measurements"]["camera"]
    spectra, positions, times = np.split(numbers, [128, 130])
    assert spectra.reshape(2, 64).tolist() == data["columns"]["spectrum"]
    assert positions.tolist() == [0.5, 1.0]
    moments = [datetime.fromisoformat(t).timestamp() for t in data["timestamps"]]
    assert times.tolist() == pytest.approx(moments, abs=1e-5)


def test_bare_numbers_that_cannot_be_had(client: Client, scan: str) -> None:
    def ask(**query: Any) -> Any:
        return client.get(f"api/v1/scans/{scan}/columns", params={"first": 0, "last": 1, **query})

    assert ask().status_code == 400
    assert ask(measurement="nothing").status_code == 404
    refused = ask(measurement="camera", columns="colour")
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "columns")
    assert "250,000" in ask(measurement="camera", last=10**9).text


def unpacked(content: bytes) -> dict[str, list[float]]:
    """Columns of numbers (no arrays) and the times of an answer of bare numbers."""
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    numbers = np.frombuffer(content, "<f8", offset=4 + length)
    names = [*(column["name"] for column in head["columns"]), "@time"]
    numbers = numbers.reshape(len(names), head["count"])
    return {name: values.tolist() for name, values in zip(names, numbers, strict=True)}


def test_bare_numbers_of_a_window(client: Client) -> None:
    steps = [sweep("motor.x", [0, 1, 2, 3, 2, 1, 0], {"kind": "measure", "instruments": ["detector"]})]
    scan = client.measured({"name": "to and fro", "steps": steps})

    def ask(first: int = 0, last: int = 10**9, **query: Any) -> dict[str, list[float]]:
        params = {"measurement": "detector", "columns": "signal", "first": first, "last": last, **query}
        answer = client.get(f"api/v1/scans/{scan}/columns", params=params)
        assert answer.status_code == 200, answer.text
        return unpacked(answer.content)

    every = ask(where="motor.x:-inf:inf")
    assert list(every) == ["signal", "@index", "@time"]
    assert every["@index"] == [0, 1, 2, 3, 4, 5, 6]
    part = ask(where="motor.x:0.5:1.5")
    assert part["@index"] == [1, 5]
    assert part["signal"] == [every["signal"][1], every["signal"][5]]
    assert part["@time"] == [every["@time"][1], every["@time"][5]]
    assert ask(first=2, where="motor.x:0.5:1.5")["@index"] == [5]
    assert ask(where="motor.x:1.2:1.8")["@index"] == []
    assert ask(where="motor.x:1.2:1.8", joined=True)["@index"] == [1, 2, 4, 5]
    low, high = every["@time"][2], every["@time"][4]
    assert ask(where=["motor.x:2:2", f"@time:{low!r}:{high!r}"])["@index"] == [2, 4]
    assert ask(where="@index:3:3")["@index"] == [3]


@pytest.mark.parametrize(
    "where", ["motor.x", "motor.x:1", "motor.x:2:1", "motor.x:nan:1", ":1:2", "spectrum:0:1", "y:0:1"]
)
def test_a_window_that_means_nothing(client: Client, scan: str, where: str) -> None:
    params = {"measurement": "camera", "columns": "total", "first": 0, "last": 1, "where": where}
    answer = client.get(f"api/v1/scans/{scan}/columns", params=params)
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_csv(client: Client, scan: str) -> None:
    answer = client.data(scan, format="csv", measurement="camera")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{scan} two at once camera.csv"'
    about = [line for line in answer.text.splitlines() if line.startswith("#")]
    assert any("S-7" in line for line in about)
    rows = list(csv.reader(io.StringIO("\n".join(answer.text.splitlines()[len(about) :]))))
    assert rows[0][:2] == ["motor.x (mm)", "spectrum[0] (counts)"]
    assert "spectrum[63] (counts)" in rows[0] and "total (counts)" in rows[0]
    assert [float(row[0]) for row in rows[1:]] == [0.0, 0.5, 1.0]
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize(
    ("query", "status", "path"),
    [
        ({"format": "csv"}, 400, "measurement"),
        ({"format": "docx"}, 400, "format"),
        ({"columns": "nothing"}, 400, "columns"),
        ({"first": "one"}, 400, "first"),
        ({"first": -1}, 400, "first"),
        ({"last": 10**30}, 400, "last"),
        ({"measurement": "nothing"}, 404, None),
    ],
)
def test_what_cannot_be_given(
    client: Client, scan: str, query: dict[str, Any], status: int, path: str | None
) -> None:
    answer = client.data(scan, **query)
    assert answer.status_code == status
    assert [e["path"] for e in answer.json()["errors"]] == ([path] if path else [])


def test_an_export_delays_no_other_request(client: Client) -> None:
    """While a long export is made, other requests are answered at once."""
    positions = {"start": 0, "stop": 100, "num": 20_000}
    steps = [sweep("motor.x", positions, {"kind": "measure", "instruments": ["camera"]})]
    scan = client.measured({"name": "long", "steps": steps})

    lengths: list[int] = []

    def export() -> None:
        other = Client(client.base, client.token)
        lengths.append(len(other.data(scan, format="csv").content))

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
    assert lengths[0] > 5_000_000
    assert max(waits) < 0.8 * took, "one request waited for nearly the whole export"


def test_only_rows_within_a_range(client: Client, scan: str) -> None:
    found = client.data(scan, measurement="detector", where=["motor.x:0.5:9", "point:0:1"])
    assert found.headers["X-PyBirch-Rows"] == "1"
    detector = found.json()["measurements"]["detector"]
    assert (detector["columns"]["motor.x"], detector["first_index"]) == ([0.5], 1)
    table = client.data(scan, format="csv", measurement="detector", columns="signal", where="motor.x:5:9")
    assert [line for line in table.text.splitlines() if not line.startswith("#")] == ["signal (V),timestamp"]
    refused = client.data(scan, measurement="detector", where="nothing:0:1")
    assert refused.status_code == 400 and refused.json()["errors"][0]["path"] == "where"


@pytest.mark.parametrize("kind", ["csv", "hdf5", "xlsx", "zarr"])
def test_a_download_goes_on_where_it_broke_off(client: Client, scan: str, kind: str) -> None:
    query = {"format": kind, "measurement": "detector"}
    whole = client.data(scan, **query)
    tag = whole.headers["ETag"]
    path = f"api/v1/scans/{scan}/data"
    unchanged = client.request("GET", path, params=query, headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    rest = client.request("GET", path, params=query, headers={"Range": "bytes=100-", "If-Range": tag})
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    assert rest.content == whole.content[100:]
    other = client.request("GET", path, params=query, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = client.request("GET", path, params=query, headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416


def test_a_note_changes_the_tag(client: Client, scan: str) -> None:
    before = client.data(scan).headers["ETag"]
    assert client.data(scan).headers["ETag"] == before
    client.patch(f"api/v1/scans/{scan}", {"notes": "looks odd"})
    assert client.data(scan).headers["ETag"] != before


def test_csv_for_spreadsheets(client: Client, scan: str) -> None:
    plain = client.data(scan, format="csv", measurement="detector").text
    query = {"format": "csv", "measurement": "detector", "separator": "semicolon", "bom": "true"}
    excel = client.data(scan, **query).content
    assert excel.startswith(b"\xef\xbb\xbf# ")

    def rows(text: str, separator: str) -> list[list[str]]:
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return list(csv.reader(lines, delimiter=separator))

    assert rows(excel.decode("utf-8-sig"), ";") == rows(plain, ",")
    assert len(rows(plain, ",")) == 4

"""The record of a scan: what the laboratory was, through REST, the client and every export."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from typing import Any

import h5py
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.plans import line
from support.running import Client

import pybirch
from engine.exporters.cells import from_comment


@pytest.fixture(scope="module")
def scan(client: Client) -> str:
    """A completed scan that changes a setting between two sweeps."""
    steps = [
        *line(points=2)["steps"],
        {"kind": "set", "instrument": "detector", "settings": {"exposure": 0.02}},
        *line(points=2)["steps"],
    ]
    return client.measured({"name": "set up", "sample": "S-1", "steps": steps})


@pytest.fixture(scope="module")
def record(client: Client, scan: str) -> dict[str, Any]:
    answer = client.get(f"api/v1/scans/{scan}/record")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_record_holds_the_state_at_start_and_end(record: dict[str, Any]) -> None:
    start, end = record["instruments"]["start"], record["instruments"]["end"]
    assert set(start) == set(end) >= {"motor", "detector", "slow"}
    assert "x" in start["motor"]["positions"]
    assert end["motor"]["positions"]["x"] == 10.0
    assert start["detector"]["settings"]["exposure"] != 0.02
    assert end["detector"]["settings"]["exposure"] == 0.02
    assert all({"identity", "settings", "positions", "values", "units"} <= set(told) for told in end.values())
    assert record["plan"]["name"] == "set up"
    assert record["missing"] == []


def test_the_record_names_changes_bench_software_and_times(record: dict[str, Any]) -> None:
    (change,) = record["changes"]
    assert (change["instrument"], change["settings"], change["step"]) == (
        "detector",
        {"exposure": 0.02},
        "steps[1]",
    )
    assert "[[instrument]]" in record["bench"]["text"]
    assert record["bench"]["hash"] == sha256(record["bench"]["text"].encode()).hexdigest()
    assert record["software"]["python"].startswith("3.")
    assert record["software"]["pybirch"] == pybirch.__version__
    times = record["times"]
    assert (
        times["created"] <= times["record_start"] <= times["started"] <= times["record_end"] <= times["ended"]
    )
    assert set(record["checksums"]) >= {"plan", "bench", "changes", "instruments.start", "instruments.end"}


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "arrow", "hdf5", "netcdf"])
def test_the_same_record_is_in_every_export(
    client: Client, scan: str, record: dict[str, Any], form: str
) -> None:
    content = client.data(scan, format=form, measurement="detector").content
    found = json.loads(RECORDS[form](content))
    assert {name: found[name] for name in record} == record
    assert found["sample"] == "S-1"


def of_csv(content: bytes) -> str:
    lines = (line for line in content.decode().splitlines() if line.startswith("# record: "))
    return from_comment(next(lines))[1]


def of_json(content: bytes) -> str:
    return json.dumps(json.loads(content)["record"])


def of_parquet(content: bytes) -> str:
    return pq.read_schema(io.BytesIO(content)).metadata[b"record"].decode()


def of_arrow(content: bytes) -> str:
    return pa.ipc.open_file(io.BytesIO(content)).schema.metadata[b"record"].decode()


def of_hdf5(content: bytes) -> str:
    with h5py.File(io.BytesIO(content)) as file:
        return str(file.attrs["record"])


RECORDS = {
    "csv": of_csv,
    "json": of_json,
    "parquet": of_parquet,
    "arrow": of_arrow,
    "hdf5": of_hdf5,
    "netcdf": of_hdf5,
}

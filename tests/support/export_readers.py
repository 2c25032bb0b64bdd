"""Every format of exports read back by the programs that people use; one reader a format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import event_model
import h5py
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr
import zarr

MISSING = float("nan")


@dataclass
class Found:
    """A measurement as a reader finds it."""

    columns: dict[str, np.ndarray[Any, Any]]
    units: dict[str, str]
    moments: list[float]
    """Seconds since the epoch, NaN where there is none."""
    about: str
    """All there is about the scan, as text."""


def seconds(moments: pd.Series[Any]) -> list[float]:
    return [m.timestamp() if pd.notna(m) else MISSING for m in moments]


def of_csv(data: bytes, measurement: str) -> Found:
    lines = data.decode().splitlines(keepends=True)
    about = "".join(line for line in lines if line.startswith("#"))
    frame = pd.read_csv(io.BytesIO(data), comment="#")
    moments = seconds(pd.to_datetime(frame.pop(frame.columns[-1])))
    units: dict[str, str] = {}
    spread: dict[str, list[Any]] = {}
    for head in frame.columns:
        label, _, unit = head.partition(" (")
        name, _, index = label.partition("[")
        units[name] = unit.rstrip(")")
        spread.setdefault(name, []).append((index, frame[head]))
    columns = {}
    for name, parts in spread.items():
        shape = tuple(int(i) + 1 for i in parts[-1][0].rstrip("]").split("][")) if parts[-1][0] else ()
        columns[name] = np.stack([values for _, values in parts], axis=1).reshape(len(frame), *shape)
    return Found(columns, units, moments, about)


def of_json(data: bytes, measurement: str) -> Found:
    found = json.loads(data)["measurements"][measurement]
    moments = [pd.Timestamp(m).timestamp() if m else MISSING for m in found["timestamps"]]
    columns = {name: np.array(values, float) for name, values in found["columns"].items()}
    return Found(columns, found["units"], moments, "")


def listed(value: Any) -> Any:
    return [listed(each) for each in value] if isinstance(value, np.ndarray) else value


def of_table(table: pa.Table) -> Found:
    *fields, time = table.schema
    shapes = {f.name: json.loads(f.metadata[b"shape"]) for f in fields}
    frame = table.to_pandas()
    columns = {
        name: np.array([listed(value) for value in frame[name]], float).reshape(len(frame), *shape)
        for name, shape in shapes.items()
    }
    units = {f.name: f.metadata[b"unit"].decode() for f in fields}
    assert str(time.type) == "timestamp[us, tz=UTC]"
    about = json.dumps({k.decode(): v.decode() for k, v in table.schema.metadata.items()}, ensure_ascii=False)
    return Found(columns, units, seconds(frame[time.name]), about)


def of_parquet(data: bytes, measurement: str) -> Found:
    return of_table(pq.read_table(io.BytesIO(data)))


def of_arrow(data: bytes, measurement: str) -> Found:
    return of_table(pa.ipc.open_file(io.BytesIO(data)).read_all())


def of_hdf5(data: bytes, measurement: str) -> Found:
    with h5py.File(io.BytesIO(data)) as file:
        group = file[measurement]
        scales = {name for name, dataset in group.items() if dataset.is_scale}
        units = {n: d.attrs.get("units", "") for n, d in group.items() if n not in scales}
        time = next(n for n, unit in units.items() if unit.startswith("seconds since 1970-01-01"))
        columns = {n: group[n][()] for n in units if n != time}
        about = json.dumps({k: str(v) for k, v in file.attrs.items()}, ensure_ascii=False)
        del units[time]
        return Found(columns, units, group[time][()].tolist(), about)


def of_zarr(data: bytes, measurement: str) -> Found:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.zarr.zip"
        path.write_bytes(data)
        store = zarr.storage.ZipStore(path, mode="r")
        about = json.dumps(dict(zarr.open_group(store, mode="r").attrs), ensure_ascii=False)
        found = xr.open_zarr(store, group=measurement, decode_times=False).load()
        store.close()
    time = next(
        n for n, v in found.variables.items() if str(v.attrs.get("units")).startswith("seconds since")
    )
    names = [n for n in found.variables if n not in found.dims and n != time]
    columns = {str(n): found[n].values for n in names}
    units = {str(n): found[n].attrs.get("units", "") for n in names}
    return Found(columns, units, found[time].values.tolist(), about)


def of_xlsx(data: bytes, measurement: str) -> Found:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    rows = list(book[measurement].iter_rows(values_only=True))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    about = {}
    for name, value in book["Scan"].iter_rows(values_only=True):
        about[name] = about.get(name, "") + (value or "")
    found = of_csv(text.getvalue().encode(), measurement)
    return Found(found.columns, found.units, found.moments, json.dumps(about, ensure_ascii=False))


def of_event_model(data: bytes, measurement: str) -> Found:
    documents = [json.loads(line) for line in data.decode().splitlines()]
    for name, document in documents:
        event_model.schema_validators[event_model.DocumentNames[name]].validate(document)
    (start,) = (document for name, document in documents if name == "start")
    described = [document for name, document in documents if name == "descriptor"]
    (own,) = (d for d in described if measurement.replace(".", "_") in d["object_keys"])
    pages = [d for name, d in documents if name == "event_page" and d["descriptor"] == own["uid"]]
    columns, units = {}, {}
    for key, told in own["data_keys"].items():
        column = told["source"].removeprefix("PyBirch:")
        values = [MISSING if v is None else v for page in pages for v in page["data"][key]]
        columns[column] = np.array(values, float).reshape(-1, *told["shape"])
        units[column] = told.get("units", "")
    moments = [time or MISSING for page in pages for time in page["time"]]
    return Found(columns, units, moments, json.dumps(start, ensure_ascii=False))


READERS: dict[str, Callable[[bytes, str], Found]] = {
    "csv": of_csv,
    "json": of_json,
    "parquet": of_parquet,
    "arrow": of_arrow,
    "hdf5": of_hdf5,
    "netcdf": of_hdf5,
    "zarr": of_zarr,
    "xlsx": of_xlsx,
    "event-model": of_event_model,
}

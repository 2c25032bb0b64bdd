"""Every exporter, read back by the programs that people use; one reader for each format."""

from __future__ import annotations

import io
import json
import math
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.export_readers import MISSING, READERS, Found
from support.store import LINE, SPECTRA, Lab, open_lab

from engine.exporters.base import Wanted
from engine.exporters.registry import export, exporters, find
from engine.model.bench import Column
from engine.model.values import NO_VALUE
from engine.store import scans
from engine.store.readings import Measurement

GRID = (Column(name="picture", unit="counts", shape=(2, 3)), Column(name="timestamp", unit="s"))
NOTES = "µ-scan,\nsecond line"
EVERY = sorted(exporters())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Scan 1: three measurements, one of 6000 points. Scan 2: nothing."""
    path: Path = tmp_path_factory.mktemp("every")
    with open_lab(path) as lab:
        lab.append_line(lab.writer.open_stream(1, "meter", LINE), 6000)
        spectra = lab.writer.open_stream(1, "spectrometer", SPECTRA)
        lab.writer.append_rows(
            [(spectra, (0.5, np.arange(4)), 10.25), (spectra, (None, np.arange(4)), MISSING)]
        )
        camera = lab.writer.open_stream(1, "camera", GRID)
        lab.writer.append_rows(
            [(camera, (np.arange(6).reshape(2, 3) + i, 7.0 + i), 20.0 + i) for i in range(3)]
        )
        lab.add_scan("empty")
        lab.writer.flush()
        with lab.database.write() as conn:
            scans.annotate(
                conn, 1, notes=NOTES, tags=["raman", "x"], metadata={"laser": {"power": 5}, "n": 3}
            )
        yield lab


def exported(lab: Lab, scan: int, form: str, **choice: Any) -> bytes:
    with lab.database.read() as conn:
        return b"".join(export(conn, scan, find(form), **choice).pieces)


def found(lab: Lab, form: str, measurement: str, **choice: Any) -> Found:
    return READERS[form](exported(lab, 1, form, measurement=measurement, **choice), measurement)


def test_every_format_of_the_interface_is_there() -> None:
    assert sorted(READERS) == EVERY


@pytest.mark.parametrize("form", EVERY)
def test_numbers_units_and_moments_come_back(filled: Lab, form: str) -> None:
    meter = found(filled, form, "meter")
    assert list(meter.columns) == ["stage.x", "intensity"]
    assert meter.units == {"stage.x": "mm", "intensity": "counts"}
    assert np.array_equal(meter.columns["stage.x"], np.arange(6000))
    assert np.array_equal(meter.columns["intensity"], 2 * np.arange(6000))
    assert meter.moments == [1000.0 + i for i in range(6000)]


@pytest.mark.parametrize("form", EVERY)
def test_arrays_keep_their_shape_and_what_is_missing_stays_so(filled: Lab, form: str) -> None:
    spectra = found(filled, form, "spectrometer")
    assert np.array_equal(spectra.columns["spectrum"], np.array([[0, 1, 2, 3]] * 2))
    assert np.array_equal(spectra.columns["stage.x"], [0.5, MISSING], equal_nan=True)
    assert np.array_equal(spectra.moments, [10.25, MISSING], equal_nan=True)


VALUES = [1.5, math.nan, math.inf, -math.inf, NO_VALUE]


@pytest.fixture(scope="module")
def special(filled: Lab) -> int:
    """A scan with a reading of each kind: as a number, and as the first of an array of two."""
    scan = filled.add_scan("special")
    columns = (Column(name="axis.x"), Column(name="v", unit="V"), Column(name="pair", shape=(2,)))
    stream = filled.writer.open_stream(scan, "meter", columns)
    rows = [(stream, (None, value, np.array([value, 2.0])), 5.0) for value in VALUES]
    filled.writer.append_rows(rows)
    filled.writer.flush()
    return scan


@pytest.mark.parametrize("form", EVERY)
def test_infinities_nan_and_no_value_are_kept_apart(filled: Lab, special: int, form: str) -> None:
    found = READERS[form](exported(filled, special, form), "meter").columns
    for column in (found["v"], found["pair"][:, 0]):
        assert np.array_equal(column, VALUES, equal_nan=True)
    assert np.isnan(found["axis.x"]).all()


def test_csv_has_a_word_for_each(filled: Lab, special: int) -> None:
    lines = exported(filled, special, "csv").decode().splitlines()
    cells = [line.split(",")[:3] for line in lines[-5:]]
    words = ["1.5", "nan", "inf", "-inf", ""]
    assert cells == [["", word, word] for word in words]


def test_json_has_a_word_for_each(filled: Lab, special: int) -> None:
    columns = json.loads(exported(filled, special, "json"))["measurements"]["meter"]["columns"]
    words = [1.5, "NaN", "Infinity", "-Infinity", None]
    assert columns == {"axis.x": [None] * 5, "v": words, "pair": [[word, 2.0] for word in words]}


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_tables_have_a_null_for_no_value(filled: Lab, special: int, form: str) -> None:
    data = io.BytesIO(exported(filled, special, form))
    table = pq.read_table(data) if form == "parquet" else pa.ipc.open_file(data).read_all()
    for values in (table["v"].to_pylist(), [pair[0] for pair in table["pair"].to_pylist()]):
        assert values[0] == 1.5 and math.isnan(values[1])
        assert values[2:] == [math.inf, -math.inf, None]
    assert table["axis.x"].null_count == 5


@pytest.mark.parametrize("form", EVERY)
def test_pictures_and_a_reading_called_timestamp(filled: Lab, form: str) -> None:
    camera = found(filled, form, "camera")
    assert np.array_equal(camera.columns["picture"], [np.arange(6).reshape(2, 3) + i for i in range(3)])
    assert camera.columns["timestamp"].tolist() == [7.0, 8.0, 9.0]
    assert camera.moments == [20.0, 21.0, 22.0]


@pytest.mark.parametrize("form", EVERY)
def test_a_range_of_chosen_columns(filled: Lab, form: str) -> None:
    part = found(filled, form, "meter", first=4090, last=4100, columns=["intensity"])
    assert list(part.columns) == ["intensity"]
    assert np.array_equal(part.columns["intensity"], 2 * np.arange(4090, 4101))
    assert len(found(filled, form, "meter", first=9000, last=9001).moments) == 0


@pytest.mark.parametrize("form", [name for name in EVERY if name != "json"])
def test_the_scan_is_described_inside(filled: Lab, form: str) -> None:
    about = found(filled, form, "meter").about
    for word in ("SCAN_001", "line", "µ-scan", "raman", "power", "meter"):
        assert word in about


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize(
    "metadata",
    [
        {"a\0b": "c\0d"},
        {"": 1},
        {"n": 10**30, "least": -(2**63), "most": 2**64 - 1},
        {"k" * 70_000: 1},
        {"v": "y" * 200_000},
        {"a/b": {"c": [None, True]}, ".": 1, "..": 2},
        {str(i): i for i in range(2000)},
    ],
    ids=["nul", "empty", "large numbers", "long name", "long value", "paths", "many"],
)
def test_whatever_people_note_down_comes_along(filled: Lab, form: str, metadata: dict[str, Any]) -> None:
    scan = filled.add_scan("noted")
    filled.append_line(filled.writer.open_stream(scan, "meter", LINE), 2)
    filled.writer.flush()
    with filled.database.write() as conn:
        scans.annotate(conn, scan, metadata=metadata, notes="a\0b")
    found = READERS[form](exported(filled, scan, form), "meter")
    assert found.columns["stage.x"].tolist() == [0, 1]


@pytest.mark.parametrize("form", EVERY)
def test_a_scan_without_readings_is_a_file_too(filled: Lab, form: str) -> None:
    data = exported(filled, 2, form)
    assert data
    if form == "parquet":
        assert pq.read_table(io.BytesIO(data)).num_rows == 0
    if form in ("hdf5", "netcdf"):
        with h5py.File(io.BytesIO(data)) as file:
            assert list(file) == (["entry"] if form == "hdf5" else []) and file.attrs["scan"] == "SCAN_002"


@pytest.mark.parametrize("form", EVERY)
def test_one_file_of_several_measurements_or_a_choice(filled: Lab, form: str) -> None:
    exporter = find(form)
    assert "/" in exporter.media_type and exporter.suffix.startswith(".")
    if not exporter.single:
        data = exported(filled, 1, form)
        assert len(READERS[form](data, "camera").moments) == 3
        assert len(READERS[form](data, "meter").moments) == 6000


def test_netcdf_names_its_dimensions(filled: Lab) -> None:
    with h5py.File(io.BytesIO(exported(filled, 1, "netcdf", first=1))) as file:
        picture = file["camera/picture"]
        scales = [dim[0] for dim in picture.dims]
        assert [scale.name for scale in scales] == ["/camera/row", "/camera/picture_0", "/camera/picture_1"]
        assert scales[0][()].tolist() == [1, 2]
        assert file["camera/timestamp_"].dims[0][0] == scales[0]
        every = [d.attrs["_Netcdf4Dimid"] for g in file.values() for d in g.values() if d.is_scale]
        assert sorted(every) == list(range(len(every)))


def test_pandas_finds_units_and_facts(filled: Lab) -> None:
    data = exported(filled, 1, "parquet", measurement="meter")
    attributes = pd.read_parquet(io.BytesIO(data)).attrs
    assert attributes["scan"] == "SCAN_001"
    assert attributes["units"] == {"stage.x": "mm", "intensity": "counts"}
    assert pd.read_feather(io.BytesIO(exported(filled, 1, "arrow", measurement="meter"))).shape == (6000, 3)


WIDE = Column(name="trace", unit="V", shape=(1000,))
BLOCKS, ROWS = 25, 200


def large(name: str, columns: Sequence[str]) -> Iterator[Measurement]:
    """40 MB of readings, block by block."""
    for at in range(BLOCKS):
        values = {"trace": np.full((ROWS, 1000), at / 7)} if columns else {}
        yield Measurement(name, at * ROWS, BLOCKS * ROWS, values, {"trace": "V"}, np.full(ROWS, 1.0 + at))


def written(filled: Lab, form: str) -> Iterator[bytes]:
    with filled.database.read() as conn:
        record = scans.get(conn, 2)
    return find(form).write(
        record, [Wanted(name="scope", total=BLOCKS * ROWS, rows=BLOCKS * ROWS, columns=[WIDE])], large
    )


# A sheet of Excel is bounded itself, and writing the cells takes minutes here.
@pytest.mark.parametrize("form", [form for form in EVERY if form != "xlsx"])
def test_memory_stays_bounded(filled: Lab, form: str) -> None:
    tracemalloc.start()
    before = pa.total_allocated_bytes()
    total = most = 0
    for piece in written(filled, form):
        total += len(piece)
        most = max(most, pa.total_allocated_bytes() - before)
    peak = tracemalloc.get_traced_memory()[1] + most
    tracemalloc.stop()
    assert total > 5000
    assert peak < 30e6


@pytest.mark.parametrize(("form", "parts"), [("parquet", 5), ("arrow", 5)])
def test_large_tables_are_read_in_parts(filled: Lab, form: str, parts: int) -> None:
    data = io.BytesIO(b"".join(written(filled, form)))
    count = (
        pq.ParquetFile(data).num_row_groups
        if form == "parquet"
        else pa.ipc.open_file(data).num_record_batches
    )
    assert count >= parts


def test_an_export_that_is_given_up_leaves_no_file(
    filled: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("engine.exporters.groups._ROOMY", tmp_path)
    pieces = written(filled, "hdf5")
    next(pieces)
    assert list(tmp_path.iterdir())
    pieces.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())

"""Swept axes are dimensions in netCDF and HDF5 where the rows are a grid, also unfinished, snaked and with repeats."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr
from support.store import Lab, open_lab

from engine.exporters.registry import export, find
from engine.model.bench import Column
from engine.store.marks import Texts

COLUMNS = (
    Column(name="stage.x", unit="mm", axis=True),
    Column(name="stage.y", unit="mm", axis=True),
    Column(name="v", unit="V", axis=False),
    Column(name="spectrum", unit="counts", shape=(3,), axis=False),
)
Row = tuple[float, float, int, str]
"""Setpoints of x and y, repeat and label."""


@pytest.fixture
def lab(tmp_path: Path):
    with open_lab(tmp_path) as opened:
        yield opened


def measured(lab: Lab, rows: Sequence[Row]) -> None:
    texts = Texts()
    stream = lab.writer.open_stream(1, "meter", COLUMNS, texts=texts)
    for i, (x, y, repeat, label) in enumerate(rows):
        marks = (x, y, i, repeat, texts[label], texts["ok"])
        values = (x + 0.01, y - 0.01, value(x, y, repeat), np.full(3, value(x, y, repeat)))
        lab.writer.append_rows([(stream, (*values, *marks), 1000.0 + i)])
    lab.writer.flush()


def value(x: float, y: float, repeat: int) -> float:
    return 100 * x + 10 * y + repeat


def opened(lab: Lab, form: str = "netcdf", columns: list[str] | None = None) -> bytes:
    with lab.database.read() as conn:
        return b"".join(export(conn, 1, find(form), columns=columns).pieces)


def dataset(lab: Lab, columns: list[str] | None = None) -> xr.Dataset:
    with xr.open_dataset(io.BytesIO(opened(lab, columns=columns)), engine="h5netcdf", group="meter") as found:
        return found.load()


def test_an_unfinished_snake_is_a_grid_with_holes(lab: Lab) -> None:
    ys = [0.0, 1.0, 2.5]
    rows = [(x, y, 0, "") for x in (5.0, 7.0) for y in (ys if x == 5.0 else ys[::-1])][:5]
    measured(lab, rows)
    found = dataset(lab)
    assert found["v"].dims == ("stage.x", "stage.y")
    assert found["stage.x"].values.tolist() == [5, 7]
    assert found["stage.y"].values.tolist() == ys
    assert found["stage.y"].attrs["units"] == "mm"
    assert found["v"].sel({"stage.x": 7, "stage.y": 1}).item() == value(7, 1, 0)
    assert np.isnan(found["v"].sel({"stage.x": 7, "stage.y": 0})).item()
    assert found["spectrum"].sel({"stage.x": 5, "stage.y": 2.5}).values.tolist() == [value(5, 2.5, 0)] * 3
    assert found["stage.x.readback"].sel({"stage.x": 7, "stage.y": 2.5}).item() == 7.01
    assert found["point"].sel({"stage.x": 7, "stage.y": 2.5}).item() == 3
    assert found["quality"].sel({"stage.x": 5, "stage.y": 0}).item() == "ok"
    assert found["timestamp"].attrs["standard_name"] == "time"


def test_repeats_and_labels_are_dimensions_where_they_are_needed(lab: Lab) -> None:
    rows = [
        (x, y, r, label) for r in (0, 1) for x in (1.0, 2.0) for y in (3.0, 4.0) for label in ("dark", "lit")
    ]
    measured(lab, rows)
    found = dataset(lab)
    assert dict(found["v"].sizes) == {"stage.x": 2, "stage.y": 2, "repeat": 2, "label": 2}
    assert found["label"].values.tolist() == ["dark", "lit"]
    place = {"stage.x": 2, "stage.y": 3, "repeat": 1, "label": "lit"}
    assert found["v"].sel(place).item() == value(2, 3, 1)


def test_what_is_no_grid_stays_a_table_over_its_points(lab: Lab) -> None:
    measured(lab, [(float(i), float(i), 0, "") for i in range(6)])
    found = dataset(lab)
    assert found["v"].dims == ("point",)
    assert found["point"].values.tolist() == list(range(6))
    assert found["stage.x.setpoint"].values.tolist() == list(range(6))
    assert found["label"].values.tolist() == [""] * 6


def test_a_choice_of_columns_keeps_the_grid(lab: Lab) -> None:
    measured(lab, [(x, y, 0, "") for x in (1.0, 2.0) for y in (3.0, 4.0)])
    found = dataset(lab, ["v"])
    assert set(found.variables) == {"v", "stage.x", "stage.y", "timestamp"}


def test_hdf5_is_nexus_with_a_plot_and_small(lab: Lab) -> None:
    measured(lab, [(x, y, 0, "") for x in (1.0, 2.0) for y in (3.0, 4.0)])
    data = opened(lab, "hdf5")
    with h5py.File(io.BytesIO(data)) as file:
        entry = file[file.attrs["default"]]
        plot = entry[entry.attrs["default"]]
        assert (entry.attrs["NX_class"], plot.attrs["NX_class"]) == ("NXentry", "NXdata")
        assert plot.attrs["signal"] == "v"
        assert list(plot.attrs["axes"]) == ["stage.x", "stage.y"]
        assert plot["v"].shape == (2, 2)
        assert file["meter/v"][1, 0] == value(2, 3, 0)
        assert [scale.name for scale in (dim[0] for dim in plot["v"].dims)] == [
            "/meter/stage.x",
            "/meter/stage.y",
        ]
    assert len(data) < 60_000


def test_coordinates_of_an_array_are_coordinates_in_the_file(lab: Lab) -> None:
    columns = (
        Column(name="wavelength", unit="nm", shape=(3,), axis=False),
        Column(name="spectrum", unit="counts", shape=(3,), axis=False, x="wavelength"),
    )
    texts = Texts()
    stream = lab.writer.open_stream(1, "meter", columns, texts=texts)
    wavelength = np.array([500.0, 510.0, 520.0])
    for i in range(2):
        marks = (i, 0, texts[""], texts["ok"])
        lab.writer.append_rows([(stream, (wavelength, np.full(3, float(i)), *marks), 1000.0 + i)])
    lab.writer.flush()
    found = dataset(lab)
    assert "wavelength" in found.coords
    assert found["spectrum"].coords["wavelength"].isel(point=1).values.tolist() == [500, 510, 520]
    assert found["spectrum"].dims == found["wavelength"].dims == ("point", "wavelength_0")
    assert found["wavelength"].attrs["units"] == "nm"

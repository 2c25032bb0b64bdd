import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.store import LINE, SPECTRA, Lab, open_lab

from engine.errors import InputRefused, NotFound
from engine.exporters.registry import export, exporters, find
from engine.model import ids
from engine.model.bench import Column
from engine.model.states import ScanState
from engine.model.values import NO_VALUE
from engine.store import scans


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Scan 1: 6000 points of a meter. Scan 2: a meter and a spectrometer. Scan 3: nothing yet."""
    path: Path = tmp_path_factory.mktemp("filled")
    with open_lab(path) as lab:
        lab.append_line(lab.writer.open_stream(1, "meter", LINE), 6000)
        second = lab.add_scan("two things")
        lab.append_line(lab.writer.open_stream(second, "meter", LINE), 3)
        spectra = lab.writer.open_stream(second, "spectrometer", SPECTRA)
        lab.writer.append_rows([(spectra, (0.5, np.arange(4)), 10.25), (spectra, (None, np.arange(4)), 11.5)])
        lab.add_scan("empty")
        lab.writer.emit(lab.status(ScanState.COMPLETED))
        lab.writer.flush()
        yield lab


def exported(lab: Lab, scan: int, form: str, **choice: Any) -> bytes:
    with lab.database.read() as conn:
        return b"".join(export(conn, scan, find(form), **choice).pieces)


def document(lab: Lab, scan: int, **choice: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(exported(lab, scan, "json", **choice))
    return made


def table(lab: Lab, scan: int, **choice: Any) -> pd.DataFrame:
    text = exported(lab, scan, "csv", **choice).decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return pd.DataFrame([line.split(",") for line in lines[1:]], columns=lines[0].split(","))


@pytest.mark.parametrize("name", sorted(exporters()))
def test_any_thread_makes_the_next_piece(filled: Lab, name: str) -> None:
    """A server does so: an exporter that keeps a lock of its thread between two pieces would wait for itself."""
    rest: list[bytes] = []
    with filled.database.read() as conn:
        pieces = iter(export(conn, 1, find(name)).pieces)
        head = next(filter(None, pieces))
        other = Thread(target=lambda: rest.extend(pieces), daemon=True)
        other.start()
        other.join(60)
        assert not other.is_alive()
    assert head + b"".join(rest) == exported(filled, 1, name)


@pytest.mark.parametrize("name", sorted(exporters()))
def test_every_exporter_writes_bytes_and_describes_itself(filled: Lab, name: str) -> None:
    exporter = find(name)
    assert exporter.name == name
    assert exporter.suffix.startswith(".")
    assert "/" in exporter.media_type
    for scan in (1, 3):
        assert exported(filled, scan, name)
    assert exported(filled, 2, name, measurement="spectrometer")


@pytest.mark.parametrize("name", sorted(exporters()))
def test_every_exporter_comes_in_pieces(filled: Lab, name: str) -> None:
    with filled.database.read() as conn:
        pieces = list(export(conn, 1, find(name)).pieces)
    assert len(pieces) > 1


def test_json_holds_every_measurement_by_columns(filled: Lab) -> None:
    made = document(filled, 2)
    assert made["scan_id"] == "SCAN_002"
    assert made["measurements"]["meter"] == {
        "first_index": 0,
        "total": 3,
        "units": {"stage.x": "mm", "intensity": "counts"},
        "columns": {"stage.x": [0, 1, 2], "intensity": [0, 2, 4]},
        "timestamps": [f"1970-01-01T00:16:4{n}.000000Z" for n in range(3)],
    }
    assert made["measurements"]["spectrometer"]["columns"] == {
        "stage.x": [0.5, None],
        "spectrum": [[0, 1, 2, 3], [0, 1, 2, 3]],
    }


def test_json_of_nothing(filled: Lab) -> None:
    found = document(filled, 3)
    assert (found["scan_id"], found["measurements"]) == ("SCAN_003", {})


@pytest.mark.parametrize(("first", "last"), [(0, 0), (4090, 4100), (5990, None), (None, 9), (7000, 8000)])
def test_windows_include_both_ends(filled: Lab, first: int | None, last: int | None) -> None:
    wanted = list(range(6000))[first or 0 : None if last is None else last + 1]
    made = document(filled, 1, first=first, last=last)["measurements"]["meter"]
    assert made["columns"]["stage.x"] == wanted
    assert made["total"] == 6000
    assert len(made["timestamps"]) == len(wanted)
    if wanted:
        assert made["first_index"] == wanted[0]
    assert [float(x) for x in table(filled, 1, first=first, last=last)["stage.x (mm)"]] == wanted


def test_csv_has_a_row_a_point_under_heads_with_units(filled: Lab) -> None:
    found = table(filled, 1)
    assert list(found.columns) == ["stage.x (mm)", "intensity (counts)", "timestamp"]
    assert len(found) == 6000
    assert list(found.iloc[5]) == ["5.0", "10.0", "1970-01-01T00:16:45.000000Z"]


def test_csv_spreads_arrays_and_leaves_no_number_empty(filled: Lab) -> None:
    found = table(filled, 2, measurement="spectrometer")
    heads = [f"spectrum[{i}] (counts)" for i in range(4)]
    assert list(found.columns) == ["stage.x (mm)", *heads, "timestamp"]
    assert list(found.iloc[1]) == ["", "0.0", "1.0", "2.0", "3.0", "1970-01-01T00:00:11.500000Z"]


def test_csv_tells_about_the_scan_in_comments_of_one_line(filled: Lab) -> None:
    with filled.database.write() as conn:
        scans.annotate(
            conn,
            1,
            notes="two\nlines\u2028three,4",
            metadata={"laser": {"power": 5}, "x\n=1+1": "y"},
            tags=["a", "b"],
        )
    lines = exported(filled, 1, "csv", last=0).decode().split("\n")
    comments = [line for line in lines if line.startswith("#")]
    assert lines[: len(comments)] == comments
    assert "# scan: SCAN_001" in comments
    assert "# notes: two lines three,4" in comments
    assert '# metadata.laser: {"power": 5}' in comments
    assert "# metadata.x =1+1: y" in comments
    assert "# tags: a, b" in comments
    assert "# points: 6000" in comments


def test_only_chosen_columns_are_written_in_their_order(filled: Lab) -> None:
    made = document(filled, 1, columns=["intensity", "stage.x"], last=1)["measurements"]["meter"]
    assert list(made["columns"]) == ["intensity", "stage.x"]
    assert list(table(filled, 1, columns=["intensity"]).columns) == ["intensity (counts)", "timestamp"]


@pytest.mark.parametrize(
    ("scan", "form", "choice", "error", "words"),
    [
        (2, "csv", {}, InputRefused, "choose one of meter, spectrometer"),
        (2, "json", {"measurement": "lamp"}, NotFound, "lamp"),
        (1, "json", {"columns": ["nope"]}, InputRefused, "no column 'nope'"),
        (9, "json", {}, NotFound, "SCAN_009"),
    ],
)
def test_what_cannot_be_exported_is_refused_before_the_first_byte(
    filled: Lab, scan: int, form: str, choice: dict[str, Any], error: type[Exception], words: str
) -> None:
    with filled.database.read() as conn, pytest.raises(error, match=words):
        export(conn, scan, find(form), **choice)


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        InputRefused, match="arrow, csv, event-model, hdf5, json, netcdf, parquet, xlsx, zarr"
    ):
        find("xls")


NUMBERS = st.floats(width=64) | st.none()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NUMBERS, st.lists(NUMBERS, min_size=2, max_size=2)), min_size=1, max_size=20))
def test_numbers_survive_both_formats(lab: Lab, rows: list[tuple[Any, list[Any]]]) -> None:
    scan = lab.add_scan()
    columns = (Column(name="a", unit="V"), Column(name="b", shape=(2,)))
    stream = lab.writer.open_stream(scan, "meter", columns)
    lab.writer.append_rows(
        [(stream, (a, np.array([NO_VALUE if x is None else x for x in b])), 0.0) for a, b in rows]
    )
    lab.writer.flush()

    def told(value: Any) -> Any:
        """What JSON says."""
        if value is None or np.isfinite(value):
            return value
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"

    made = document(lab, scan)["measurements"]["meter"]["columns"]
    assert made["a"] == [told(a) for a, _ in rows]
    assert made["b"] == [[told(x) for x in b] for _, b in rows]
    found = table(lab, scan)
    cells = [
        [None if cell == "" else told(float(cell)) for cell in row[:-1]]
        for row in found.itertuples(index=False)
    ]
    assert cells == [[told(a), *map(told, b)] for a, b in rows]
    assert ids.scan_id(scan).encode() in exported(lab, scan, "csv")

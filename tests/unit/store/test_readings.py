from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.store import LINE, SPECTRA, Lab

from engine.errors import InputRefused, NotFound
from engine.model.bench import Column
from engine.model.events import EventName
from engine.model.states import ScanState
from engine.store import readings
from engine.store.readings import Measurement


def read(lab: Lab, scan: int = 1, measurement: str = "meter", **window: Any) -> Measurement:
    with lab.database.read() as conn:
        return readings.read(conn, scan, measurement, **window)


def indices(measurement: Measurement) -> list[int]:
    return [int(x) for x in measurement.columns["stage.x"]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([1, 2, 50, 3000, 5000]), min_size=1, max_size=6),
    st.booleans(),
    st.data(),
)
def test_any_window_is_read_whole_wherever_it_lies(
    lab: Lab, runs: list[int], ended: bool, data: st.DataObject
) -> None:
    scan = lab.add_scan()
    stream = lab.writer.open_stream(scan, "meter", LINE)
    for count in runs:
        lab.append_line(stream, count)
        lab.writer.flush()
    if ended:
        lab.writer.emit(lab.status(ScanState.COMPLETED, scan))
        lab.writer.flush()
    total = sum(runs)
    first = data.draw(st.none() | st.integers(0, total + 2))
    last = data.draw(st.none() | st.integers(0, total + 2))
    wanted = list(range(total))[first or 0 : None if last is None else last + 1]
    found = read(lab, scan, first=first, last=last)
    assert indices(found) == wanted
    assert found.total == total
    assert found.first_index == (wanted[0] if wanted else (first or 0))
    np.testing.assert_array_equal(found.columns["intensity"], 2.0 * np.array(wanted))
    np.testing.assert_array_equal(found.timestamps, 1000.0 + np.array(wanted))
    with lab.database.read() as conn:
        pieces = list(readings.iterate(conn, scan, "meter", first, last, rows=700))
        ends = readings.tail(conn, scan, 10)["meter"]
    assert [i for piece in pieces for i in indices(piece)] == wanted
    assert indices(ends) == list(range(total))[-10:]
    assert ends.first_index == max(0, total - 10)


def test_units_and_shapes_come_along(lab: Lab) -> None:
    stream = lab.writer.open_stream(1, "spectrometer", SPECTRA)
    lab.writer.append_rows([(stream, (1.0, np.arange(4)), 5.0), (stream, (2.0, np.ones(4)), 6.0)])
    lab.writer.flush()
    found = read(lab, measurement="spectrometer")
    assert found.units == {"stage.x": "mm", "spectrum": "counts"}
    np.testing.assert_array_equal(found.columns["spectrum"], [[0, 1, 2, 3], [1, 1, 1, 1]])


def test_only_the_columns_asked_for_are_given(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 2)
    lab.writer.flush()
    assert list(read(lab, columns=["intensity"]).columns) == ["intensity"]
    assert read(lab, columns=[]).columns == {}
    assert len(read(lab, columns=[]).timestamps) == 2
    with pytest.raises(InputRefused, match=r"no column 'intensty'; it has stage\.x, intensity"):
        read(lab, columns=["intensty", "stage.x"])


def test_an_unknown_measurement_is_not_found(lab: Lab) -> None:
    with pytest.raises(NotFound, match="it has none yet"):
        read(lab)
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 1)
    lab.writer.flush()
    with pytest.raises(NotFound, match="'lamp'; it has meter"):
        read(lab, measurement="lamp")


def test_measurements_are_told_apart(lab: Lab) -> None:
    meter = lab.writer.open_stream(1, "meter", LINE)
    lamp = lab.writer.open_stream(1, "lamp", LINE)
    for _ in range(5):
        lab.append_line(meter, 1000)
        lab.append_line(lamp, 3)
        lab.writer.flush()
    with lab.database.read() as conn:
        known = {m.name: (m.total, m.columns) for m in readings.measurements(conn, 1)}
    assert known == {"meter": (5000, list(LINE)), "lamp": (15, list(LINE))}
    assert indices(read(lab, measurement="lamp")) == list(range(15))
    assert indices(read(lab, measurement="meter", first=4990)) == list(range(4990, 5000))


def test_new_columns_midway_make_one_measurement(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 3)
    wider = (*LINE, Column(name="phase", unit="deg"))
    stream = lab.writer.open_stream(1, "meter", wider, first_index=3)
    lab.writer.append_rows([(stream, (3.0, 6.0, 90.0), 1003.0)])
    lab.writer.flush()
    found = read(lab)
    assert indices(found) == [0, 1, 2, 3]
    np.testing.assert_array_equal(found.columns["phase"], [np.nan, np.nan, np.nan, 90.0])
    assert found.units["phase"] == "deg"


def test_readings_of_another_description_are_never_relabelled(lab: Lab) -> None:
    described = [
        (Column(name="v", unit="V"), (1.5,)),
        (Column(name="v", unit="mV"), (1500.0,)),
        (Column(name="v", unit="mV", shape=(2,)), (np.array([1.0, 2.0]),)),
        (Column(name="v", unit="V"), (2.5,)),
    ]
    for index, (column, values) in enumerate(described):
        stream = lab.writer.open_stream(1, "meter", (column,), first_index=index)
        lab.writer.append_rows([(stream, values, 1000.0 + index)])
        lab.writer.emit(lab.status(ScanState.INTERRUPTED))
        lab.writer.flush()
    found = read(lab)
    assert found.units == {"v": "V", "v (mV)": "mV", "v (mV, 2 numbers)": "mV"}
    nan = np.nan
    np.testing.assert_array_equal(found.columns["v"], [1.5, nan, nan, 2.5])
    np.testing.assert_array_equal(found.columns["v (mV)"], [nan, 1500.0, nan, nan])
    np.testing.assert_array_equal(
        found.columns["v (mV, 2 numbers)"], [[nan, nan], [nan, nan], [1, 2], [nan, nan]]
    )
    blocks = [lab.reader.decode(e) for e in lab.reader.after(0) if e.kind is EventName.DATA_POINTS]
    assert [list(block.columns) for block in blocks] == [["v"], ["v (mV)"], ["v (mV, 2 numbers)"], ["v"]]


def test_a_resumed_scan_continues_its_readings(lab: Lab) -> None:
    lab.append_line(lab.writer.open_stream(1, "meter", LINE), 5)
    lab.writer.emit(lab.status(ScanState.INTERRUPTED))
    again = lab.writer.open_stream(1, "meter", LINE, first_index=5)
    lab.append_line(again, 5)
    lab.writer.emit(lab.status(ScanState.COMPLETED))
    lab.writer.flush()
    assert indices(read(lab)) == list(range(10))
    with lab.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM streams").scalar() == 1

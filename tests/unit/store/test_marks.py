"""Marks of readings: setpoints, point, repeat, label and quality."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.model.bench import Column, ColumnType
from engine.model.marks import Mark, Quality
from engine.model.values import NO_VALUE
from engine.store import readings
from engine.store.blocks import BadBlock, decode_block, encode_block, encode_rows, row_width
from engine.store.marks import Texts
from tests.support.store import LINE, Lab

AXES = (Column(name="stage.x", unit="mm", axis=True), Column(name="stage.y", unit="mm", axis=True))
COLUMNS = (*AXES, Column(name="v", unit="V"))
NUMBERS = st.one_of(st.sampled_from([0.0, 1.0, 2.5, NO_VALUE]), st.floats(width=64))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 40), st.integers(0, 2**40), st.data())
def test_marks_come_back_as_they_were_given(count: int, first: int, data: st.DataObject) -> None:
    texts = Texts()
    rows = data.draw(hnp.arrays(np.float64, (count, row_width(COLUMNS, marked=True)), elements=NUMBERS))
    labels = data.draw(st.lists(st.text(max_size=5), min_size=count, max_size=count))
    qualities = data.draw(st.lists(st.sampled_from(list(Quality)), min_size=count, max_size=count))
    rows[:, -2] = [texts[label] for label in labels]
    rows[:, -1] = [texts[quality.value] for quality in qualities]
    block = decode_block(encode_rows(1, first, rows, COLUMNS, texts), COLUMNS)
    marks = block.marks(COLUMNS)
    assert _bits(marks.setpoints[0]) == _bits(rows[:, 4])
    assert _bits(marks.setpoints[1]) == _bits(rows[:, 5])
    assert _bits(marks.each[Mark.POINT]) == _bits(rows[:, 6])
    assert marks.each[Mark.REPEAT].tolist() == pytest.approx(rows[:, 7].tolist(), nan_ok=True)
    assert marks.each[Mark.LABEL].tolist() == labels
    assert marks.each[Mark.QUALITY].tolist() == [quality.value for quality in qualities]
    np.testing.assert_array_equal(block.columns[2], rows[:, 3])


def test_what_does_not_change_takes_no_space() -> None:
    count, texts = 4096, Texts()
    rows = np.random.default_rng(1).normal(size=(count, row_width(COLUMNS, marked=True)))
    rows[:, 4] = rows[:, 1]
    rows[:, 5] = 3.5
    rows[:, 6] = np.arange(count) + 7
    rows[:, 7] = 0
    rows[:, 8], rows[:, 9] = texts[""], texts["ok"]
    bare = encode_block(1, 7, rows[:, 0], [rows[:, i] for i in range(1, 4)])
    assert len(encode_rows(1, 7, rows, COLUMNS, texts)) - len(bare) < 32
    rows[:, 5] = np.tile(np.linspace(0, 1, 64), count // 64)
    assert len(encode_rows(1, 7, rows, COLUMNS, texts)) - len(bare) < count + 600


def test_any_flipped_bit_of_marks_is_noticed() -> None:
    texts = Texts()
    row = [5.0, 1.0, 2.0, 3.0, 1.5, 2.5, 9.0, 1.0, texts["bright"], texts["gap"]]
    payload = encode_rows(3, 40, np.array([row, row]), COLUMNS, texts)
    for bit in range(8 * len(payload)):
        broken = bytearray(payload)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadBlock):
            decode_block(bytes(broken), COLUMNS)


def test_marks_are_read_from_journal_and_chunks(lab: Lab) -> None:
    texts = Texts()
    stream = lab.writer.open_stream(1, "meter", COLUMNS, texts=texts)
    plain = lab.writer.open_stream(lab.add_scan(), "meter", LINE)
    lab.append_line(plain, 2)
    count = 5000
    for i in range(count):
        label, quality = "a" if i < 3000 else "b", Quality.GAP if i == 4998 else Quality.OK
        read = NO_VALUE if quality is Quality.GAP else float(i)
        marks = (i // 2, 2.0, 2 * i, i % 2, texts[label], texts[quality.value])
        lab.writer.append_rows([(stream, (i / 2 + 0.01, 2.0, read, *marks), 1000.0 + i)])
    lab.writer.flush()
    names = ["stage.x.setpoint", "stage.y.setpoint", "point", "repeat", "label", "quality", "v"]
    with lab.database.read() as conn:
        found = readings.read(conn, 1, "meter", columns=names).columns
        bare = readings.read(conn, 1, "meter").columns
        unmarked = readings.measurements(conn, 2)[0].marks
        described = readings.measurements(conn, 1)[0].marks
    index = np.arange(count)
    assert found["stage.x.setpoint"].tolist() == (index // 2).tolist()
    assert found["point"].tolist() == (2 * index).tolist()
    assert found["repeat"].tolist() == (index % 2).tolist()
    assert found["label"].tolist() == ["a"] * 3000 + ["b"] * 2000
    assert [i for i, quality in enumerate(found["quality"]) if quality != "ok"] == [4998]
    assert np.isnan(found["v"][4998])
    assert list(bare) == ["stage.x", "stage.y", "v"]
    assert [column.name for column in described] == names[:-1]
    assert unmarked == []


def test_a_reading_keeps_its_name_and_texts_are_stored(lab: Lab) -> None:
    columns = (
        Column(name="label", type=ColumnType.TEXT, axis=False),
        Column(name="n", type=ColumnType.INTEGER, axis=False),
    )
    texts = Texts()
    stream = lab.writer.open_stream(1, "meter", columns, texts=texts)
    given = ["red", None, "grün", "red"]
    for i, text in enumerate(given):
        marks = (i, 0, texts["blue"], texts["ok"])
        lab.writer.append_rows([(stream, (text, i, *marks), 1000.0 + i)])
    lab.writer.flush()
    with lab.database.read() as conn:
        found = readings.read(conn, 1, "meter", columns=["label", "label_", "n"]).columns
    assert found["label"].tolist() == given
    assert found["label_"].tolist() == ["blue"] * 4


def _bits(values: np.ndarray) -> list[int]:
    return np.ascontiguousarray(values, np.float64).view(np.uint64).tolist()

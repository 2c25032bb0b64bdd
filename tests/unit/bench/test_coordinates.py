"""Coordinates of array readings: fixed, asked once in each scan, or with each reading."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import BenchError
from engine.model.plan import Measure
from engine.model.plan_shape import measurement_columns

Load = Callable[..., Bench]

HEAD = '[[instrument]]\nname = "osa"\nresource = "{}"\ntimeout = 20000\nack = ""\nanswer_lines = 1\n'
SPECTRUM = '[instrument.reads.power]\nquery = "Y?"\nshape = [3]\nunit = "dBm"\nx = "wavelength"\n'


def bench_with(scpi: ScpiServer, load_bench: Load, coordinate: str) -> Bench:
    scpi.answers |= {"Y?": "1,2,3", "X?": "500,510,520"}
    text = f'[instrument.reads.wavelength]\nshape = [3]\nunit = "nm"\n{coordinate}\n'
    return load_bench(HEAD.format(scpi.resource) + text + SPECTRUM, start=False)


@pytest.mark.parametrize(
    ("coordinate", "asked"),
    [
        ('query = "X?"', ["X?", "Y?", "X?", "Y?", "X?", "Y?"]),
        ('query = "X?"\nonce = true', ["X?", "Y?", "Y?", "X?", "Y?"]),
        ("values = [500, 510, 520]", ["Y?", "Y?", "Y?"]),
        ("values = { start = 500, stop = 520 }", ["Y?", "Y?", "Y?"]),
    ],
)
def test_coordinates_come_with_each_reading(
    coordinate: str, asked: list[str], scpi: ScpiServer, load_bench: Load
) -> None:
    osa = bench_with(scpi, load_bench, coordinate).instruments["osa"]
    osa.connect()
    for new_scan in (False, False, True):
        if new_scan:
            osa.tidy()
        result = osa.measure()
        assert list(result) == ["wavelength", "power"]
        assert np.array_equal(result["wavelength"], [500, 510, 520])
        assert np.array_equal(result["power"], [1, 2, 3])
    assert scpi.heard == asked


def test_columns_name_their_coordinates(scpi: ScpiServer, load_bench: Load) -> None:
    bench = bench_with(scpi, load_bench, "values = [500, 510, 520]")
    columns = measurement_columns([Measure(instruments=("osa",))], bench.spec)["osa"]
    assert {column.name: column.x for column in columns} == {"wavelength": None, "power": "wavelength"}


@pytest.mark.parametrize(
    ("reads", "reason"),
    [
        ('x = { query = "X?" }\nr = { query = "R?", x = "x" }', "only arrays have coordinates"),
        ('r = { query = "R?", shape = [3], x = "nothing" }', "must be another reading"),
        (
            'x = { query = "X?", shape = [2] }\nr = { query = "R?", shape = [3], x = "x" }',
            r"same shape, \[3\]",
        ),
        ("x = { values = [1, 2], shape = [3] }", r"as many as shape = \[3\]"),
        ("x = { shape = [3] }", "either query, or values"),
        ('x = { shape = [3], query = "X?", values = [1, 2, 3] }', "either query, or values"),
    ],
)
def test_coordinates_that_cannot_be_are_refused(
    reads: str, reason: str, scpi: ScpiServer, load_bench: Load
) -> None:
    with pytest.raises(BenchError, match=reason):
        load_bench(f"{HEAD.format(scpi.resource)}[instrument.reads]\n{reads}\n", start=False)

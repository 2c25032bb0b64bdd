"""Readings that are calculated from others when they are measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.running import ROOT
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.bench.check import check_bench
from engine.errors import BenchError, InstrumentError

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "source"
driver = "simulated"
[instrument.axes.current]
unit = "mA"
[instrument.axes.angle]
unit = "deg"

[[instrument]]
name = "meter"
driver = "simulated"
[instrument.constants]
gain = 10
[instrument.reads.voltage]
formula = "source.current * 2"
unit = "V"
[instrument.reads.trace]
formula = "i + 1"
shape = [3]
unit = "V"
[instrument.settings.divider]
initial = 2
[instrument.derived.resistance]
formula = "voltage / source.current"
unit = "ohm"
[instrument.derived.amplified]
formula = "resistance * gain * divider"
[instrument.derived.ratio]
formula = "trace / voltage"
shape = [3]
[instrument.derived.energy]
formula = "12.398 [keV angstrom] / (2 * 3.1356 [angstrom] * sin(source.angle))"
unit = "eV"
"""

DIODE = """[instrument.tables.diode]
file = "diode.csv"
takes = "V"
gives = "K"
[instrument.constants]"""


def bench_of(load: Load, *changes: tuple[str, str]) -> Bench:
    text = BENCH
    for given, instead in changes:
        assert given in text
        text = text.replace(given, instead)
    return load(text, start=False)


def test_they_are_calculated_in_their_units(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    bench.instruments["source"].move("current", 5)
    bench.instruments["source"].move("angle", 30)
    found = bench.instruments["meter"].measure()
    assert list(found) == ["voltage", "trace", "resistance", "amplified", "ratio", "energy"]
    assert found["voltage"] == 10.0
    assert found["resistance"] == pytest.approx(2000.0)
    assert found["amplified"] == pytest.approx(40_000.0)
    assert np.asarray(found["ratio"]) == pytest.approx([0.1, 0.2, 0.3])
    assert found["energy"] == pytest.approx(12398 / 3.1356)
    assert bench.instruments["meter"].measure(["amplified"]) == pytest.approx({"amplified": 40_000.0})


def test_a_division_by_nothing_is_nan_and_no_failure(load_bench: Load) -> None:
    found = bench_of(load_bench).instruments["meter"].measure(["resistance"])
    assert math.isnan(float(found["resistance"]))


def test_they_use_what_was_measured_for_the_same_point(scpi: ScpiServer, load_bench: Load) -> None:
    answers = iter(["1", "2"])
    scpi.answers["VOLT?"] = lambda: next(answers)
    bench = load_bench(
        f"""
[[instrument]]
name = "volts"
resource = "{scpi.resource}"
answer_lines = 1
[instrument.reads.u]
query = "VOLT?"
unit = "V"
[[instrument]]
name = "ohms"
driver = "simulated"
[instrument.derived.twice]
formula = "2 * volts.u"
unit = "mV"
""",
        start=False,
    )
    volts, ohms = bench.instruments["volts"], bench.instruments["ohms"]
    first = volts.measure()
    assert ohms.measure(together={"volts": first}) == pytest.approx({"twice": 2000.0})
    assert ohms.measure() == pytest.approx({"twice": 4000.0})
    assert scpi.heard == ["VOLT?", "VOLT?"]
    scpi.answers["VOLT?"] = "nonsense"
    with pytest.raises(InstrumentError, match=r"volts: .*nonsense"):
        ohms.measure()


def test_whoever_holds_them_holds_what_they_need(load_bench: Load) -> None:
    bench = bench_of(load_bench)
    assert bench.hold(["meter"], "SCAN_001") == {}
    assert bench.instruments["source"].holder == "SCAN_001"
    assert bench.hold(["source"], "SCAN_002") == {"source": "SCAN_001"}
    bench.release("SCAN_001")
    assert bench.instruments["source"].holder is None


def test_their_formulas_are_stored_with_a_scan(load_bench: Load) -> None:
    meter = bench_of(load_bench).instruments["meter"]
    assert meter.spec.reads["resistance"].formula == "voltage / source.current"
    assert meter.described["derived"]["resistance"] == {
        "formula": "voltage / source.current", "unit": "ohm",
    }  # fmt: skip
    assert meter.described["constants"] == {"gain": 10}


def test_a_calibration_table_is_a_function_and_its_inverse(tmp_path: Path, load_bench: Load) -> None:
    (tmp_path / "diode.csv").write_text("# Diode 7\nvoltage,temperature\n1.0,300\n1.6;4\n1.2\t77\n")
    bench = bench_of(
        load_bench,
        ("[instrument.constants]", DIODE),
        ("initial = 2", 'initial = 2\nunit = "K"'),
        ('formula = "resistance * gain * divider"', 'formula = "diode(voltage)"\nunit = "mK"'),
        (
            'formula = "trace / voltage"',
            'formula = "diode(trace) + 0 [K] * diode_inverse(divider) / voltage"',
        ),
    )
    meter = bench.instruments["meter"]
    bench.instruments["source"].move("current", 0.55)
    found = meter.measure()
    assert found["amplified"] == pytest.approx(188_500.0)
    assert np.isnan(np.asarray(found["ratio"])).tolist() == [True, True, True]
    bench.instruments["source"].move("current", 5)
    assert math.isnan(float(meter.measure(["amplified"])["amplified"]))
    assert meter.described["tables"]["diode"]["points"] == [[1.0, 300.0], [1.2, 77.0], [1.6, 4.0]]


RESISTANCE = '"voltage / source.current"'
RATIO = 'formula = "trace / voltage"\nshape = [3]'
TABLE = '[instrument.tables.t]\nfile = "none.csv"\n[instrument.constants]'


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        (RESISTANCE, '"voltage / sauce.current"', r"has 'sauce\.current'; did you mean source\.current"),
        (
            RESISTANCE,
            '"volt / source.current"',
            r"at character 1: no instrument of the bench has 'meter\.volt'",
        ),
        (RESISTANCE, '"voltage * source.current"', r"the result is in mA \* V, which cannot be Ω"),
        (RESISTANCE, '"voltage /"', r"\[derived.resistance\]: formula: in 'voltage /' at character 10"),
        (RESISTANCE, '"amplified"', r"no instrument of the bench has 'meter\.amplified'"),
        (RATIO, 'formula = "trace / voltage"', r"shape = \[\], but what it is calculated from has \[3\]"),
        ("[instrument.derived.ratio]", "[instrument.derived.voltage]", "reading or setting has this name"),
        ("[instrument.constants]", TABLE, r"none\.csv cannot be read"),
    ],
)
def test_mistakes_are_refused_with_the_bench(load_bench: Load, given: str, instead: str, says: str) -> None:
    with pytest.raises(BenchError, match=says):
        bench_of(load_bench, (given, instead))


def test_formulas_that_need_each_other_are_refused(load_bench: Load) -> None:
    two = """
[[instrument]]
name = "a"
driver = "simulated"
[instrument.derived.x]
formula = "b.y + 1"
[[instrument]]
name = "b"
driver = "simulated"
[instrument.derived.y]
formula = "a.x + 1"
"""
    with pytest.raises(BenchError, match=r"formulas need each other: a.x → b.y → a.x"):
        load_bench(two, start=False)


def test_a_bench_check_reads_them(tmp_path: Path) -> None:
    (tmp_path / "bench.toml").write_text(BENCH)
    meter = check_bench(tmp_path / "bench.toml")[1]
    read = {answer.name: answer.value for answer in meter.answers}
    assert meter.answered
    assert {"voltage", "resistance", "energy"} <= read.keys()


def test_the_example_calculates() -> None:
    meter = check_bench(ROOT / "benches/examples/derived.toml")[1]
    assert meter.answered
    assert {answer.name: answer.value for answer in meter.answers}["temperature"] == 25.0

"""Instruments of QCoDeS: the simulations that it carries, through scans, and what its parameters say of themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan
from support.plans import Json, sweep
from support.running import ROOT, wait_until

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable, LimitViolation
from engine.model.states import ScanState

Load = Callable[..., Bench]
EXAMPLE = ROOT / "benches" / "examples" / "qcodes.toml"


ACME = """
from qcodes.instrument import Instrument, InstrumentChannel
from qcodes.instrument_drivers.Keithley import Keithley2450
from qcodes.parameters import ParameterWithSetpoints
from qcodes.validators import Arrays, Bool, Enum, Ints, MultiType, Numbers
import numpy as np

class SweepingKeithley(Keithley2450):
    def __init__(self, name, address, **options):
        super().__init__(name, address, **options)
        self.source_function("voltage")
        self.sense_function("current")
        self.source.sweep_setup(0, 1, 10)
        # the simulation knows this command only without the name of the buffer
        self.submodules["_buffer_defbuffer1"].clear_buffer = lambda: self.write("TRACe:CLEar")

class Spectrum(ParameterWithSetpoints):
    def get_raw(self):
        return self.instrument.frequency() * 2

class Analyzer(Instrument):
    def __init__(self, name, points=3):
        super().__init__(name)
        self.add_parameter("power", unit="dBm", label="Output power", vals=Numbers(-20, 10), set_cmd=None)
        self.add_parameter("attenuation", vals=MultiType(Ints(0, 30), Enum("auto")), set_cmd=None, initial_value=0)
        self.add_parameter("averages", vals=Ints(1, 100), set_cmd=None, initial_value=1)
        self.add_parameter("trigger", val_mapping={"internal": 1, "external": 2}, set_cmd=None,
                           initial_value="internal")
        self.add_parameter("output", vals=Bool(), set_cmd=None, initial_value=False)
        self.add_parameter("range", vals=Enum(1, 10, 100), set_cmd=None, initial_value=1)
        self.add_parameter("serial", get_cmd=lambda: "A1")
        self.add_parameter("broken", get_cmd=lambda: 1 / 0)
        self.add_parameter("frequency", unit="Hz", vals=Arrays(shape=(points,)),
                           get_cmd=lambda: np.arange(float(points)))
        self.add_parameter("spectrum", unit="V", parameter_class=Spectrum, setpoints=(self.frequency,),
                           vals=Arrays(shape=(points,)))
        self.add_submodule("channel", InstrumentChannel(self, "channel"))
        self.channel.add_parameter("gain", unit="dB", set_cmd=None, initial_value=2.5)

    def get_idn(self):
        return {"vendor": "ACME", "model": "ANALYZER", "serial": None, "firmware": None}
"""
SOURCEMETER = """
[[instrument]]
name = "sweeping"
driver = "qcodes:acme_qcodes.SweepingKeithley"
resource = "GPIB::2::INSTR"
visa_library = "qcodes.instrument.sims:Keithley_2450.yaml@sim"
[instrument.reads.current]
query = "sense.sweep"
shape = [10]
[instrument.reads.voltage]
query = "source.sweep_axis"
shape = [10]
"""
ANALYZER = """
[[instrument]]
name = "analyzer"
driver = "qcodes:acme_qcodes.Analyzer"
[instrument.axes.power]
limits = [-30, 0]
[instrument.reads.spectrum]
shape = [3]
[instrument.reads.frequency]
shape = [3]
[instrument.reads.gain]
query = "channel.gain"
[instrument.settings.averages]
[instrument.settings.trigger]
[instrument.settings.output]
[instrument.settings.range]
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineLab]:
    """An engine on the example, all of whose instruments are simulations of QCoDeS, and a class in a file."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "acme_qcodes.py").write_text(ACME)
    (folder / "bench.toml").write_text(EXAMPLE.read_text("utf-8") + SOURCEMETER)
    before = list(sys.path)
    with open_engine_lab(folder, folder / "bench.toml") as made:
        instruments = made.bench.instruments.values()
        wait_until(lambda: all(each.met for each in instruments), "the connections", 100)
        yield made
    sys.path[:] = before
    sys.modules.pop("acme_qcodes", None)


@pytest.mark.parametrize(
    ("step", "instrument", "columns"),
    [
        (sweep("thermometer.alarm", [10, 20], measure("thermometer")), "thermometer",
         {"thermometer.alarm": [10, 20], "sample": [100, 100], "sensor": [101, 101]}),
        (sweep("multimeter.range", [1, 10], measure("multimeter")), "multimeter",
         {"multimeter.range": [1, 10], "volt": [10, 10]}),
        (sweep("magnet.field", [0.1, 0.2], measure("magnet")), "magnet",
         {"magnet.field": [0.1, 0.2], "measured": [0.1, 0.2]}),
        (sweep("vector_magnet.z", [0.5, -0.5], measure("vector_magnet")), "vector_magnet",
         {"vector_magnet.z": [0.5, -0.5], "z_measured": [0, 0]}),
        (sweep("gates.plunger", [0.5, 1], measure("gates")), "gates",
         {"leakage": [1e-6, 1e-6]}),
        (measure("monitor"), "monitor", {"shield": [55.5], "magnet": [4.12]}),
        (measure("sweeping"), "sweeping",
         {"current": [list(range(10))], "voltage": [[n / 9 for n in range(10)]]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_scan_of_each_packaged_simulation(
    lab: EngineLab, step: Json, instrument: str, columns: dict[str, Any]
) -> None:
    queue = lab.queue()
    scan = lab.add(queue, plan(step))
    lab.do("queue", queue, "start")
    ended = lab.scan_is(scan, ScanState.COMPLETED, ScanState.FAILED)
    assert ended.status == ScanState.COMPLETED, ended.message
    for name, values in columns.items():
        assert np.allclose(lab.column(scan, instrument, name), values, rtol=1e-6)


def test_units_titles_limits_and_choices_come_from_the_parameters(lab: EngineLab) -> None:
    """Plans are checked against them, and the store has them for the pages."""
    spec = lab.bench.spec.instruments
    assert spec["gates"].axes["plunger"].limits == (-5, 5)
    assert spec["gates"].axes["plunger"].unit == "V"
    assert spec["vector_magnet"].axes["z"].title == "Z target field"
    assert spec["thermometer"].reads["sensor"].unit == "Ohms"
    assert spec["sourcemeter"].settings["sense_function"].choices == ("current", "resistance", "voltage")
    queue = lab.queue()
    refused = lab.try_("queue", queue, "add_scan", plan=plan(sweep("gates.plunger", [6], measure("gates"))))
    assert "limits" in str(refused.result)
    assert lab.bench.instruments["sourcemeter"].setting("sense_function") == "current"


@pytest.fixture
def load(load_bench: Load, tmp_path: Path) -> Iterator[Load]:
    """Makes a bench beside the file with the classes; nothing connects by itself."""
    (tmp_path / "acme_qcodes.py").write_text(ACME)
    before = list(sys.path)
    sys.modules.pop("acme_qcodes", None)
    yield lambda text: load_bench(text, start=False)
    sys.path[:] = before
    sys.modules.pop("acme_qcodes", None)


def test_any_class_of_qcodes_can_be_used(load: Load) -> None:
    analyzer = load(ANALYZER).instruments["analyzer"]
    analyzer.connect()
    spec = analyzer.spec
    power = spec.axes["power"]
    assert (power.unit, power.title, power.limits) == ("dBm", "Output power", (-20, 0))
    assert (spec.settings["averages"].limits, spec.settings["trigger"].choices) == (
        (1, 100), ("internal", "external")
    )  # fmt: skip
    assert analyzer.move("power", -5) == -5
    with pytest.raises(LimitViolation):
        analyzer.move("power", 5)
    analyzer.apply({"averages": 3.0, "trigger": "external", "output": "True", "range": "10"})
    assert [analyzer.setting(name) for name in ("averages", "trigger", "output", "range")] == [
        3, "external", "True", 10
    ]  # fmt: skip
    measured = analyzer.measure()
    assert list(measured["spectrum"]) == [0, 2, 4]  # type: ignore[arg-type]
    assert list(measured["frequency"]) == [0, 1, 2]  # type: ignore[arg-type]
    assert measured["gain"] == 2.5
    assert analyzer._identity == "ACME, ANALYZER"


def test_it_connects_again_after_it_was_disconnected(load: Load) -> None:
    analyzer = load(ANALYZER).instruments["analyzer"]
    analyzer.connect()
    analyzer.disconnect()
    analyzer.connect()
    assert analyzer.move("power", -1) == -1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[instrument.axes.power]", "[instrument.axes.powder]", "Analyzer has no 'powder'; it has power, "),
        ("[instrument.axes.power]", "[instrument.axes.serial]", "'serial' can only be read"),
        ("[instrument.reads.spectrum]\nshape = [3]", "[instrument.reads.spectrum]", r"write shape = \[3\]"),
        ("acme_qcodes.Analyzer", "acme_qcodes.Analyser", "has no class 'Analyser'"),
        ("acme_qcodes.Analyzer", "acme.lab.Analyzer", "there is no module 'acme.lab'"),
        ('Analyzer"', 'Analyzer"\narguments = { pints = 2 }', "pints"),
    ],
)
def test_a_wrong_table_disables_its_instrument_and_says_why(
    load: Load, old: str, new: str, said: str
) -> None:
    assert old in ANALYZER
    analyzer = load(ANALYZER.replace(old, new)).instruments["analyzer"]
    with pytest.raises(InstrumentUnreachable, match=said):
        analyzer.connect()


def test_a_parameter_that_fails_gives_no_reading(load: Load) -> None:
    analyzer = load(ANALYZER.replace("channel.gain", "broken")).instruments["analyzer"]
    with pytest.raises(InstrumentError, match=r"'broken' failed: .*division by zero"):
        analyzer.measure(["gain"])
    analyzer = load(ANALYZER.replace("channel.gain", "serial").replace('"analyzer"', '"other"')).instruments[
        "other"
    ]
    with pytest.raises(InstrumentError, match="A1"):
        analyzer.measure(["gain"])


def test_a_driver_that_names_no_class_is_a_mistake(load: Load) -> None:
    with pytest.raises(BenchError, match=r"such as qcodes:Keithley\.Keithley2450"):
        load(ANALYZER.replace("acme_qcodes.Analyzer", "Analyzer"))

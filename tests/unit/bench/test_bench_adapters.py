"""Instruments behind pyvisa-sim, and PyMeasure classes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]

SIM = """
spec: "1.0"
devices:
  generator:
    eom:
      GPIB INSTR:
        q: "\\r\\n"
        r: "\\n"
    dialogues:
      - q: "*IDN?"
        r: "ACME,GEN,1,1.0"
      - q: "CURV?"
        r: "1,2,3"
    properties:
      frequency:
        default: 100.0
        getter:
          q: "FREQ?"
          r: "{:.2f}"
        setter:
          q: "FREQ {:.2f}"
        specs:
          min: 1
          max: 100000
          type: float
resources:
  GPIB::8::INSTR:
    device: generator
"""

SIM_BENCH = """
[[instrument]]
name = "generator"
resource = "GPIB::{address}::INSTR"
visa_library = "lab.yaml@sim"
read_termination = "\\n"
identity = "ACME,GEN"
[instrument.axes.frequency]
set = "FREQ {{value:.2f}}"
get = "FREQ?"
unit = "Hz"
[instrument.reads.curve]
query = "CURV?"
shape = [3]
"""

PYMEASURE = '''
class Meter:
    """Like a PyMeasure instrument: properties, methods, an adapter."""

    def __init__(self, resource, visa_library="", timeout=2000, **options):
        if "gone" in resource:
            raise OSError("nothing there")
        self.adapter = type("Adapter", (), {"close": lambda self: None})()
        self.id = "ACME METER"
        self._voltage = 0.0
        self.calls = []
        self.resource = resource
        self.timeout = timeout
        self.terminations = options["read_termination"], options["write_termination"]

    @property
    def voltage(self):
        return self._voltage

    @voltage.setter
    def voltage(self, value):
        if value > 5:
            raise ValueError("Value of 6 is not in range [0,5]")
        self._voltage = value

    @property
    def current(self):
        return self._voltage / 100

    @property
    def name(self):
        return "text"

    def trace(self):
        return [1, 2, 3]

    def ramp_to(self, value):
        self._voltage = value

    def shutdown(self):
        self.calls.append("shutdown")
        self._voltage = 0.0

    def enable(self):
        self.calls.append("enable")
'''

PYMEASURE_BENCH = """
[[instrument]]
name = "meter"
driver = "pymeasure:acme.Meter"
resource = "{resource}"
timeout = 700
termination = "\\r"
on_connect = ["enable"]
on_safe = ["shutdown"]
[instrument.axes.voltage]
set = "voltage"
get = "voltage"
unit = "V"
safe = 0
[instrument.axes.ramp]
set = "ramp_to"
get = "voltage"
[instrument.reads.current]
query = "current"
unit = "A"
[instrument.reads.trace]
query = "trace"
shape = [3]
[instrument.reads.name]
query = "name"
poll = false
[instrument.settings.limit]
get = "timeout"
[instrument.settings.terminations]
get = "terminations"
"""


def test_a_simulated_gpib_instrument(load_bench: Load, tmp_path: Path) -> None:
    (tmp_path / "lab.yaml").write_text(SIM)
    generator = load_bench(SIM_BENCH.format(address=8), start=False).instruments["generator"]
    assert generator.move("frequency", 1234.5) == 1234.5
    assert generator.position("frequency") == 1234.5
    assert np.array_equal(generator.measure()["curve"], [1.0, 2, 3])


def test_an_address_without_instrument_and_a_missing_file_are_unreachable(
    load_bench: Load, tmp_path: Path
) -> None:
    with pytest.raises(InstrumentUnreachable, match=r"there is no file lab\.yaml, neither in"):
        load_bench(SIM_BENCH.format(address=8), start=False).instruments["generator"].measure()
    (tmp_path / "lab.yaml").write_text("devices: [")
    with pytest.raises(
        InstrumentUnreachable, match=r"library 'lab.yaml@sim' cannot be used [^\n]{1,350}$"
    ) as told:
        load_bench(SIM_BENCH.format(address=8), start=False).instruments["generator"].measure()
    assert "Traceback" not in str(told.value)
    (tmp_path / "lab.yaml").write_text(SIM)
    with pytest.raises(InstrumentUnreachable, match="GPIB::9::INSTR cannot be opened"):
        load_bench(SIM_BENCH.format(address=9), start=False).instruments["generator"].measure()


@pytest.fixture
def meter(pymeasure_folder: Path) -> None:
    (pymeasure_folder / "acme.py").write_text(PYMEASURE)


@pytest.mark.usefixtures("meter")
def test_a_pymeasure_class(load_bench: Load) -> None:
    meter = load_bench(PYMEASURE_BENCH.format(resource="GPIB::3::INSTR"), start=False).instruments["meter"]
    assert meter.move("voltage", 2) == 2
    assert meter.move("ramp", 3) == 3
    result = meter.measure(["current", "trace"])
    assert result["current"] == 0.03 and np.array_equal(result["trace"], [1.0, 2, 3])
    with pytest.raises(InstrumentError, match="'name' returned 'text', which is not a number"):
        meter.measure(["name"])
    with pytest.raises(InstrumentError, match="'voltage' failed: Value of 6"):
        meter.move("voltage", 6)
    meter.make_safe()
    assert meter.position("voltage") == 0
    meter.refresh(settings=True)
    status = next(e for e in meter.changes() if isinstance(e, InstrumentStatus))
    assert status.settings == {"limit": 700.0, "terminations": str(("\r", "\r"))}


@pytest.mark.usefixtures("meter")
def test_what_pymeasure_cannot_open_is_unreachable(load_bench: Load) -> None:
    text = PYMEASURE_BENCH.format(resource="GPIB::3::INSTR")
    with pytest.raises(BenchError, match=r"has no class 'Meteor'; did you mean 'Meter'\?"):
        load_bench(text.replace("acme.Meter", "acme.Meteor"), start=False)
    with pytest.raises(InstrumentUnreachable, match="nothing there"):
        load_bench(text.replace("GPIB::3::INSTR", "TCPIP::gone::INSTR"), start=False).instruments[
            "meter"
        ].measure()
    with pytest.raises(BenchError, match="must name a class"):
        load_bench(text.replace(":acme.Meter", ""))


def test_a_sim_file_of_a_pymeasure_instrument_lies_beside_the_bench_file(
    load_bench: Load, tmp_path: Path, pymeasure_folder: Path
) -> None:
    (pymeasure_folder / "acme.py").write_text(
        "from pymeasure.instruments import Instrument\n"
        "class Generator(Instrument):\n"
        "    frequency = Instrument.control('FREQ?', 'FREQ %.2f', 'Hz')\n"
        "    def __init__(self, adapter, name='g', **kwargs):\n"
        "        super().__init__(adapter, name, includeSCPI=False, **kwargs)\n"
    )
    text = (
        '[[instrument]]\nname = "g"\ndriver = "pymeasure:acme.Generator"\nresource = "GPIB::8::INSTR"\n'
        'visa_library = "lab.yaml@sim"\nread_termination = "\\n"\n'
        '[instrument.axes.frequency]\nset = "frequency"\nget = "frequency"\n'
    )
    with pytest.raises(InstrumentUnreachable, match=r"there is no file lab\.yaml, neither in [^\n]*$"):
        load_bench(text, start=False).instruments["g"].connect()
    (tmp_path / "lab.yaml").write_text("devices: [")
    with pytest.raises(InstrumentUnreachable, match=r"cannot be opened: [^\n]{1,350}$") as told:
        load_bench(text, start=False).instruments["g"].connect()
    assert "Traceback" not in str(told.value) and "Error" not in str(told.value)
    (tmp_path / "lab.yaml").write_text(SIM)
    assert load_bench(text, start=False).instruments["g"].move("frequency", 1234.5) == 1234.5

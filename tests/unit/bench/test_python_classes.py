"""Instruments with a Python class of the user's own: `python:package.module:Class`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable, LimitViolation

Load = Callable[..., Bench]

MAGNET = '''
import pyvisa

class Coil:
    heater = "off"

class Magnet:
    """Attributes, properties and methods, as people write them."""

    def __init__(self, address="", turns=1):
        self.address, self.turns, self.coil, self.ended = address, turns, Coil(), []
        self._field = 0.0

    @property
    def field(self):
        return self._field

    @field.setter
    def field(self, value):
        self._field = value

    @property
    def voltage(self):
        return self._field * self.turns

    def ramp(self, value):
        self._field = value

    def temperatures(self):
        return [4.2, 4.5]

    def halt(self):
        self.ended.append("halt")

    def close(self):
        self.ended.append("close")

    def name(self):
        return f"MAGNET at {self.address}"

class OnVisa:
    def __init__(self, address):
        self.session = pyvisa.ResourceManager("@py").open_resource(
            address, read_termination="\\n", write_termination="\\n", timeout=300
        )

    def voltage(self):
        return float(self.session.query("MEAS?"))
'''
BENCH = """
[[instrument]]
name = "magnet"
driver = "python:acme_magnet:Magnet"
arguments = {{ turns = 3 }}
{keys}
[instrument.axes.field]
unit = "T"
limits = [-1, 1]
safe = 0
[instrument.axes.ramped]
set = "ramp"
get = "field"
[instrument.reads.voltage]
unit = "V"
[instrument.reads.temperatures]
unit = "K"
shape = [2]
[instrument.settings.heater]
set = "coil.heater"
get = "coil.heater"
choices = ["on", "off"]
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[Path]:
    """The class, in a file beside the bench files."""
    made = tmp_path / "acme_magnet.py"
    made.write_text(MAGNET)
    before = list(sys.path)
    yield made
    sys.path[:] = before
    sys.modules.pop("acme_magnet", None)


def test_attributes_properties_and_methods_are_axes_readings_and_settings(
    load_bench: Load, module: Path
) -> None:
    keys = 'resource = "GPIB::5::INSTR"\nidentify = "name"\nstop = "halt"\n'
    magnet = load_bench(BENCH.format(keys=keys), start=False).instruments["magnet"]
    assert magnet.move("field", 0.5) == 0.5
    assert magnet.move("ramped", 0.25) == 0.25
    measured = magnet.measure()
    assert measured["voltage"] == 0.75
    assert list(measured["temperatures"]) == [4.2, 4.5]  # type: ignore[arg-type]
    magnet.apply({"heater": "on"})
    assert magnet.setting("heater") == "on"
    with pytest.raises(LimitViolation):
        magnet.move("field", 1.1)
    made = magnet.driver._calls.instrument  # type: ignore[attr-defined]
    magnet.make_safe()
    assert (magnet.position("field"), made.ended, made.address) == (0, ["halt"], "GPIB::5::INSTR")
    magnet.disconnect()
    assert made.ended[-1] == "close"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0", r"acme_magnet cannot be loaded: division by zero \(acme_magnet.py, line 1\)"),
        ("import nowhere_at_all", "acme_magnet cannot be loaded: .*nowhere_at_all"),
        ("class Other: pass", "the module acme_magnet has no class 'Magnet'"),
        (MAGNET.replace("turns=1", "coils=1"), "cannot be opened: .*turns"),
        (MAGNET.replace("def ramp", "def rump"), r"the bench file is wrong: .*'ramp': Magnet has no 'ramp'"),
        (MAGNET.replace("    @field.setter", "    @field.getter"), "'field' of Magnet can only be read"),
    ],
)
def test_what_is_wrong_with_a_class_disables_only_its_instrument(
    load_bench: Load, module: Path, text: str, said: str
) -> None:
    module.write_text(text)
    other = '[[instrument]]\nname = "other"\ndriver = "simulated"\n[instrument.reads.one]\nformula = "1"\n'
    bench = load_bench(BENCH.format(keys="") + other, start=False)
    with pytest.raises(InstrumentUnreachable, match=said):
        bench.instruments["magnet"].connect()
    assert bench.instruments["other"].measure() == {"one": 1}


def test_a_class_that_is_nowhere_is_named(load_bench: Load, tmp_path: Path) -> None:
    bench = load_bench(BENCH.format(keys="").replace("acme_magnet", "nowhere.magnet"), start=False)
    with pytest.raises(
        InstrumentUnreachable, match=f"no module 'nowhere', neither installed nor in {tmp_path}"
    ):
        bench.instruments["magnet"].connect()


def test_a_driver_that_names_no_class_is_a_mistake(load_bench: Load) -> None:
    with pytest.raises(BenchError, match=r"such as python:package\.module:Class"):
        load_bench(BENCH.format(keys="").replace("python:acme_magnet:Magnet", "python:acme_magnet"))


def test_a_late_answer_is_never_the_next_reading(load_bench: Load, module: Path, scpi: ScpiServer) -> None:
    scpi.answers["MEAS?"] = "1"
    meter = load_bench(
        f'[[instrument]]\nname = "m"\ndriver = "python:acme_magnet:OnVisa"\nresource = "{scpi.resource}"\n'
        '[instrument.reads.voltage]\nunit = "V"\npoll = false\n',
        start=False,
    ).instruments["m"]
    assert meter.measure() == {"voltage": 1}
    late = threading.Event()

    def answer() -> str:
        late.wait(60)
        return "1"

    scpi.answers["MEAS?"] = answer
    with pytest.raises(InstrumentError, match="no answer in time"):
        meter.measure()
    scpi.answers["MEAS?"] = "2"
    late.set()
    assert meter.measure() == {"voltage": 2}

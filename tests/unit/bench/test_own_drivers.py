"""Drivers of the laboratory's folder: one class each, and a bad file disables only its own instruments."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.running import wait_until
from support.scpi import Reported, ScpiServer

from engine.bench.bench import Bench
from engine.bench.driver_catalogue import Drivers
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable, LimitViolation
from engine.plugins import Plugins

PUMP = '''
"""A pump that is only this file."""
from pybirch.drivers import Axis, Driver, Reading, Setting

class Pump(Driver):
    axes = {"flow": Axis(unit="ml/min", title="Flow of the pump", limits=(0, 10), safe=0)}
    reads = {"pressure": Reading(unit="bar"), "trace": Reading(unit="bar", shape=(3,), poll=False)}
    settings = {"valve": Setting(choices=("open", "closed"))}

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        self.flow = 0.0
        self.valve = "closed"
        self.calls: list[str] = []

    def connect(self) -> str:
        return "ACME PUMP"

    def set_flow(self, value: float) -> None:
        self.flow = value

    def get_flow(self) -> float:
        return self.flow

    def read_pressure(self) -> float:
        return self.flow / 2 + self.offset

    def read_trace(self) -> list[float]:
        return [self.flow] * 3

    def set_valve(self, value: str) -> None:
        self.valve = value

    def get_valve(self) -> str:
        return self.valve
'''
TABLE = """
[[instrument]]
name = "{name}"
driver = "{driver}"
"""
OTHER = """
[[instrument]]
name = "other"
driver = "simulated"
[instrument.reads.level]
formula = "1"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plugins" / "drivers"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def load(tmp_path: Path, folder: Path) -> Iterator[Callable[[str], Bench]]:
    """Makes a bench with the drivers of `folder`; nothing connects by itself."""
    made: list[Bench] = []

    def make(text: str) -> Bench:
        path = tmp_path / "bench.toml"
        path.write_text(text)
        made.append(Bench.load(path, Reported(), Drivers.load(Plugins(folder.parent))))
        return made[-1]

    yield make
    for bench in made:
        bench.close()


Load = Callable[[str], Bench]


def test_an_instrument_of_the_class_does_what_its_methods_do(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(PUMP)
    pump = load(TABLE.format(name="p", driver="pump")).instruments["p"]
    assert (pump.spec.axes["flow"].unit, pump.spec.axes["flow"].title) == ("ml/min", "Flow of the pump")
    assert pump.move("flow", 4) == 4
    measured = pump.measure()
    assert measured["pressure"] == 2
    assert list(measured["trace"]) == [4, 4, 4]  # type: ignore[arg-type]
    pump.apply({"valve": "open"})
    assert pump.setting("valve") == "open"
    with pytest.raises(LimitViolation):
        pump.move("flow", 11)
    pump.make_safe()
    assert pump.position("flow") == 0


def test_the_bench_changes_what_the_class_says(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(PUMP)
    text = (
        TABLE.format(name="p", driver="pump")
        + "arguments = { offset = 3 }\n[instrument.axes.flow]\nlimits = [0, 5]\n"
    )
    pump = load(text).instruments["p"]
    assert pump.spec.axes["flow"].limits == (0, 5)
    assert pump.spec.axes["flow"].unit == "ml/min"
    assert pump.measure(["pressure"]) == {"pressure": 3}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[instrument.axes.flows]\nunit = 'l'", "did you mean 'flow'?"),
        ("[instrument.reads.pressure]\nquery = 'x'", "the driver itself says 'query'"),
        ("[instrument.axes.flow]\nlimit = 3", "unknown key 'limit'"),
        ("colour = 'red'", "unknown key 'colour'"),
    ],
)
def test_a_table_that_does_not_fit_the_class_is_refused(
    load: Load, folder: Path, more: str, said: str
) -> None:
    (folder / "pump.py").write_text(PUMP)
    with pytest.raises(BenchError, match=said.replace("?", r"\?")):
        load(TABLE.format(name="p", driver="pump") + more)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\ndef broken(:\n", r"bad\.py, line 2: invalid syntax"),
        ("x = 1\n\nimport nowhere_at_all\n", r"bad\.py, line 3: .*nowhere_at_all"),
        ("import sys\nsys.exit(3)\n", r"bad\.py, line 2: it ends the program"),
        (PUMP.replace("def read_pressure", "def read_pressures"), "no method read_pressure"),
        (PUMP.replace("def set_flow(self, value: float)", "def set_flow(self)"), "set_flow of Pump must take"),
        (PUMP.replace('Axis(unit="ml/min"', 'Reading(unit="ml/min"').replace(", limits=(0, 10), safe=0", ""),
         r"must be Axis"),
        (PUMP + "class Second(Driver):\n    pass\n", "several drivers"),
        (PUMP + "DRIVER = 3\n", "DRIVER is not a class"),
    ],
)  # fmt: skip
def test_a_bad_file_disables_only_its_own_instruments(
    load: Load, folder: Path, text: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "bad.py").write_text(text)
    (folder / "pump.py").write_text(PUMP)
    broken = TABLE.format(name="broken", driver="bad") + "[instrument.axes.flow]\nset = 'x'\nunit = 'mm'\n"
    bench = load(broken + TABLE.format(name="p", driver="pump") + OTHER)
    with pytest.raises(InstrumentUnreachable, match=said):
        bench.instruments["broken"].connect()
    assert said.replace("\\", "").partition(":")[0] in (bench.instruments["broken"].error or "")
    assert bench.instruments["broken"].spec.axes["flow"].unit == "mm"
    assert bench.instruments["p"].move("flow", 2) == 2
    assert bench.instruments["other"].measure() == {"level": 1}
    assert "bad.py" in caplog.text


def test_a_name_that_no_driver_has_is_a_mistake_in_the_bench(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(PUMP)
    with pytest.raises(BenchError, match="did you mean 'pump'"):
        load(TABLE.format(name="p", driver="pumpe"))


def test_an_error_of_a_method_names_its_file_and_line(load: Load, folder: Path) -> None:
    text = PUMP.replace("return self.flow / 2 + self.offset", "return self.flow / 0")
    (folder / "pump.py").write_text(text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "/ 0" in each)
    pump = load(TABLE.format(name="p", driver="pump")).instruments["p"]
    with pytest.raises(InstrumentError, match=rf"'read_pressure' failed: .*pump\.py, line {line}"):
        pump.measure(["pressure"])
    assert pump.move("flow", 1) == 1


def test_a_reading_that_is_no_number_is_an_error(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(PUMP.replace("return self.flow / 2 + self.offset", "return 'much'"))
    with pytest.raises(InstrumentError, match="much"):
        load(TABLE.format(name="p", driver="pump")).instruments["p"].measure(["pressure"])


def test_a_broken_connection_is_made_again(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(
        PUMP.replace("self.flow = value", "raise ConnectionResetError('the cable is out')")
    )
    pump = load(TABLE.format(name="p", driver="pump")).instruments["p"]
    with pytest.raises(InstrumentUnreachable, match="the cable is out"):
        pump.move("flow", 1)
    assert not pump.connected
    assert pump.measure(["pressure"]) == {"pressure": 0}


def test_a_call_that_hangs_blocks_no_other_instrument(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(
        "import threading\nhangs, goes_on = threading.Event(), threading.Event()\n"
        + PUMP.replace(
            "return self.flow / 2 + self.offset", "hangs.set(); goes_on.wait(100); return 0.0"
        ).replace('"""A pump that is only this file."""\n', "")
    )
    bench = load(TABLE.format(name="a", driver="pump") + OTHER)
    import pybirch_own_drivers.pump as module  # type: ignore[import-not-found]

    hung = threading.Thread(target=bench.instruments["a"].measure, args=(["pressure"],))
    hung.start()
    assert module.hangs.wait(60)
    assert bench.instruments["other"].measure() == {"level": 1}
    module.goes_on.set()
    hung.join(60)
    assert not hung.is_alive()


def test_calls_of_one_driver_never_overlap(load: Load, folder: Path) -> None:
    (folder / "pump.py").write_text(
        PUMP.replace(
            "return self.flow / 2 + self.offset",
            "self.calls.append('in'); import time; time.sleep(0.001); self.calls.append('out'); return 0.0",
        ).replace("return [self.flow] * 3", "return [len(self.calls), self.calls[1::2].count('in'), 0]")
    )
    pump = load(TABLE.format(name="p", driver="pump")).instruments["p"]
    pump.connect()
    threads = [
        threading.Thread(target=lambda: [pump.measure(["pressure"]) for _ in range(20)]) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert list(pump.measure(["trace"])["trace"]) == [120, 0, 0]  # type: ignore[arg-type]


def test_over_visa_every_answer_belongs_to_its_query(load: Load, folder: Path, scpi: ScpiServer) -> None:
    (folder / "meter.py").write_text(
        "from pybirch.drivers import Driver, Reading\n"
        "class Meter(Driver):\n"
        "    reads = {'voltage': Reading(unit='V')}\n"
        "    def read_voltage(self):\n"
        "        return self.ask_number('MEAS?')\n"
    )
    scpi.answers |= {"*IDN?": "ACME,METER", "MEAS?": "0.25"}
    meter = load(
        TABLE.format(name="m", driver="meter") + f'resource = "{scpi.resource}"\ntimeout = 500\n'
    ).instruments["m"]
    meter.connect()
    assert meter.measure() == {"voltage": 0.25}
    scpi.answers["MEAS?"] = "nonsense"
    with pytest.raises(InstrumentError, match="nonsense"):
        meter.measure()
    scpi.answers["MEAS?"] = "0.5"
    assert wait_until(lambda: meter.measure() == {"voltage": 0.5}, "the next answer")

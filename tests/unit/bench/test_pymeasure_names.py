"""Names in a bench file that a PyMeasure class lacks are refused, and plain Python attributes too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.scpi import ScpiServer

from engine.bench import pymeasure_class
from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable

Load = Callable[..., Bench]


def table(driver: str, body: str, resource: str = "GPIB::7::INSTR") -> str:
    return f'[[instrument]]\nname = "a"\ndriver = "pymeasure:{driver}"\nresource = "{resource}"\n{body}'


def axis(text: str) -> str:
    return f"[instrument.axes.x]\n{text}"


ESP, K24, DG = "newport.ESP300", "keithley.Keithley2400", "rigol.rigol_dg800.DG800"

REFUSED = [
    (K24, axis('set = "source_voltge"'), "axes.x", "set = 'source_voltge'", "nearest first: source_voltage,"),
    (K24, axis('set = "source_voltage"\nget = "source_voltge"'), "axes.x", "get = ", "source_voltage"),
    (K24, axis('set = "source_voltage"\nstop = "shutdwn"'), "axes.x", "stop = 'shutdwn'", "shutdown"),
    (K24, axis('set = "source_voltage"\nstop = "source_voltage"'), "axes.x", "stop = ", "is not a method"),
    (K24, axis('set = "voltage"'), "axes.x", "set = 'voltage'", "can only be read"),
    (K24, axis('set = "isShutdown"'), "axes.x", "'isShutdown' of Keithley2400", "nothing would be sent"),
    (K24, axis('set = "shutdown"'), "axes.x", "set = ", "cannot be called with one value"),
    (K24, '[instrument.reads.r]\nquery = "curent"', "reads.r", "query = 'curent'", "current"),
    (K24, '[instrument.reads.r]\nquery = "ramp_to_current"', "reads.r", "query = ", "without a value"),
    (K24, '[instrument.settings.s]\nset = "compliance"', "settings.s", "set = ", "compliance_current"),
    (K24, '[instrument.settings.s]\nget = "compliance"', "settings.s", "get = ", "compliance_current"),
    (K24, 'on_connect = ["enable_sorce"]', "", "on_connect = 'enable_sorce'", "enable_source"),
    (K24, 'on_safe = ["shut_down"]', "", "on_safe = 'shut_down'", "shutdown"),
    (K24, 'stop = "abort_"', "", "stop = 'abort_'", "Keithley2400 has no"),
    (ESP, axis('set = "position"'), "axes.x", "ESP300 has no 'position'", "x.position"),
    (ESP, axis('set = "x"'), "axes.x", "is a channel", "such as x."),
    (ESP, axis('set = "x.positon"'), "axes.x", "Axis has no 'positon'", "nearest first: position,"),
    (ESP, axis('set = "x.motion_done"'), "axes.x", "'motion_done' of Axis", "can only be read"),
    (ESP, axis('set = "w.position"'), "axes.x", "ESP300 has no 'w'", "x.position"),
    (ESP, axis('set = "enable.position"'), "axes.x", "'enable' of ESP300", "is a method, not a channel"),
    (
        "hp.HP11713A",
        '[instrument.settings.s]\nset = "ch_12.enabled"',
        "settings.s",
        "no 'ch_12'",
        "ch_1.enabled",
    ),
    ("keithley.Keithley24000", axis('set = "x"'), "", "has no class 'Keithley24000'", "'Keithley2400'"),
    ("keithly.Keithley2400", axis('set = "x"'), "", "has no module 'keithly'", "'keithley'"),
]


@pytest.mark.parametrize(("driver", "body", "where", "what", "hint"), REFUSED)
def test_a_wrong_name_is_refused_when_the_bench_is_loaded(
    load_bench: Load, driver: str, body: str, where: str, what: str, hint: str
) -> None:
    with pytest.raises(BenchError) as told:
        load_bench(table(driver, body), start=False)
    (problem,) = told.value.problems
    assert problem.path == f'instrument "a" [{where}]' if where else 'instrument "a"'
    assert what in problem.message and hint in problem.message
    assert len(problem.message) < 700


def test_all_wrong_names_are_told_at_once(load_bench: Load) -> None:
    body = 'on_connect = ["go"]\n' + axis('set = "v"\nget = "v"') + '\n[instrument.reads.r]\nquery = "i"'
    with pytest.raises(BenchError) as told:
        load_bench(table(K24, body), start=False)
    assert len(told.value.problems) == 4


ACCEPTED = [
    (K24, 'on_connect = ["apply_voltage", "enable_source"]\non_safe = ["shutdown"]\nstop = "shutdown"'),
    (K24, axis('set = "source_voltage"\nget = "voltage"\nstop = "stop_buffer"')),
    (K24, axis('set = "ramp_to_voltage"\nget = "source_voltage"')),
    (ESP, axis('set = "x.position"\nget = "x.position"\nstop = "x.disable"')),
    ("keysight.keysightPNA.KeysightPNA", '[instrument.reads.r]\nquery = "ch_1.tr_1.mkr_3.y"'),
    ("hp.HP11713A", '[instrument.settings.s]\nset = "ch_3.enabled"'),
    (DG, axis('set = "channel_1.frequency"\nget = "channel_1.frequency"')),
    # channels and attributes of which only the instrument knows
    ("oxfordinstruments.MercuryiTC", axis('set = "whatever.setpoint"')),
    ("attocube.ANC300Controller", axis('set = "xpiezo.frequency"')),
]


@pytest.mark.parametrize(("driver", "body"), ACCEPTED)
def test_what_a_class_has_is_accepted(load_bench: Load, driver: str, body: str) -> None:
    assert load_bench(table(driver, body), start=False).instruments["a"]


def test_without_pymeasure_a_bench_loads_and_connecting_says_what_to_install(
    load_bench: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_installed(name: str) -> None:
        raise ModuleNotFoundError("No module named 'pymeasure'", name="pymeasure")

    monkeypatch.setattr(pymeasure_class, "import_module", not_installed)
    instrument = load_bench(table(K24, axis('set = "nonsense"')), start=False).instruments["a"]
    with pytest.raises(InstrumentUnreachable, match=r"PyMeasure cannot be used .*pip install pymeasure"):
        instrument.connect()


DYNAMIC = """
from pymeasure.instruments import Channel, Instrument

class Probe(Channel):
    field = Channel.control("F{ch}?", "F{ch} %g", "The field.")

class Frame(Instrument):
    def __init__(self, adapter, name="Frame", **kwargs):
        super().__init__(adapter, name, includeSCPI=False, **kwargs)
        for number in self.ask("SLOTS?").split(","):
            setattr(self, "slot" + number, self.add_child(Probe, number, prefix="p"))
"""


@pytest.fixture
def frame(pymeasure_folder: Path, scpi: ScpiServer) -> Callable[[str], str]:
    (pymeasure_folder / "acme.py").write_text(DYNAMIC)
    scpi.answers |= {"SLOTS?": "2,5", "F5?": lambda: scpi.values.get("F5", "0")}
    return lambda name: table("acme.Frame", axis(f'set = "{name}"\nget = "{name}"'), scpi.resource)


def test_channels_that_the_instrument_names_are_reached(
    load_bench: Load, frame: Callable[[str], str], scpi: ScpiServer
) -> None:
    assert load_bench(frame("slot5.field"), start=False).instruments["a"].move("x", 2.5) == 2.5
    assert "F5 2.5" in scpi.heard


@pytest.mark.parametrize("name", ["slot3.field", "slot5.feild", "p3.field", "nothing", "name"])
def test_what_the_instrument_turns_out_not_to_have_is_refused_when_it_connects(
    load_bench: Load, frame: Callable[[str], str], name: str, scpi: ScpiServer
) -> None:
    instrument = load_bench(frame(name), start=False).instruments["a"]
    with pytest.raises(
        InstrumentError, match=r"the bench file is wrong: \[axes\.x\] set = .* (has no|only an attribute) "
    ):
        instrument.move("x", 2.5)
    assert scpi.heard == ["SLOTS?"]


def test_an_axis_of_a_motion_controller_moves_where_it_is_sent(load_bench: Load, scpi: ScpiServer) -> None:
    place = ["0"]
    scpi.answers |= {"1TP": lambda: place[0], "1PA3.5": lambda: place.__setitem__(0, "3.5")}
    text = table(ESP, axis('set = "x.position"\nget = "x.position"\ntolerance = 0.01'), scpi.resource)
    assert load_bench(text, start=False).instruments["a"].move("x", 3.5) == 3.5
    assert scpi.heard.count("1PA3.5") == 1

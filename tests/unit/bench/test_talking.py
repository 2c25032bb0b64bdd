"""Keys that say how to talk to an instrument: pauses, addresses, error queues, waiting, repeating, channels."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.bench.loading import read_bench
from engine.bench.scpi_config import ScpiConfig
from engine.errors import BenchError, InstrumentError, InstrumentUnreachable

Load = Callable[..., Bench]
Warnings = list[tuple[str, str]]

TABLE = """
[[instrument]]
name = "{name}"
resource = "{resource}"
timeout = 20000
ack = ""
answer_lines = 1
{more}
"""
SOURCE = """
[instrument.axes.v]
set = "VOLT {value}"
get = "VOLT?"
[instrument.settings.range]
set = "RANG {value}"
[instrument.reads.i]
query = "CURR?"
"""


def table(server: ScpiServer, more: str, name: str = "source") -> str:
    return TABLE.format(name=name, resource=server.resource, more=more)


def test_messages_keep_their_distance(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["CURR?"] = "1"
    source = load_bench(table(scpi, "pause = 0.2" + SOURCE), start=False).instruments["source"]
    source.measure()
    began = time.monotonic()
    source.measure()
    source.measure()
    assert time.monotonic() - began >= 0.39


def test_instruments_on_one_connection_are_addressed_when_they_change(
    scpi: ScpiServer, load_bench: Load
) -> None:
    scpi.answers["CURR?"] = "1"
    bench = load_bench(
        table(scpi, 'select = "++addr 5"' + SOURCE, "a") + table(scpi, 'select = "++addr 6"' + SOURCE, "b"),
        start=False,
    )
    a, b = bench.instruments["a"], bench.instruments["b"]
    for one in (a, a, b, a):
        one.measure()
    assert scpi.heard == ["++addr 5", "CURR?", "CURR?", "++addr 6", "CURR?", "++addr 5", "CURR?"]
    a.connect()
    a.make_safe()
    scpi.heard.clear()
    b.measure()
    assert scpi.heard == ["++addr 6", "CURR?"]


def test_errors_that_the_instrument_reports_are_told(scpi: ScpiServer, load_bench: Load) -> None:
    queue = ['-222,"Data out of range"', '-113,"Undefined header"']
    scpi.answers |= {"CURR?": "1", "SYST:ERR?": lambda: queue.pop(0) if queue else '+0,"No error"'}
    source = load_bench(table(scpi, 'errors = "SYST:ERR?"' + SOURCE), start=False).instruments["source"]
    told: Warnings = []
    assert source.move("v", 5, warn=lambda *warning: told.append(warning)) == 5
    assert told == [
        ('reports -222,"Data out of range"', "reports -222,\"Data out of range\" after 'VOLT 5.0'"),
        ('reports -113,"Undefined header"', "reports -113,\"Undefined header\" after 'VOLT 5.0'"),
    ]
    told.clear()
    queue.append('-230,"Data corrupt"')
    assert source.measure(warn=lambda *warning: told.append(warning)) == {"i": 1.0}
    queue.append('-221,"Settings conflict"')
    source.apply({"range": 2}, warn=lambda *warning: told.append(warning))
    assert [name for name, _ in told] == ['reports -230,"Data corrupt"', 'reports -221,"Settings conflict"']


def test_errors_that_the_instrument_reports_may_be_failures(scpi: ScpiServer, load_bench: Load) -> None:
    queue = ["E07"]
    scpi.answers |= {"CURR?": "1", "ERR?": lambda: queue.pop(0) if queue else "OK"}
    more = 'errors = "ERR?"\nno_error = "OK"\non_error = "fail"'
    source = load_bench(table(scpi, more + SOURCE), start=False).instruments["source"]
    with pytest.raises(InstrumentError, match=r"source: it reports E07 after 'VOLT 5.0'"):
        source.move("v", 5)
    assert source.move("v", 6) == 6
    queue.append("E08")
    with pytest.raises(InstrumentError, match="E08"):
        source.measure()


def test_an_error_that_stays_is_told_once(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers |= {"CURR?": "1", "STAT?": "12"}
    source = load_bench(table(scpi, 'errors = "STAT?"' + SOURCE), start=False).instruments["source"]
    told: Warnings = []
    source.measure(warn=lambda *warning: told.append(warning))
    assert told == [("reports 12", "reports 12")]


def test_a_slow_reading_is_started_and_awaited(scpi: ScpiServer, load_bench: Load) -> None:
    status = iter(["0", "0", "16"])
    scpi.answers |= {"*STB?": lambda: next(status), "FETC?": "7,8"}
    reads = """
[instrument.reads.x]
start = "INIT"
ready = "*STB?"
ready_when = { mask = 16 }
query = "FETC?"
pick = 1
[instrument.reads.y]
start = "INIT"
ready = "*STB?"
ready_when = { mask = 16 }
query = "FETC?"
pick = 2
"""
    meter = load_bench(table(scpi, reads), start=False).instruments["source"]
    assert meter.measure() == {"x": 7.0, "y": 8.0}
    assert scpi.heard == ["INIT", "*STB?", "*STB?", "*STB?", "FETC?"]


def test_a_reading_that_never_gets_ready_says_so(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers |= {"BUSY?": "0", "FETC?": "7"}
    reads = '[instrument.reads.x]\nready = "BUSY?"\nquery = "FETC?"\ntimeout = 300'
    meter = load_bench(table(scpi, reads), start=False).instruments["source"]
    with pytest.raises(InstrumentError, match=r"'BUSY\?' did not say within 0.3 s that the reading is ready"):
        meter.measure()
    assert "FETC?" not in scpi.heard


def test_one_reading_may_have_its_own_time(scpi: ScpiServer, load_bench: Load) -> None:
    reads = '[instrument.reads.x]\nquery = "SLOW?"\ntimeout = 150'
    meter = load_bench(table(scpi, reads), start=False).instruments["source"]
    with pytest.raises(InstrumentUnreachable, match=r"no answer to 'SLOW\?' within 0.15 s"):
        meter.measure()


def test_queries_are_asked_again_and_commands_are_not(scpi: ScpiServer, load_bench: Load) -> None:
    answers = iter(["garbage", "", "1.5"])
    scpi.answers["CURR?"] = lambda: next(answers)
    source = load_bench(table(scpi, "attempts = 3" + SOURCE), start=False).instruments["source"]
    assert source.measure() == {"i": 1.5}
    answers = iter(["garbage"] * 3)
    with pytest.raises(InstrumentError, match="'garbage', which is not a number"):
        source.measure()
    assert next(answers, None) is None
    source.apply({"range": 1})
    assert scpi.hears(lambda heard: heard.count("RANG 1.0") == 1)


# Abbreviations.


def read(tmp_path: Path, text: str) -> ScpiConfig:
    path = tmp_path / "bench.toml"
    path.write_text(text)
    made = read_bench(path).instrument[0]
    assert isinstance(made, ScpiConfig)
    return made


HEAD = '[[instrument]]\nname = "daq"\nresource = "GPIB0::9::INSTR"\n'


def test_channels_are_written_out(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        HEAD
        + """
[instrument.reads.sum]
query = "SUM?"
[[instrument.channel]]
names = { first = 1, last = 16 }
[instrument.channel.reads.voltage]
query = "MEAS? (@1{channel:02d})"
unit = "V"
[[instrument.channel]]
names = ["A", "B"]
[instrument.channel.axes."heater_{channel}_power"]
set = "HTR {channel},{value:.1f}"
[instrument.channel.settings.range]
set = "RANG {channel},{value}"
""",
    )
    assert list(made.reads) == ["sum", *(f"voltage_{n}" for n in range(1, 17))]
    assert made.reads["voltage_7"].query == "MEAS? (@107)"
    assert made.axes["heater_B_power"].set == "HTR B,{value:.1f}"
    assert list(made.settings) == ["range_A", "range_B"]


def test_an_address_is_written_into_every_message(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        HEAD
        + """
address = 3
on_connect = ["{address}MO"]
[instrument.axes.x]
set = "{address}PA{value}"
get = "{address}TP"
""",
    )
    assert (made.on_connect, made.axes["x"].set, made.axes["x"].get) == (("3MO",), "3PA{value}", "3TP")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("[instrument.channel]\nnames = []", "names must be a list"),
        ("[instrument.channel]\nnames = [1]\nread = {}", "unknown key 'read'"),
        (
            "[instrument.channel]\nnames = [1, 1]\n[instrument.channel.reads.v]\nquery = 'V?'",
            "exists already",
        ),
        (
            "[instrument.channel]\nnames = ['A']\n[instrument.channel.reads.v]\nquery = 'V{channel:d}?'",
            "format code",
        ),
        ("address = true", "address must be"),
        ("use = 'keithley24'", "no such description"),
        ("no_error = '('", "not a regular expression"),
        ("[instrument.reads.v]\nquery = 'V?'\nready_when = 1", "ready_when needs ready"),
    ],
)
def test_wrong_abbreviations_are_refused(tmp_path: Path, more: str, reason: str) -> None:
    with pytest.raises(BenchError, match=reason):
        read(tmp_path, HEAD + more)


def test_queries_need_no_question_mark(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers |= {"R1": "R+0012.5", "V": "ITC503", "R0": "R+0010.0", "X": "X0", "T10.0": "T"}
    more = """
identify = "V"
[instrument.axes.t]
set = "T{value}"
ack = "T"
get = "R0"
pick = "R(.+)"
done = "X"
done_when = "X0"
[instrument.reads.t1]
query = "R1"
pick = "R(.+)"
"""
    itc = load_bench(table(scpi, more), start=False).instruments["source"]
    assert itc.move("t", 10) == 10
    assert itc.measure() == {"t1": 12.5}

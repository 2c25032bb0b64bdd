"""PyMeasure classes on real connections: answers belong to their calls, and a stop interrupts calls."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pymeasure.instruments
import pytest
from support.talker import OnPty, OnTcp, Talker

from engine.bench.bench import Bench
from engine.bench.driver import NoAnswer
from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError, Interrupted, MotionCancelled

Load = Callable[..., Bench]
CLASS = '''
import time

from pymeasure.instruments import Instrument


class Stage(Instrument):
    """A stage as a PyMeasure class."""

    def __init__(self, adapter, name="Stage", **kwargs):
        super().__init__(adapter, name, includeSCPI=False, **kwargs)

    x = Instrument.control("POS?", "POS %g", "Position.")
    signal = Instrument.measurement("MEAS?", "Signal.")
    slow = Instrument.measurement("SLOW?", "A slow reading.")
    speed = Instrument.setting("SPEED %g", "Speed.")

    def move_to(self, value):
        self.ask(f"MOVE {value:g};*OPC?")

    def ramp_to(self, value):
        for n in range(6000):
            self.write(f"POS {value * n / 6000:g}")
            time.sleep(0.01)

    def halt(self):
        self.write("STOP")
'''
BENCH = """
[[instrument]]
name = "stage"
driver = "pymeasure:pybirch_acme.Stage"
resource = "{resource}"
read_termination = "{end}"
write_termination = "\\n"
{keys}
[instrument.axes.x]
set = "x"
get = "x"
safe = 2
{axis}
[instrument.axes.far]
set = "move_to"
get = "x"
[instrument.axes.ramped]
set = "ramp_to"
[instrument.reads.signal]
query = "signal"
[instrument.reads.slow]
query = "slow"
poll = false
[instrument.settings.speed]
set = "speed"
"""
Stage = Callable[..., ManagedInstrument]


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of PyMeasure's with a class for the talker."""
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "pybirch_acme.py").write_text(CLASS)
    monkeypatch.setattr(pymeasure.instruments, "__path__", [*pymeasure.instruments.__path__, str(folder)])


@pytest.fixture(params=[OnTcp, OnPty], ids=["tcp", "serial"])
def stage(request: pytest.FixtureRequest, load_bench: Load) -> Iterator[Stage]:
    served: list[OnTcp | OnPty] = []

    def make(talker: Talker, keys: str = "", axis: str = "", end: str = "\\n") -> ManagedInstrument:
        served.append(request.param(talker))
        text = BENCH.format(resource=served[-1].resource, keys=keys, axis=axis, end=end)
        made = load_bench(text, start=False).instruments["stage"]
        made.connect()
        return made

    yield make
    for one in served:
        one.close()


def sweeps(stage: ManagedInstrument, points: int = 8) -> None:
    for value in range(1, points + 1):
        assert stage.move("x", value) == value
        assert stage.measure(["signal"]) == {"signal": 10.0 * value}


@pytest.mark.parametrize("after", [0.0, 0.03])
@pytest.mark.parametrize("ack", ["OK", "0"])
def test_a_set_that_is_answered_unknown_to_class_and_bench_is_an_error_that_names_the_key(
    stage: Stage, ack: str, after: float
) -> None:
    made = stage(Talker(ack=ack, ack_after=after))
    for _ in range(2):
        with pytest.raises(InstrumentError, match="write ack ="):
            made.move("x", 1)
            made.measure(["signal"])
    with pytest.raises(InstrumentError, match="write ack ="):
        made.apply({"speed": 2})
        made.measure(["signal"])
    assert made.measure(["signal"]) == {"signal": 10.0}


@pytest.mark.parametrize("after", [0.0, 0.03])
def test_a_set_whose_answer_the_bench_names(stage: Stage, after: float) -> None:
    sweeps(stage(Talker(ack="OK", ack_after=after), 'ack = "OK"'))
    sweeps(stage(Talker(ack="OK", ack_after=after), axis="ack = 'O.'"))
    sweeps(stage(Talker(ack="0", ack_after=after), "write_delay = 0.15"), 3)


def test_an_answer_other_than_the_acknowledgement_is_an_error_and_the_session_heals(stage: Stage) -> None:
    talker = Talker(ack="OK")
    made = stage(talker, 'ack = "OK"')
    talker.ack = "ERR 3"
    with pytest.raises(InstrumentError, match="'x' was answered 'ERR 3', but the bench says"):
        made.move("x", 1)
    talker.ack = "OK"
    sweeps(made, 3)


@pytest.mark.parametrize("after", [0.0, 0.03])
def test_a_status_line_after_each_answer_is_an_error(stage: Stage, after: float) -> None:
    made = stage(Talker(status="7", status_after=after))
    for _ in range(2):
        with pytest.raises(InstrumentError, match="its answer is ambiguous"):
            made.measure(["signal"])


@pytest.mark.parametrize("after", [0.0, 0.05])
def test_a_greeting_is_not_taken_for_an_answer(stage: Stage, after: float) -> None:
    sweeps(stage(Talker(greeting="17", greeting_after=after)), 3)


@pytest.mark.parametrize("takes", [0.0, 0.03])
def test_one_line_too_many_spoils_what_was_read_and_the_session_heals(stage: Stage, takes: float) -> None:
    talker = Talker(before_takes=takes)
    made = stage(talker, "ack = ''")
    sweeps(made, 3)
    made.tidy()
    made.confirm()
    talker.before["MEAS?"] = ["666"]
    with pytest.raises(InstrumentError):
        for _ in range(5):
            made.measure(["signal"])
        made.confirm()
    with pytest.raises(InstrumentError, match="they may belong to other questions"):
        made.confirm()
    sweeps(made, 3)
    made.tidy()
    made.confirm()


def test_a_result_without_meaning_does_not_spoil_the_next(stage: Stage) -> None:
    talker = Talker(before_takes=0.02)
    made = stage(talker)
    sweeps(made, 2)
    talker.before["MEAS?"] = ["what?"]
    with pytest.raises(InstrumentError, match="'signal' returned 'what\\?'"):
        made.measure(["signal"])
    sweeps(made, 3)


def test_an_answer_that_comes_after_its_timeout_is_never_taken_for_the_next(stage: Stage) -> None:
    talker = Talker(reads_on=False)
    made = stage(talker, "timeout = 400")
    sweeps(made, 2)
    talker.late["MEAS?"] = 0.7
    with pytest.raises(NoAnswer, match="'signal' failed: no answer in time"):
        made.measure(["signal"])
    for value in range(3, 9):
        try:
            assert made.move("x", value) == value
            assert made.measure(["signal"]) == {"signal": 10.0 * value}
        except InstrumentError:
            continue  # it is still busy with the question before
    sweeps(made, 3)


@pytest.mark.parametrize(("end", "sent"), [("#", b"#"), ("\\r\\n> ", b"\r\n> "), ("\\u0003", b"\x03")])
def test_a_termination_of_other_characters(stage: Stage, end: str, sent: bytes) -> None:
    sweeps(stage(Talker(end=sent), end=end), 3)


def in_background(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    came: list[object] = []

    def run() -> None:
        try:
            came.append(work())
        except InstrumentError as error:
            came.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, came


def test_safe_values_do_not_wait_behind_a_reading(stage: Stage) -> None:
    talker = Talker(slow_takes=60)
    made = stage(talker, 'stop = "halt"\ntimeout = 60000')
    thread, came = in_background(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    began = time.monotonic()
    made.make_safe()
    assert talker.hears("STOP") - began < 2 and talker.hears("POS 2") - began < 2
    thread.join(20)
    assert isinstance(came[0], Interrupted)
    talker.slow_takes = 0
    sweeps(made, 3)


def test_a_move_that_is_answered_when_it_is_over_is_stopped(stage: Stage) -> None:
    talker = Talker(move_takes=60)
    made = stage(talker, 'stop = "halt"\ntimeout = 60000')
    thread, came = in_background(lambda: made.move("far", 3))
    talker.hears("MOVE 3;*OPC?")
    began = time.monotonic()
    made.halt()
    assert talker.hears("STOP") - began < 2
    thread.join(20)
    assert isinstance(came[0], MotionCancelled)
    talker.move_takes = 0
    sweeps(made, 3)


def test_a_method_that_sends_many_commands_is_ended_by_a_stop(stage: Stage) -> None:
    talker = Talker()
    made = stage(talker, 'stop = "halt"')
    thread, came = in_background(lambda: made.move("ramped", 3))
    talker.hears("POS 0.0005")
    made.halt()
    talker.hears("STOP")
    thread.join(20)
    assert isinstance(came[0], MotionCancelled)
    assert talker.said[-1] == "STOP"


def test_a_reading_is_cut_off_where_nothing_stops_the_instrument(stage: Stage) -> None:
    talker = Talker(slow_takes=60)
    made = stage(talker, "timeout = 60000")
    thread, came = in_background(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    made.interrupt()
    thread.join(20)
    assert isinstance(came[0], Interrupted)
    talker.slow_takes = 0
    sweeps(made, 3)


def test_a_connection_that_was_closed_while_idle_is_made_again(load_bench: Load) -> None:
    served = OnTcp(Talker())
    text = BENCH.format(resource=served.resource, keys="", axis="", end="\\n")
    made = load_bench(text, start=False).instruments["stage"]
    sweeps(made, 2)
    served.close()
    served.listen()
    sweeps(made, 2)
    served.close()

"""Instruments on message-based interfaces (here HiSLIP): unread messages are noticed by the status byte."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from support.hislip import OnHislip
from support.talker import Talker

from engine.bench.bench import Bench
from engine.bench.driver import NoAnswer
from engine.bench.instrument import ManagedInstrument
from engine.errors import InstrumentError, Interrupted, MotionCancelled

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
timeout = {timeout}
{keys}
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
safe = 2
[instrument.axes.far]
set = "MOVE {{value:g}};*OPC?"
get = "POS?"
[instrument.reads.signal]
query = "MEAS?"
[instrument.reads.slow]
query = "SLOW?"
poll = false
"""
Stage = Callable[..., ManagedInstrument]


@pytest.fixture
def served() -> Iterator[list[OnHislip]]:
    made: list[OnHislip] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def stage(served: list[OnHislip], load_bench: Load) -> Stage:
    def make(talker: Talker, keys: str = "", timeout: int = 5000) -> ManagedInstrument:
        served.append(OnHislip(talker))
        text = BENCH.format(resource=served[-1].resource, keys=keys, timeout=timeout)
        return load_bench(text, start=False).instruments["stage"]

    return make


def sweeps(stage: ManagedInstrument, points: int = 6) -> None:
    for value in range(1, points + 1):
        assert stage.move("x", value) == value
        assert stage.measure(["signal"]) == {"signal": 10.0 * value}


def test_a_plain_instrument(stage: Stage) -> None:
    made = stage(Talker(), 'identity = "ACME"')
    sweeps(made)
    made.tidy()
    made.confirm()


@pytest.mark.parametrize("after", [0.0, 0.03])
@pytest.mark.parametrize("ack", ["OK", "0"])
def test_an_acknowledgement_is_noticed_and_can_be_named(stage: Stage, ack: str, after: float) -> None:
    made = stage(Talker(ack=ack, ack_after=after))
    with pytest.raises(InstrumentError, match=f'ack = "{ack}"'):
        made.move("x", 1)
    assert made.measure(["signal"]) == {"signal": 10.0}
    sweeps(stage(Talker(ack=ack, ack_after=after), f'ack = "{ack}"'))


def test_a_message_too_many_spoils_what_was_read_and_the_session_is_cleared(
    stage: Stage, served: list[OnHislip]
) -> None:
    talker = Talker(before_takes=0.02)
    made = stage(talker, "ack = ''")
    sweeps(made, 3)
    made.tidy()
    clears = served[-1].clears
    talker.before["MEAS?"] = ["666"]
    with pytest.raises(InstrumentError):
        for _ in range(5):
            made.measure(["signal"])
        made.confirm()
    sweeps(made, 3)
    assert served[-1].clears > clears


def test_a_late_answer_is_never_taken_for_the_next(stage: Stage) -> None:
    talker = Talker()
    made = stage(talker, timeout=400)
    sweeps(made, 2)
    talker.late["MEAS?"] = 0.7
    with pytest.raises(NoAnswer):
        made.measure(["signal"])
    sweeps(made, 4)


@pytest.mark.parametrize("keys", ['stop = "STOP"', ""])
def test_a_stop_cuts_off_what_runs(stage: Stage, keys: str) -> None:
    talker = Talker(move_takes=60, slow_takes=60)
    made = stage(talker, keys, timeout=60_000)
    made.measure(["signal"])
    for message, work, failure in (
        ("SLOW?", lambda: made.measure(["slow"]), Interrupted),
        ("MOVE 3;*OPC?", lambda: made.move("far", 3), MotionCancelled),
    ):
        came: list[BaseException] = []

        def run(work: Callable[[], object] = work, came: list[BaseException] = came) -> None:
            try:
                work()
            except InstrumentError as error:
                came.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        talker.hears(message)
        began = time.monotonic()
        made.make_safe()
        assert talker.hears("POS 2") - began < 4
        thread.join(20)
        assert isinstance(came[0], failure)
        talker.forget()
    sweeps(made, 3)


@pytest.mark.parametrize(("keys", "clears"), [("clear = true", 1), ("", 0)])
def test_a_device_clear_comes_with_each_connection_where_the_bench_says_so(
    keys: str, clears: int, stage: Stage, served: list[OnHislip]
) -> None:
    made = stage(Talker(), f'{keys}\nack = ""')
    made.connect()
    assert made.measure(["signal"]) == {"signal": 0.0}
    assert served[-1].clears == clears


def test_a_block_is_read_as_a_whole(served: list[OnHislip], load_bench: Load) -> None:
    served.append(OnHislip(Talker(states={"CURV?": "#16\nA\nBCD"})))
    reads = '[instrument.reads.curve]\nquery = "CURV?"\nshape = [3]\nblock = "uint16"\nbyte_order = "big"'
    text = f'[[instrument]]\nname = "scope"\nresource = "{served[-1].resource}"\nread_termination = "\\n"\n{reads}'
    curve = load_bench(text, start=False).instruments["scope"].measure()["curve"]
    assert np.array_equal(curve, [0x0A41, 0x0A42, 0x4344])

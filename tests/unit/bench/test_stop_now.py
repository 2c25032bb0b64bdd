"""Stops during an exchange reach the instrument at once, and the exchange has no result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from support.running import wait_until
from support.talker import OnPty, OnTcp, Talker

from engine.bench.bench import Bench
from engine.bench.driver import NoAnswer
from engine.bench.instrument import ManagedInstrument
from engine.bench.serial_line import LineSession
from engine.bench.tcp_socket import SocketSession
from engine.errors import InstrumentError, Interrupted, MotionCancelled

Load = Callable[..., Bench]
BENCH = """
[[instrument]]
name = "{name}"
resource = "{resource}"
termination = "\\n"
timeout = {timeout}
{keys}
[instrument.axes.x]
set = "MOVE {{value:g}};*OPC?"
get = "POS?"
safe = 0
{axis}
[instrument.axes.y]
set = "POS {{value:g}}"
safe = 2
[instrument.reads.signal]
query = "MEAS?"
[instrument.reads.slow]
query = "SLOW?"
poll = false
"""
AT_ONCE = 2.0
"""Seconds within which a stop is heard on a machine that is much slower than it should be; the moves take a minute."""


class Stage:
    """An instrument, what it hears, and a bench that nobody watches."""

    def __init__(self, serve: Callable[[Talker], str], load: Load) -> None:
        self._serve, self._load = serve, load

    def __call__(
        self, talker: Talker, keys: str = 'stop = "STOP"', axis: str = "", timeout: int = 60_000
    ) -> ManagedInstrument:
        text = BENCH.format(name="stage", resource=self._serve(talker), keys=keys, axis=axis, timeout=timeout)
        made = self._load(text, start=False).instruments["stage"]
        made.measure(["signal"])
        return made

    def two(self, talker: Talker) -> list[ManagedInstrument]:
        """Two instruments on one line."""
        resource, keys = self._serve(talker), 'stop = "STOP"'
        text = "".join(
            BENCH.format(name=name, resource=resource, keys=keys, axis="", timeout=60_000) for name in "ab"
        )
        made = list(self._load(text, start=False).instruments.values())
        for one in made:
            one.measure(["signal"])
        return made


KINDS = {
    "listens while it moves": (OnTcp, True),
    "listens on another connection": (OnTcp, False),
    "takes one connection": (lambda talker: OnTcp(talker, one_at_a_time=True), True),
    "serial": (OnPty, True),
}


@pytest.fixture(params=KINDS)
def stage(request: pytest.FixtureRequest, load_bench: Load) -> Iterator[Stage]:
    served: list[OnTcp | OnPty] = []
    kind, reads_on = KINDS[request.param]

    def serve(talker: Talker) -> str:
        talker.reads_on = reads_on
        served.append(kind(talker))
        return served[-1].resource

    yield Stage(serve, load_bench)
    for one in served:
        one.close()


class Doing(threading.Thread):
    """Something done in a thread of its own; what it gave or raised."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.work, self.gave, self.raised = work, [], []
        self.start()

    def run(self) -> None:
        try:
            self.gave.append(self.work())
        except InstrumentError as error:
            self.raised.append(error)

    def failure(self) -> InstrumentError:
        self.join(20)
        assert self.gave == [] and len(self.raised) == 1, (self.gave, self.raised)
        return self.raised[0]


def test_a_stop_reaches_an_instrument_whose_move_is_not_answered_yet(stage: Stage) -> None:
    talker = Talker(move_takes=60)
    made = stage(talker)
    moving = Doing(lambda: made.move("x", 3))
    talker.hears("MOVE 3;*OPC?")
    began = time.monotonic()
    made.halt()
    assert talker.hears("STOP") - began < AT_ONCE
    assert isinstance(moving.failure(), MotionCancelled)
    talker.move_takes = 0
    for value in (1, 2, 3):
        assert made.move("x", value) == value
        assert made.measure(["signal"]) == {"signal": 10.0 * value}


def test_safe_values_do_not_wait_behind_a_reading(stage: Stage) -> None:
    talker = Talker(slow_takes=60, position="7")
    made = stage(talker)
    reading = Doing(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    began = time.monotonic()
    made.make_safe()
    for command in ("STOP", "MOVE 0;*OPC?", "POS 2"):
        assert talker.hears(command) - began < AT_ONCE
    failure = reading.failure()
    assert isinstance(failure, Interrupted)
    assert "'SLOW?' was interrupted by a stop" in str(failure)
    talker.slow_takes = 0
    made.move("y", 4)
    assert made.measure(["signal"]) == {"signal": 40.0}


def test_a_reading_is_cut_off_where_there_is_nothing_to_send(stage: Stage) -> None:
    talker = Talker(slow_takes=60)
    made = stage(talker, keys="")
    reading = Doing(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    made.halt()
    assert isinstance(reading.failure(), Interrupted)
    assert made.state != "error"


def test_a_stop_of_an_instrument_that_acknowledges(stage: Stage) -> None:
    talker = Talker(move_takes=60, ack="OK")
    made = stage(talker, keys='stop = "STOP"\nack = "OK"')
    moving = Doing(lambda: made.move("x", 3))
    talker.hears("MOVE 3;*OPC?")
    made.halt()
    assert isinstance(moving.failure(), MotionCancelled)
    made.move("y", 4)
    assert made.measure(["signal"]) == {"signal": 40.0}


def test_acknowledgements_unknown_to_the_bench_spoil_nothing_after_a_stop(stage: Stage) -> None:
    talker = Talker(slow_takes=60, position="7")
    made = stage(talker)
    reading = Doing(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    talker.ack = "5"
    made.make_safe()
    reading.failure()
    for _ in range(5):
        assert made.measure(["signal"])["signal"] in (0.0, 20.0), (
            "that is what it measures at its safe values"
        )


def test_the_timeout_of_the_axis_governs_a_move_that_is_answered_when_it_is_over(stage: Stage) -> None:
    talker = Talker(move_takes=1.5)
    made = stage(talker, axis="timeout = 20", timeout=300)
    assert made.move("x", 3) == 3


def test_a_move_that_is_not_answered_in_time_is_stopped(stage: Stage) -> None:
    talker = Talker(move_takes=60)
    made = stage(talker, axis="timeout = 0.5")
    with pytest.raises(NoAnswer, match=r"no answer to 'MOVE 3;\*OPC\?' within 0\.5 s"):
        made.move("x", 3)
    talker.hears("STOP")


def test_a_setpoint_that_waited_for_its_turn_is_not_sent_after_a_stop(stage: Stage) -> None:
    talker = Talker(slow_takes=60)
    made = stage(talker)
    reading = Doing(lambda: made.measure(["slow"]))
    talker.hears("SLOW?")
    moving = Doing(lambda: made.move("y", 9))
    turns = made.driver.group.turns  # type: ignore[attr-defined]
    wait_until(lambda: turns.waiting, "the move to wait for its turn", interval=0.002)
    made.make_safe()
    assert isinstance(moving.failure(), MotionCancelled)
    reading.failure()
    assert "POS 9" not in talker.said


def test_another_instrument_on_the_resource_repeats_its_query(stage: Stage) -> None:
    talker = Talker(slow_takes=1.0, position="7")
    first, other = stage.two(talker)
    reading = Doing(lambda: other.measure(["slow"]))
    talker.hears("SLOW?")
    began = time.monotonic()
    first.halt()
    assert talker.hears("STOP") - began < 0.9
    reading.join(20)
    assert reading.gave == [{"slow": 70.0}]


def test_a_stop_that_nothing_receives_is_an_error(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stage(Talker())
    made.make_safe()
    for kind in (SocketSession, LineSession):
        monkeypatch.setattr(kind, "undelivered", lambda session: 5)  # as of a cable that was pulled out
    with pytest.raises(NoAnswer, match="nothing at its address receives it"):
        made.make_safe()

"""Actions of instruments: started, waited for, and stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from support.scpi import ScpiServer

from engine.bench.bench import Bench
from engine.errors import BenchError, InstrumentError, MotionCancelled

Load = Callable[..., Bench]
STAGE = """
[[instrument]]
name = "stage"
resource = "{resource}"
ack = ""
answer_lines = 1
stop = "STOP"
[instrument.axes.x]
set = "POS {{value:g}}"
get = "POS?"
[instrument.actions.home]
send = ["ENABLE", "HOME"]
done = "HOMED?"
done_when = "1"
axes = ["x"]
confirm = "Is the sample out?"
{keys}
[instrument.actions.zero]
send = "ZERO"
"""


def stage(server: ScpiServer, keys: str = "") -> str:
    server.values["POS"] = "7"
    return STAGE.format(resource=server.resource, keys=keys)


def test_an_action_ends_when_the_instrument_says_so(scpi: ScpiServer, load_bench: Load) -> None:
    answers = iter(["0", "0"])
    scpi.answers["HOMED?"] = lambda: next(answers, "1")
    made = load_bench(stage(scpi), start=False).instruments["stage"]
    made.act("home")
    assert scpi.heard == ["ENABLE", "HOME", "HOMED?", "HOMED?", "HOMED?", "POS?"]
    assert made.positions == {"x": 7.0}
    assert made.state == "idle"
    made.act("zero")
    assert scpi.hears(lambda heard: heard[-1] == "ZERO")
    assert made.spec.actions["home"].confirm == "Is the sample out?"


def test_a_stop_ends_an_action(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["HOMED?"] = "0"
    made = load_bench(stage(scpi), start=False).instruments["stage"]
    stopped = threading.Event()

    def act() -> None:
        with pytest.raises(MotionCancelled, match="home was stopped"):
            made.act("home")
        stopped.set()

    threading.Thread(target=act, daemon=True).start()
    assert scpi.hears(lambda heard: "HOMED?" in heard)
    assert made.state == "moving"
    made.halt()
    assert stopped.wait(20)
    assert scpi.hears(lambda heard: "STOP" in heard)


def test_an_action_is_cancelled_with_its_scan(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["HOMED?"] = "0"
    made = load_bench(stage(scpi), start=False).instruments["stage"]
    with pytest.raises(MotionCancelled, match="home was stopped"):
        made.act("home", cancelled=lambda: "HOMED?" in scpi.heard)
    assert scpi.hears(lambda heard: "STOP" in heard)


def test_an_action_that_does_not_end_fails_and_is_stopped(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers["HOMED?"] = "0"
    made = load_bench(stage(scpi, "timeout = 0.2"), start=False).instruments["stage"]
    with pytest.raises(InstrumentError, match=r"stage: home did not end within 0\.2 s"):
        made.act("home")
    assert scpi.hears(lambda heard: heard[-1] == "STOP")
    assert made.state == "moving"  # until it is seen to stand
    with pytest.raises(InstrumentError, match="there is no action 'hom'; did you mean 'home'"):
        made.act("hom")


def test_a_simulated_instrument_has_actions(load_bench: Load) -> None:
    motor = load_bench(
        """
[[instrument]]
name = "motor"
driver = "simulated"
axes.x = { initial = 4, speed = 1000 }
actions.home = { set = { x = 1 }, axes = ["x"], title = "Home it" }
""",
        start=False,
    ).instruments["motor"]
    motor.act("home")
    assert motor.positions == {"x": 1.0}
    assert motor.spec.actions["home"].title == "Home it"


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        ('axes = ["x"]', 'axes = ["q"]', "the instrument has no axis 'q'"),
        ('send = "ZERO"', "send = []", "send"),
        ('send = "ZERO"', "", "'send' is missing"),
    ],
)
def test_mistakes_are_refused(
    scpi: ScpiServer, load_bench: Load, given: str, instead: str, says: str
) -> None:
    with pytest.raises(BenchError, match=says):
        load_bench(stage(scpi).replace(given, instead), start=False)

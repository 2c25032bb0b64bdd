"""Events of the bench, and how idle instruments are polled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from support.scpi import Reported, ScpiServer

from engine.bench.bench import Bench
from engine.model.events import InstrumentPosition, InstrumentStatus

Load = Callable[..., Bench]

SLOW = """
[[instrument]]
name = "slow"
driver = "simulated"
[instrument.axes.x]
unit = "mm"
speed = 10
safe = 0
[instrument.axes.y]
unit = "mm"
[instrument.reads.signal]
formula = "2 * x + 1"
unit = "V"
[instrument.settings.gain]
initial = 5
unit = "dB"
"""


def idle(name: str) -> Callable[[object], bool]:
    return lambda e: isinstance(e, InstrumentStatus) and e.instrument_name == name and e.status == "idle"


def stands(x: float) -> Callable[[object], bool]:
    """The last that is told of a motion: what is told of a state comes before it."""
    return lambda e: isinstance(e, InstrumentPosition) and not e.is_moving and e.position.get("x") == x


def test_an_instrument_is_reported_from_disconnected_to_idle_with_all_it_shows(
    load_bench: Load, reported: Reported
) -> None:
    load_bench(SLOW)
    event = reported.wait_for(idle("slow"))
    assert isinstance(event, InstrumentStatus)
    assert event.instrument_id == 1
    assert event.position == {"x": 0.0, "y": 0.0}
    assert event.target == {}, "no axis was told to go anywhere yet"
    assert all(None not in {**e.position, **e.target}.values() for e in reported.of(InstrumentStatus, "slow"))
    assert event.value == {"signal": 1.0}
    assert event.settings == {"gain": 5}
    assert event.units == {"x": "mm", "y": "mm", "signal": "V", "gain": "dB"}
    states = [e.status for e in reported.of(InstrumentStatus, "slow")]
    assert states[0] in ("disconnected", "connected") and states[-1] == "idle"
    assert states.count("connected") >= 1, "people and programs get to see that it was connected"


def test_a_moving_axis_is_reported_at_least_five_times_a_second_and_at_last_where_it_stands(
    load_bench: Load, reported: Reported
) -> None:
    bench = load_bench(SLOW)
    reported.wait_for(idle("slow"))
    reported.wait_for(stands(0.0))
    reported.forget()
    began = time.monotonic()
    bench.instruments["slow"].move("x", 10.0)
    took = time.monotonic() - began
    last = reported.wait_for(lambda e: isinstance(e, InstrumentPosition) and not e.is_moving)
    assert isinstance(last, InstrumentPosition) and last.position["x"] == 10.0 == last.target["x"]
    moving = [
        e
        for e in reported.of(InstrumentPosition, "slow")
        if isinstance(e, InstrumentPosition) and e.is_moving
    ]
    assert 5 * took <= len(moving) <= 21 * took
    places = [e.position["x"] or 0.0 for e in moving]
    assert places == sorted(places) and len(set(places)) > 4
    assert {e.target["x"] for e in moving} == {10.0}
    states = [e.status for e in reported.of(InstrumentStatus, "slow")]
    assert states[0] == "moving" and states[-1] == "idle"


def test_the_last_of_very_many_changes_is_always_reported(load_bench: Load, reported: Reported) -> None:
    bench = load_bench(SLOW)
    reported.wait_for(idle("slow"))
    reported.forget()
    began = time.monotonic()
    for n in range(20_000):
        bench.instruments["slow"].move("y", float(n))
    took = time.monotonic() - began
    reported.wait_for(
        lambda e: isinstance(e, InstrumentPosition) and e.position["y"] == 19_999 and not e.is_moving
    )
    assert len(reported.of(InstrumentPosition, "slow")) <= 20 * took + 4


def test_a_stopped_axis_is_followed_until_it_stands(load_bench: Load, reported: Reported) -> None:
    bench = load_bench(SLOW)
    reported.wait_for(idle("slow"))
    bench.instruments["slow"].move("x", 15.0)
    reported.wait_for(stands(15.0))
    reported.forget()
    bench.instruments["slow"].make_safe()
    assert bench.instruments["slow"].state == "moving"
    last = reported.wait_for(lambda e: isinstance(e, InstrumentPosition) and not e.is_moving)
    assert isinstance(last, InstrumentPosition) and last.position["x"] == 0.0 == last.target["x"]
    moving = [
        e
        for e in reported.of(InstrumentPosition, "slow")
        if isinstance(e, InstrumentPosition) and e.is_moving
    ]
    assert len(moving) >= 2
    assert reported.wait_for(idle("slow"))


def test_a_long_reading_is_reported_while_it_lasts(
    scpi: ScpiServer, load_bench: Load, reported: Reported
) -> None:
    done = threading.Event()
    scpi.answers["MEAS?"] = lambda: (done.wait(60), "1")[1]
    bench = load_bench(
        f"""
[[instrument]]
name = "a"
resource = "{scpi.resource}"
timeout = 60000
[instrument.reads.signal]
query = "MEAS?"
poll = false
"""
    )
    reported.wait_for(idle("a"))
    thread = threading.Thread(target=bench.instruments["a"].measure)
    thread.start()
    reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and e.status == "measuring")
    reported.forget()
    done.set()
    thread.join(30)
    last = reported.wait_for(idle("a"))
    assert isinstance(last, InstrumentStatus) and last.value == {"signal": 1.0}


def test_a_setting_is_reported_as_the_instrument_took_it(
    scpi: ScpiServer, load_bench: Load, reported: Reported
) -> None:
    scpi.answers |= {"GAIN?": "7.5"}
    bench = load_bench(
        f"""
[[instrument]]
name = "a"
resource = "{scpi.resource}"
[instrument.settings.gain]
set = "GAIN {{value}}"
get = "GAIN?"
"""
    )
    reported.wait_for(idle("a"))
    scpi.answers["GAIN?"] = "10"
    bench.instruments["a"].apply({"gain": 9.9})
    reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and e.settings == {"gain": 10.0})


def test_an_idle_instrument_is_read_about_once_a_second_and_left_alone_while_used(
    scpi: ScpiServer, load_bench: Load, reported: Reported
) -> None:
    scpi.answers |= {"SLOW?": "1", "FAST?": "2", "ARR?": "1,2", "MEAS?": "3"}
    bench = load_bench(
        f"""
[[instrument]]
name = "a"
resource = "{scpi.resource}"
[instrument.reads.fast]
query = "FAST?"
[instrument.reads.slow]
query = "SLOW?"
poll = false
[instrument.reads.array]
query = "ARR?"
shape = [2]
[instrument.reads.asked]
query = "MEAS?"
poll = false
"""
    )
    reported.wait_for(idle("a"))
    assert scpi.hears(lambda heard: heard.count("FAST?") >= 2)
    assert "SLOW?" not in scpi.heard and "ARR?" not in scpi.heard
    polls = scpi.heard.count("FAST?")
    until = time.monotonic() + 2.4
    while time.monotonic() < until:
        bench.instruments["a"].measure(["asked"])
        time.sleep(0.01)
    assert scpi.heard.count("FAST?") <= polls + 1
    seen = scpi.heard.count("FAST?")
    assert scpi.hears(lambda heard: heard.count("FAST?") > seen)


def test_closing_reports_everything_as_disconnected(load_bench: Load, reported: Reported) -> None:
    bench = load_bench(SLOW)
    reported.wait_for(idle("slow"))
    bench.close()
    assert reported.of(InstrumentStatus, "slow")[-1].status == "disconnected"


def test_the_holder_is_reported_before_the_holder_continues(load_bench: Load, reported: Reported) -> None:
    bench = load_bench(SLOW)
    reported.wait_for(idle("slow"))

    def holder() -> str | None:
        last = reported.of(InstrumentStatus, "slow")[-1]
        assert isinstance(last, InstrumentStatus)
        return last.held_by

    for number in range(20):
        assert bench.hold(["slow"], f"SCAN_{number}") == {}
        assert holder() == f"SCAN_{number}"
        assert bench.hold(["slow"], "another") == {"slow": f"SCAN_{number}"}
        assert holder() == f"SCAN_{number}"
        bench.release(f"SCAN_{number}")
        assert holder() is None

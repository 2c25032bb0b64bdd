"""Instruments that are absent, hang, close the connection, answer late, or are many."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from support.scpi import Reported, ScpiServer

from engine.bench.bench import Bench
from engine.bench.monitor import pause
from engine.errors import InstrumentError, InstrumentUnreachable
from engine.model.events import InstrumentStatus

Load = Callable[..., Bench]


def fails(bench: Bench, name: str) -> None:
    with pytest.raises(InstrumentError):
        bench.instruments[name].measure()


MakeServer = Callable[[], ScpiServer]

ONE = """
[[instrument]]
name = "{name}"
resource = "{resource}"
timeout = {timeout}
{more}
[instrument.axes.x]
set = "POS {{value}}"
get = "POS?"
safe = 0
[instrument.reads.signal]
query = "{query}"
"""


def one(
    server: ScpiServer, name: str = "a", query: str = "MEAS?", more: str = "", timeout: int = 10_000
) -> str:
    """An instrument; `timeout` in ms."""
    server.answers.setdefault(query, "1")
    server.answers.setdefault("POS?", "0")
    return ONE.format(name=name, resource=server.resource, query=query, more=more, timeout=timeout)


def has(name: str, status: str, error: str | None = None) -> Callable[[object], bool]:
    def fits(event: object) -> bool:
        if not isinstance(event, InstrumentStatus) or event.instrument_name != name or event.status != status:
            return False
        return error in (event.error or "") if error else event.error is None

    return fits


def test_back_off_doubles_up_to_thirty_seconds() -> None:
    assert [pause(n) for n in range(1, 9)] == [1, 2, 4, 8, 16, 30, 30, 30]


def test_an_instrument_that_is_down_is_retried_until_it_is_there(
    load_bench: Load, reported: Reported, make_server: MakeServer
) -> None:
    server = make_server()
    server.reserve()
    bench = load_bench(one(server))
    down = reported.wait_for(has("a", "disconnected", "refused"))
    assert server.resource in (down.error or "")
    with pytest.raises(InstrumentUnreachable, match="refused"):
        bench.instruments["a"].measure()
    server.start()
    reported.wait_for(has("a", "idle"), 60)
    assert bench.instruments["a"].measure() == {"signal": 1.0}


def test_a_call_reaches_an_instrument_that_came_up_in_the_meantime(
    load_bench: Load, reported: Reported, make_server: MakeServer
) -> None:
    server = make_server()
    server.reserve()
    bench = load_bench(one(server))
    reported.wait_for(has("a", "disconnected", "refused"))
    server.start()
    assert bench.instruments["a"].measure() == {"signal": 1.0}


def test_a_peer_that_hung_up_is_reconnected_without_anybody_noticing(
    scpi: ScpiServer, load_bench: Load
) -> None:
    bench = load_bench(one(scpi), start=False)
    assert bench.instruments["a"].measure() == {"signal": 1.0}
    scpi.hang_up()
    assert bench.instruments["a"].measure() == {"signal": 1.0}
    scpi.drop_after = 0  # hangs up instead of answering
    assert bench.instruments["a"].measure() == {"signal": 1.0}
    assert scpi.connections == 3


def test_a_command_whose_fate_is_unknown_is_not_repeated(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(one(scpi).replace("POS {value}", "POS {value};*OPC?"), start=False)
    scpi.answers["POS 1.0;*OPC?"] = scpi.answers["POS 1;*OPC?"] = "1"
    bench.instruments["a"].measure()
    scpi.drop_after = 0
    with pytest.raises(InstrumentUnreachable, match="broke"):
        bench.instruments["a"].move("x", 1)
    assert len([m for m in scpi.heard if m.startswith("POS 1")]) == 1


def test_reconnecting_checks_the_identity_and_sends_the_first_commands_again(
    scpi: ScpiServer, load_bench: Load
) -> None:
    bench = load_bench(one(scpi, more='identity = "ACME"\non_connect = ["*CLS"]'), start=False)
    bench.instruments["a"].measure()
    scpi.hang_up()
    bench.instruments["a"].measure()
    assert scpi.heard == ["*IDN?", "*CLS", "MEAS?"] * 2


def test_a_dropped_instrument_that_stays_away_is_disconnected_and_comes_back(
    scpi: ScpiServer, load_bench: Load, reported: Reported
) -> None:
    bench = load_bench(one(scpi))
    reported.wait_for(has("a", "idle"))
    scpi.stop()
    with pytest.raises(InstrumentUnreachable):
        bench.instruments["a"].measure()
    reported.wait_for(has("a", "disconnected", "refused"))
    reported.forget()
    scpi.start()
    reported.wait_for(has("a", "idle"), 60)


def test_a_late_answer_is_never_taken_for_the_next(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(one(scpi, timeout=1000), start=False)
    scpi.answers["MEAS?"] = lambda: (time.sleep(1.3), "666")[1]
    with pytest.raises(InstrumentUnreachable, match=r"no answer to 'MEAS\?' within 1 s"):
        bench.instruments["a"].measure()
    assert bench.instruments["a"].state == "error"
    scpi.answers["MEAS?"] = "2"
    deadline = time.monotonic() + 0.6
    while time.monotonic() < deadline:
        assert bench.instruments["a"].measure() == {"signal": 2.0}
    assert bench.instruments["a"].state == "idle"


def test_what_comes_unasked_is_not_taken_for_an_answer(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(one(scpi), start=False)
    scpi.answers["MEAS?"] = "1\n99\n98"
    with pytest.raises(InstrumentError, match="'1' and then '99 / 98'"):
        bench.instruments["a"].measure()
    scpi.answers["MEAS?"] = "2"
    assert bench.instruments["a"].measure() == {"signal": 2.0}


def test_a_hung_instrument_reports_an_error_and_others_go_on(
    scpi: ScpiServer, load_bench: Load, reported: Reported, make_server: MakeServer
) -> None:
    other = make_server()
    other.start()
    bench = load_bench(one(scpi, timeout=2000) + one(other, "b"))
    reported.wait_for(has("a", "idle"))
    reported.wait_for(has("b", "idle"))
    scpi.hang = True
    slow = threading.Thread(target=fails, args=(bench, "a"))
    slow.start()
    for _ in range(20):
        bench.instruments["b"].measure()
    assert slow.is_alive(), "the others had to wait for it"
    slow.join(30)
    reported.wait_for(has("a", "error", "no answer to 'MEAS?'"))


def test_calls_on_one_resource_never_overlap(scpi: ScpiServer, load_bench: Load) -> None:
    scpi.answers |= {"ONE?": lambda: (time.sleep(0.002), "1")[1], "TWO?": lambda: (time.sleep(0.002), "2")[1]}
    bench = load_bench(one(scpi, "a", "ONE?") + one(scpi, "b", "TWO?"), start=False)
    wrong: list[object] = []

    def work(name: str, value: float) -> None:
        answers = [bench.instruments[name].measure() for _ in range(40)]
        wrong.extend(answer for answer in answers if answer != {"signal": value})

    threads = [threading.Thread(target=work, args=args) for args in (("a", 1.0), ("b", 2.0)) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong and scpi.overlapping == 1 and scpi.connections == 1


def test_one_of_two_on_a_resource_can_be_disconnected(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(one(scpi, "a", "ONE?") + one(scpi, "b", "TWO?"), start=False)
    bench.instruments["a"].measure()
    bench.instruments["b"].measure()
    bench.instruments["a"].disconnect()
    assert bench.instruments["b"].measure() == {"signal": 1.0}
    assert scpi.connections == 1


def test_instruments_on_an_absent_resource_do_not_wait_for_each_other(
    scpi: ScpiServer, load_bench: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = []

    def nobody(address: object, timeout: float) -> None:
        attempts.append(address)
        time.sleep(0.6)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", nobody)
    bench = load_bench("".join(one(scpi, f"i{n}", f"M{n}?") for n in range(20)), start=False)
    for instrument in bench.instruments.values():
        with pytest.raises(InstrumentUnreachable, match="no answer from this address"):
            instrument.connect()
    assert len(attempts) == 1


def test_emergency_stop_does_not_wait_behind_a_hung_instrument(
    scpi: ScpiServer, load_bench: Load, reported: Reported, make_server: MakeServer
) -> None:
    other = make_server()
    other.start()
    bench = load_bench(one(scpi, timeout=60_000) + one(other, "b"))
    reported.wait_for(has("a", "idle"))
    reported.wait_for(has("b", "idle"))
    scpi.hang = True
    threading.Thread(target=fails, args=(bench, "a"), daemon=True).start()
    began = time.monotonic()
    bench.emergency_stop()
    assert time.monotonic() - began < 5, "the one that hangs is waited for a second, not its minute"
    assert other.hears(lambda heard: any(m.startswith("POS 0") for m in heard))


def test_many_instruments_connect_side_by_side(
    load_bench: Load, reported: Reported, make_server: MakeServer
) -> None:
    servers = [make_server() for _ in range(60)]
    for server in servers[:50]:
        server.start()
    for server in servers[50:]:
        server.reserve()
    bench = load_bench("".join(one(server, f"i{n}") for n, server in enumerate(servers)))
    for n in range(50):
        reported.wait_for(has(f"i{n}", "idle"))
    for n in range(50, 60):
        reported.wait_for(has(f"i{n}", "disconnected", "refused"))
    assert bench.instruments["i7"].measure() == {"signal": 1.0}


def test_holding_is_all_or_nothing(scpi: ScpiServer, load_bench: Load, reported: Reported) -> None:
    bench = load_bench(one(scpi, "a") + one(scpi, "b", "TWO?"))
    assert bench.hold(["a"], "SCAN_001") == {}
    assert bench.hold(["b", "a"], "SCAN_002") == {"a": "SCAN_001"}
    assert bench.instruments["b"].holder is None
    assert bench.hold(["a", "a"], "SCAN_001") == {}
    event = reported.wait_for(lambda e: isinstance(e, InstrumentStatus) and e.held_by == "SCAN_001")
    assert event.instrument_name == "a"
    bench.release("SCAN_001")
    assert bench.hold(["b", "a"], "SCAN_002") == {}


def test_an_instrument_that_needs_time_to_answer_gets_it(scpi: ScpiServer, load_bench: Load) -> None:
    bench = load_bench(one(scpi, more="query_delay = 0.15"), start=False)
    bench.instruments["a"].connect()
    began = time.monotonic()
    bench.instruments["a"].measure()
    assert time.monotonic() - began >= 0.15

"""Stopping scans and the bench while an instrument is busy, hangs, or is gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.engine_lab import EngineLab, measure, open_engine_lab, plan, sweep, until
from support.talker import OnPty, OnTcp, Talker

from engine.commands.inbox import Inbox
from engine.model.records import CommandRecord
from engine.model.states import ScanState
from engine.store import commands

S = ScanState
BENCH = """
[[instrument]]
name = "stage"
resource = "{resource}"
termination = "\\n"
timeout = 60000
{keys}
[instrument.axes.x]
set = "MOVE {{value:g}};*OPC?"
get = "POS?"
safe = 0
[instrument.reads.slow]
query = "SLOW?"
poll = false
"""
AT_ONCE = 8.0
"""Seconds in which a stop is over on a machine that is much slower than it should be; without it takes a minute."""
READING = plan(measure("stage"))
MOVING = plan(sweep("stage.x", [5], measure("stage")))
MakeLab = Callable[..., EngineLab]


@pytest.fixture(params=[OnTcp, OnPty], ids=["tcp", "serial"])
def make_lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeLab]:
    with ExitStack() as stack:

        def make(talker: Talker, keys: str = 'stop = "STOP"') -> EngineLab:
            served = request.param(talker)
            stack.callback(served.close)
            bench = tmp_path / "bench.toml"
            bench.write_text(BENCH.format(resource=served.resource, keys=keys))
            lab = stack.enter_context(open_engine_lab(tmp_path, bench))
            until(lambda: lab.bench.instruments["stage"].state == "idle", "the instrument to be idle")
            talker.forget()
            return lab

        yield make


def starts(lab: EngineLab, one: dict[str, object]) -> str:
    queue = lab.queue(one)
    lab.do("queue", queue, "start")
    return queue


@pytest.mark.parametrize("keys", ['stop = "STOP"', ""])
@pytest.mark.parametrize(("command", "state"), [("stop", S.STOPPED), ("abort", S.ABORTED)])
def test_a_scan_ends_while_its_instrument_takes_a_reading(
    make_lab: MakeLab, command: str, state: ScanState, keys: str
) -> None:
    talker = Talker(slow_takes=60)
    lab = make_lab(talker, keys)
    starts(lab, READING)
    talker.hears("SLOW?")
    began = time.monotonic()
    lab.do("scan", "SCAN_001", command)
    record = lab.scan_is("SCAN_001", state)
    assert time.monotonic() - began < AT_ONCE
    assert "stage: 'SLOW?' was interrupted by a stop" in record.message
    assert record.point == 0
    talker.slow_takes = 0
    starts(lab, READING)
    lab.scan_is("SCAN_002", S.COMPLETED)


@pytest.mark.parametrize(("command", "state"), [("stop", S.STOPPED), ("abort", S.ABORTED)])
def test_a_move_that_is_answered_when_it_is_over_is_stopped_with_its_scan(
    make_lab: MakeLab, command: str, state: ScanState
) -> None:
    talker = Talker(move_takes=60)
    lab = make_lab(talker)
    starts(lab, MOVING)
    talker.hears("MOVE 5;*OPC?")
    began = time.monotonic()
    lab.do("scan", "SCAN_001", command)
    assert talker.hears("STOP") - began < AT_ONCE
    lab.scan_is("SCAN_001", state)
    assert time.monotonic() - began < AT_ONCE
    if command == "abort":
        talker.hears("MOVE 0;*OPC?")


@pytest.mark.parametrize(("command", "state"), [("stop", S.STOPPED), ("abort", S.ABORTED)])
def test_a_scan_ends_that_hangs_in_a_call_which_cannot_be_cut_off(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch, command: str, state: ScanState
) -> None:
    lab = make_lab(Talker())
    hangs, release = threading.Event(), threading.Event()

    def hang(names: Iterable[str]) -> dict[str, float]:
        hangs.set()
        release.wait(60)
        return dict.fromkeys(names, 1.0)

    monkeypatch.setattr(lab.bench.instruments["stage"].driver, "read_all", hang)
    starts(lab, READING)
    assert hangs.wait(20)
    began = time.monotonic()
    lab.do("scan", "SCAN_001", command)
    record = lab.scan_is("SCAN_001", state)
    assert time.monotonic() - began < AT_ONCE
    assert record.message == f"{state.value} at point 0; stage stopped answering"
    release.set()
    starts(lab, plan(measure("stage"), name="next"))
    lab.scan_is("SCAN_002", S.COMPLETED)
    assert lab.scan("SCAN_001").point == 0


@pytest.fixture
def inbox() -> Iterator[Callable[[EngineLab], Inbox]]:
    made: list[Inbox] = []

    def start(lab: EngineLab) -> Inbox:
        made.append(Inbox(lab.context, lab.scheduler, lab.rules))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.close()


def stop_everything(lab: EngineLab) -> CommandRecord:
    """Ask as the web server does; the answer."""
    with lab.database.write() as conn:
        made = commands.submit(conn, "engine", "", "stop_all", {}, "ann")
    return lab.answered(made, "accepted")


def test_an_emergency_stop_reaches_an_instrument_that_is_busy(
    make_lab: MakeLab, inbox: Callable[[EngineLab], Inbox]
) -> None:
    talker = Talker(slow_takes=60)
    lab = make_lab(talker)
    inbox(lab)
    starts(lab, READING)
    talker.hears("SLOW?")
    began = time.monotonic()
    answer = stop_everything(lab)
    for command in ("STOP", "MOVE 0;*OPC?"):
        assert talker.hears(command) - began < AT_ONCE
    assert answer.reason == "" or "stage (it has not answered yet" in answer.reason, "a slow machine says so"
    lab.scan_is("SCAN_001", S.ABORTED)


def test_an_instrument_that_is_gone_is_named_and_stopped_when_it_is_back(
    tmp_path: Path, inbox: Callable[[EngineLab], Inbox]
) -> None:
    talker = Talker()
    served = OnTcp(talker)
    bench = tmp_path / "bench.toml"
    bench.write_text(BENCH.format(resource=served.resource, keys='stop = "STOP"'))
    with open_engine_lab(tmp_path, bench) as lab:
        until(lambda: lab.bench.instruments["stage"].state == "idle", "the instrument to be idle")
        inbox(lab)
        served.close()
        until(lambda: lab.bench.instruments["stage"].state == "disconnected", "the loss to be noticed")
        talker.forget()
        answer = stop_everything(lab)
        assert answer.reason.startswith("not reached: stage (")
        assert "trying again" in answer.reason
        served.listen()
        talker.hears("STOP")
        talker.hears("MOVE 0;*OPC?")
        until(lambda: not lab.bench.still_stopping, "the end of trying")
    served.close()


def test_what_somebody_takes_is_not_stopped_any_more(tmp_path: Path) -> None:
    talker = Talker()
    served = OnTcp(talker)
    bench = tmp_path / "bench.toml"
    bench.write_text(BENCH.format(resource=served.resource, keys='stop = "STOP"'))
    with open_engine_lab(tmp_path, bench) as lab:
        until(lambda: lab.bench.instruments["stage"].state == "idle", "the instrument to be idle")
        served.close()
        until(lambda: lab.bench.instruments["stage"].state == "disconnected", "the loss to be noticed")
        lab.bench.emergency_stop()
        assert lab.bench.still_stopping
        lab.bench.hold(["stage"], "ann")
        until(lambda: not lab.bench.still_stopping, "the end of trying")
    served.close()

"""Large requests run in a process of their own, limited in number; its death costs one request."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import gevent
import pytest

from dashboard.server import json_input
from dashboard.server.heavy_work import HeavyWork
from dashboard.server.off_loop import Busy, Lane, off_loop
from engine.model.bench import BenchSpec, InstrumentSpec, ReadSpec
from engine.model.plan_check import check_plan

BENCH = BenchSpec(
    instruments={"detector": InstrumentSpec(name="detector", reads={"signal": ReadSpec(unit="V")})}
)


@pytest.fixture
def work() -> Iterator[HeavyWork]:
    """A process for heavy work, not yet started."""
    made = HeavyWork()
    yield made
    made.close()


def plan(*names: str) -> dict[str, Any]:
    """A plan that measures these."""
    return {"steps": [{"kind": "measure", "instruments": list(names)}]}


def test_texts_are_read_as_in_the_web_process(work: HeavyWork) -> None:
    value = {"positions": [i / 7 for i in range(20_000)]}
    assert work.read(json.dumps(value).encode()) == value
    with pytest.raises(json_input.JsonRefused) as refused:
        work.read(b'{"a": {"b": 1, "b": 2}}')
    assert [problem.path for problem in refused.value.problems] == ["a.b"]
    with pytest.raises(json_input.NotJson):
        work.read(b"{")


@pytest.mark.parametrize("names", [("detector",), tuple(f"name{i}" for i in range(500))])
def test_plans_are_checked_as_everywhere(work: HeavyWork, names: tuple[str, ...]) -> None:
    found, expected = (
        work.check_plan(json.dumps(plan(*names)).encode(), BENCH),
        check_plan(plan(*names), BENCH),
    )
    assert (found.problems, found.count, found.points) == (expected.problems, expected.count, expected.points)


def test_a_dead_process_is_replaced(work: HeavyWork) -> None:
    assert work.read(b"1") == 1
    assert work._process is not None
    os.kill(work._process.pid, signal.SIGKILL)
    with pytest.raises(Busy):
        work.read(b"2")
    assert work.read(b"3") == 3


def test_a_lane_takes_only_so_many() -> None:
    lane, gate = Lane(workers=1, waiting=1), threading.Event()
    held = [gevent.spawn(lane.do, gate.wait) for _ in range(2)]
    gevent.sleep(0)
    with pytest.raises(Busy):
        lane.do(lambda: None)
    gate.set()
    gevent.joinall(held, raise_error=True)
    assert lane.do(lambda: 5) == 5


def test_a_lane_does_not_wait_for_the_threads_that_all_share() -> None:
    gate, shared = threading.Event(), gevent.get_hub().threadpool
    held = [gevent.spawn(off_loop, gate.wait) for _ in range(shared.maxsize + 1)]
    try:
        gevent.sleep(0)
        with gevent.Timeout(30):
            assert Lane(workers=1, waiting=0).do(lambda: 5) == 5
    finally:
        gate.set()
        gevent.joinall(held)

"""The lock of a resource: in order of arrival, the urgent first."""

from __future__ import annotations

import threading
import time

from engine.bench.turns import Turns


def queue_up(turns: Turns, order: list[str], name: str, urgent: bool = False) -> threading.Thread:
    def work() -> None:
        turns.take(urgent)
        order.append(name)
        turns.give()

    before = len(turns._waiting)
    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 2
    while len(turns._waiting) == before and time.monotonic() < until:
        time.sleep(0.001)
    return thread


def test_turns_are_given_in_order_and_the_urgent_pass() -> None:
    turns, order = Turns(), []
    turns.take()
    threads = [queue_up(turns, order, name) for name in "abc"]
    threads.append(queue_up(turns, order, "stop", urgent=True))
    turns.give()
    for thread in threads:
        thread.join(2)
    assert order == ["stop", "a", "b", "c"]
    assert not turns.busy


def test_who_waits_too_long_leaves_the_line() -> None:
    turns = Turns()
    turns.take()
    assert not turns.take(timeout=0.01)
    turns.give()
    assert turns.take(timeout=0.01)


def test_a_thread_that_asks_again_at_once_does_not_starve_others() -> None:
    turns, done = Turns(), threading.Event()

    def greedy() -> None:
        while not done.is_set():
            with turns:
                time.sleep(0.0005)

    thread = threading.Thread(target=greedy)
    thread.start()
    began = time.monotonic()
    for _ in range(50):
        with turns:
            pass
    took = time.monotonic() - began
    done.set()
    thread.join(2)
    assert took < 1

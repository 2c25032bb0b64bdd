"""The lock of a resource: first come, first served, urgent callers first."""

from __future__ import annotations

import threading
import time

from engine.bench.fair_lock import FairLock


def queue_up(turns: FairLock, order: list[str], name: str, urgent: bool = False) -> threading.Thread:
    def work() -> None:
        turns.take(urgent)
        order.append(name)
        turns.give()

    before = len(turns._waiting)
    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 30
    while len(turns._waiting) == before and time.monotonic() < until:
        time.sleep(0.001)
    return thread


def test_turns_are_given_in_order_and_the_urgent_pass() -> None:
    turns, order = FairLock(), []
    turns.take()
    threads = [queue_up(turns, order, name) for name in "abc"]
    threads.append(queue_up(turns, order, "stop", urgent=True))
    turns.give()
    for thread in threads:
        thread.join(30)
    assert order == ["stop", "a", "b", "c"]
    assert not turns.busy


def test_who_waits_too_long_leaves_the_line() -> None:
    turns = FairLock()
    turns.take()
    assert not turns.take(timeout=0.01)
    turns.give()
    assert turns.take(timeout=0.01)


def test_a_thread_that_asks_again_at_once_does_not_starve_others() -> None:
    turns, order = FairLock(), []
    begun, go_on = threading.Event(), threading.Event()

    def greedy() -> None:
        with turns:
            begun.set()
            go_on.wait(30)
        for _ in range(100):
            with turns:
                order.append("greedy")

    threads = [threading.Thread(target=greedy)]
    threads[0].start()
    assert begun.wait(30)
    threads.append(queue_up(turns, order, "other"))
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert order == ["other", *["greedy"] * 100]

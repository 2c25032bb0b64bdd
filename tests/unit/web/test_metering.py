"""Rates are used up and refilled, and a busy greenlet lets sockets be served."""

from __future__ import annotations

import time

import gevent
import pytest
from gevent import socket

from dashboard.server import metering
from dashboard.server.limits import Rate
from dashboard.server.metering import Bucket, TimeSlice


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_rate_allows_a_burst_and_then_so_many_a_second() -> None:
    clock = Clock()
    bucket = Bucket(Rate(burst=3, per_second=2), clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now = 1.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock.now = 100.0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_an_empty_bucket_gives_nothing() -> None:
    clock = Clock()
    bucket = Bucket(Rate(burst=10, per_second=1), clock)
    assert not bucket.take(11)
    assert bucket.full
    assert bucket.take(10)
    assert not bucket.full


def test_overdrawing_returns_the_time_to_wait() -> None:
    clock = Clock()
    bucket = Bucket(Rate(burst=2, per_second=4), clock)
    assert [bucket.overdraw() for _ in range(4)] == [0, 0, 0.25, 0.5]
    clock.now = 0.75
    assert bucket.overdraw() == 0


def test_a_busy_greenlet_lets_sockets_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metering, "TURN_SECONDS", 0.001)
    here, there = socket.socketpair()
    turns = 0
    answered_after = 0

    def echo() -> None:
        nonlocal answered_after
        here.recv(1)
        answered_after = turns

    listener = gevent.spawn(echo)
    gevent.sleep(0.01)
    there.sendall(b"x")
    turn = TimeSlice()
    while not answered_after and turns < 40:
        until = time.monotonic() + 0.002
        while time.monotonic() < until:
            pass
        turns += 1
        turn.yield_when_busy()
    assert 0 < answered_after <= 3, "it went on although there was something to read"
    listener.join(1)
    here.close()
    there.close()

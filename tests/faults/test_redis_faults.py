"""The doorbell over Redis: rings wake readers at once, and only speed depends on them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from support.plans import series
from support.redis_server import RedisServer, open_redis
from support.rooms import RoomClient
from support.running import RunningServer, wait_until

from engine.journal.doorbell import PollingDoorbell
from engine.journal.redis_doorbell import RedisDoorbell, Ringer


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    with open_redis() as server:
        yield server


@pytest.fixture
def bell(redis_server: RedisServer) -> Iterator[RedisDoorbell]:
    made = RedisDoorbell(redis_server.url, "lab", PollingDoorbell(), at_latest=60)
    wait_until(lambda: made.hears, "hearing")
    made.wait(False)  # the word that it hears is a ring
    yield made
    made.close()


def woken_by(bell: RedisDoorbell) -> threading.Event:
    """Set when somebody who waits at the bell from now on is woken."""
    woken = threading.Event()
    threading.Thread(target=lambda: (bell.wait(False), woken.set()), daemon=True).start()
    return woken


def test_a_ring_wakes_who_waits(redis_server: RedisServer, bell: RedisDoorbell) -> None:
    woken = woken_by(bell)
    another, ringer = Ringer(redis_server.url, "another laboratory"), Ringer(redis_server.url, "lab")
    another.ring()
    assert not woken.wait(0.3), "that bell was another one"
    ringer.ring()
    assert woken.wait(10)
    another.close()
    ringer.close()


def test_readers_look_by_themselves_while_redis_is_away(
    redis_server: RedisServer, bell: RedisDoorbell
) -> None:
    ringer = Ringer(redis_server.url, "lab")
    redis_server.stop()
    ringer.ring()
    wait_until(lambda: not bell.hears, "silence")
    bell.wait(False)
    redis_server.start()
    wait_until(lambda: bell.hears, "hearing again")
    ringer.close()


@pytest.mark.slow
def test_a_scan_is_followed_over_the_end_of_redis(
    start: Callable[..., RunningServer], redis_server: RedisServer
) -> None:
    server = start("--redis-url", redis_server.url)
    client = server.client()
    scan = client.new_scan(client.new_queue("rung"), series(points=300, every=0.01))
    watcher = RoomClient(server, f"scan_{scan}")
    client.command("queues", "QUEUE_001", "start")
    watcher.wait_points(50)
    redis_server.stop()
    watcher.wait_points(150)
    redis_server.start()
    client.wait_scan(scan, "completed")
    watcher.wait_points(300)
    watcher.assert_whole(300)
    watcher.close()

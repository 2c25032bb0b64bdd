"""The doorbell over Redis pub/sub: the engine rings after each commit, and readers in all processes wake at once.

A ring carries no data and may be lost; a reader without Redis reads by itself as often as without a doorbell.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import redis

from engine.journal.doorbell import Doorbell, PollingDoorbell
from engine.settings import Settings

AT_LATEST = 0.25
"""Seconds after which a reader reads without a ring: one may be lost, and not every writer rings."""
_TRY_AGAIN = 1.0
_ALIVE = 10
"""Seconds of silence after which Redis is checked, and that its answer may take."""
_log = logging.getLogger(__name__)


def doorbell(settings: Settings, identity: str, sleep: Callable[[float], None]) -> Doorbell:
    """Make the doorbell for readers of the database with this identity; `sleep` lets others run meanwhile."""
    polling = PollingDoorbell(sleep)
    return RedisDoorbell(settings.redis_url, identity, polling) if settings.redis_url else polling


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=_ALIVE, socket_connect_timeout=_ALIVE, health_check_interval=_ALIVE
    )


def _channel(identity: str) -> str:
    return f"pybirch:{identity}"


class Ringer:
    """Rings from a thread of its own, so that nothing waits for Redis; several rings at about the same time become
    one.
    """

    def __init__(self, url: str, identity: str) -> None:
        self._client = _client(url)
        self._channel = _channel(identity)
        self._due = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)
        self._thread.start()

    def ring(self) -> None:
        """Wake the readers; returns at once."""
        self._due.set()

    def close(self) -> None:
        """Ring no more."""
        self._closed.set()
        self._due.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        silent = False
        while not self._closed.is_set():
            self._due.wait()
            self._due.clear()
            try:
                self._client.publish(self._channel, b"")
                silent = False
            except redis.RedisError as error:
                if not silent:
                    _log.warning("cannot reach Redis, readers poll the journal instead: %s", error)
                silent = True
                self._closed.wait(_TRY_AGAIN)
        self._client.close()


class RedisDoorbell:
    """Waits for a ring, and at `otherwise` while Redis cannot be reached."""

    def __init__(self, url: str, identity: str, otherwise: Doorbell, at_latest: float = AT_LATEST) -> None:
        self._client = _client(url)
        self._channel = _channel(identity)
        self._otherwise = otherwise
        self._at_latest = at_latest
        self._rung = threading.Event()
        self._closed = threading.Event()
        self.hears = False
        """Whether Redis delivers rings now."""
        threading.Thread(target=self._listen, name="doorbell", daemon=True).start()

    def wait(self, found: bool) -> None:
        """Return at the next ring, or for one that came since the last read."""
        if not self.hears:
            self._otherwise.wait(found)
            return
        self._rung.wait(self._at_latest)
        self._rung.clear()

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        self._client.close()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with self._client.pubsub() as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(self._channel)
                    while not self._closed.is_set():
                        self._on_message(heard.get_message(timeout=_ALIVE / 2))
            except (redis.RedisError, OSError, ValueError) as error:
                if self.hears:
                    _log.warning("cannot reach Redis, polling the journal instead: %s", error)
                self.hears = False
                self._rung.set()
                self._closed.wait(_TRY_AGAIN)

    def _on_message(self, message: object) -> None:
        """A ring arrived, or the subscription started, before which rings may have been missed."""
        if message is None:
            return
        if not self.hears:
            _log.info("Redis announces new events")
        self.hears = True
        self._rung.set()

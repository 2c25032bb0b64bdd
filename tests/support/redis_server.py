"""A Redis server for tests, on a free port, that stores nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from support.ports import lasting_port
from support.running import wait_until


class RedisServer:
    """One server; may be ended and started again on its port."""

    def __init__(self) -> None:
        self.port = lasting_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("the tests need Redis; on Debian or Ubuntu: sudo apt-get install redis-server")
        command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/"
        )
        wait_until(self._answers, "a Redis that answers")

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def open_redis() -> Iterator[RedisServer]:
    """A running server."""
    server = RedisServer()
    try:
        yield server
    finally:
        server.stop()

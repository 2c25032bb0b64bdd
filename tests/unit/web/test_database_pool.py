"""Connections to a database server stay with the thread that opened them."""

from __future__ import annotations

import sqlite3
from threading import Thread
from typing import Any

from dashboard.server.database_pool import PoolPerThread


def used(pool: PoolPerThread) -> Any:
    """The driver's connection that the pool hands out now; given back at once."""
    fairy = pool.connect()
    raw = fairy.dbapi_connection
    fairy.close()
    return raw


def elsewhere(pool: PoolPerThread) -> Any:
    found: list[Any] = []
    thread = Thread(target=lambda: found.append(used(pool)))
    thread.start()
    thread.join()
    return found[0]


def test_each_thread_gets_its_own_connection_again() -> None:
    pool = PoolPerThread(lambda: sqlite3.connect(":memory:", check_same_thread=False))
    mine = used(pool)
    assert elsewhere(pool) is not mine
    assert used(pool) is mine
    assert pool.status() == "PoolPerThread with 2 idle connections"
    pool.dispose()
    assert used(pool) is not mine

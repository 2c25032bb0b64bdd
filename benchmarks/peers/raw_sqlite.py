"""Plain `sqlite3`: how fast rows go into one table, the floor under every journal on this machine."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path


def _open(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS points (id INTEGER PRIMARY KEY, scan INTEGER, x REAL, y REAL, t REAL)"
    )
    return connection


def grouped(folder: Path, seconds: float, group: int) -> float:
    """Rows a second with `executemany` of `group` rows a transaction."""
    connection = _open(folder)
    rows = [(1, i * 1e-3, i * 2e-3, time.time()) for i in range(group)]
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO points (scan, x, y, t) VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        count += group
    rate = count / (time.perf_counter() - start)
    connection.close()
    return rate


def one_by_one(folder: Path, seconds: float) -> float:
    """Rows a second when each is committed by itself."""
    connection = _open(folder)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        connection.execute(
            "INSERT INTO points (scan, x, y, t) VALUES (1, ?, ?, ?)", (count, count, time.time())
        )
        count += 1
    rate = count / (time.perf_counter() - start)
    connection.close()
    return rate

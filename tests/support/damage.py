"""Flips single bits of what is stored of a scan's readings, in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = {
    "streams": ("id", "scan", "measurement", "columns", "checksum"),
    "extents": ("stream", "scan", "total", "checksum"),
    "chunks": ("stream", "first_index", "count", "seq", "payload"),
    "journal": ("seq", "kind", "scan", "payload"),
}
"""Everything that is stored of readings."""
_ROWS = {"journal": " WHERE kind = 'data_points'"}
_WORD = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row, of so many bits."""

    table: str
    row: int
    column: str
    bits: int


def cells(file: Path) -> list[Cell]:
    """Every value that is stored of readings."""
    with closing(sqlite3.connect(file)) as conn:
        return [
            Cell(table, row, column, _WORD if isinstance(value, int) else 8 * len(_bytes(value)))
            for table, columns in TABLES.items()
            for column in columns
            for row, value in conn.execute(f"SELECT rowid, {column} FROM {table}{_ROWS.get(table, '')}")
        ]


@contextmanager
def flipped(file: Path, cell: Cell, bit: int) -> Iterator[bool]:
    """One bit of a value flipped meanwhile; False where the table cannot hold the value that came of it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as conn:
        [(before,)] = conn.execute(f"SELECT {cell.column} FROM {cell.table} WHERE rowid = ?", (cell.row,))
        after = _flip(before, bit)
        try:
            _put(conn, cell, cell.row, after)
        except sqlite3.IntegrityError:
            yield False
            return
        row = after if conn.execute(_FOUND.format(cell.table), (cell.row,)).fetchone() is None else cell.row
        try:
            yield True
        finally:
            _put(conn, cell, row, memoryview(before.encode()) if isinstance(before, str) else before)


_FOUND = "SELECT 1 FROM {} WHERE rowid = ?"


def _put(conn: sqlite3.Connection, cell: Cell, row: int, value: Any) -> None:
    # Text goes in as bytes: half a letter is no text that could be given.
    text = isinstance(value, memoryview)
    given = "CAST(? AS TEXT)" if text else "?"
    conn.execute(
        f"UPDATE {cell.table} SET {cell.column} = {given} WHERE rowid = ?",
        (bytes(value) if text else value, row),
    )


def _flip(value: Any, bit: int) -> Any:
    if isinstance(value, int):
        word = (value ^ 1 << bit) & 2**_WORD - 1
        return word - 2**_WORD if word >> (_WORD - 1) else word
    broken = bytearray(_bytes(value))
    broken[bit // 8] ^= 1 << bit % 8
    return memoryview(bytes(broken)) if isinstance(value, str) else bytes(broken)


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value

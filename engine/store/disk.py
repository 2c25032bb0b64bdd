"""Room on the disk that a SQLite database lies on: the one trouble that a full database can no longer write down."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.store.database import Database

FULL_BYTES = 2_000_000
"""With less than this free, scans hold: what is left is for states and commands, so that they can still be stopped."""
TIGHT_BYTES = 200_000_000
"""With less than this free, people are warned."""


def free_bytes(database: Database) -> int | None:
    """Free bytes beside the database; None for a database on a server, or when that cannot be told."""
    if not database.sqlite:
        return None
    try:
        return shutil.disk_usage(Path(str(database.url.database)).parent).free
    except OSError:
        return None


def is_full(free: int | None) -> bool:
    """Whether nothing more can be relied on to be written."""
    return free is not None and free < FULL_BYTES


def shortage(database: Database) -> str:
    """Why nothing more should be measured, empty while there is room."""
    if not is_full(free_bytes(database)):
        return ""
    return f"the disk is full: less than {FULL_BYTES / 1e6:g} MB are free beside {database.place}; make room there"


def warning(free: int | None) -> str:
    """A sentence for people when room runs out, empty while there is enough."""
    if free is None or free >= TIGHT_BYTES:
        return ""
    if is_full(free):
        return "The disk of the database is full. Scans hold and lose nothing; they go on when there is room."
    return (
        f"Only {free / 1e6:.0f} MB are free on the disk of the database. Make room before scans have to hold."
    )

"""Free space on the disk of a SQLite database."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.store.database import Database

FULL_BYTES = 2_000_000
"""Free bytes below which scans hold: the rest is for states and commands, so that people can still stop scans."""
TIGHT_BYTES = 200_000_000
"""Free bytes below which people are warned."""


def free_bytes(database: Database) -> int | None:
    """Free bytes on the database's disk; None for a database server, or when the system does not say."""
    if not database.sqlite:
        return None
    try:
        return shutil.disk_usage(Path(str(database.url.database)).parent).free
    except OSError:
        return None


def is_full(free: int | None) -> bool:
    """Whether writing can no longer be relied on."""
    return free is not None and free < FULL_BYTES


def shortage(database: Database) -> str:
    """Say why nothing more should be measured; empty while there is space."""
    if not is_full(free_bytes(database)):
        return ""
    return (
        f"the disk is full: less than {FULL_BYTES / 1e6:g} MB are free on the disk of "
        f"{database.place}; free some space"
    )


def warning(free: int | None) -> str:
    """A warning for people when space runs out; empty while there is enough."""
    if free is None or free >= TIGHT_BYTES:
        return ""
    if is_full(free):
        return (
            "The disk of the database is full. Scans hold without losing readings; they continue when "
            "there is space again."
        )
    return (
        f"Only {free / 1e6:.0f} MB are free on the disk of the database. Free some space, or scans will hold."
    )

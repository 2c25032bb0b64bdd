"""What scans need to run: the bench, the journal, the database and the procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bench.bench import Bench
from engine.journal.writer import JournalWriter
from engine.scans.procedures import Procedure
from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class RunContext:
    """Made once by the engine and passed on."""

    bench: Bench
    writer: JournalWriter
    database: Database
    procedures: Mapping[str, Procedure]

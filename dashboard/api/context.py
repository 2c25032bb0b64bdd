"""What every part of the REST interface needs: the database, read and written off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from dashboard.api.known_bench import KnownBench
from dashboard.offloop import off_loop
from engine.model.procedure import Procedures
from engine.scans.procedures import Procedure
from engine.settings import Settings
from engine.store.database import Database

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The web process's database and settings; `connections()` counts its room sockets and Socket.IO clients."""

    database: Database
    settings: Settings
    bench: KnownBench = field(default_factory=KnownBench)
    connections: Callable[[], int] = lambda: 0
    procedures: Procedures[Procedure] = field(default_factory=Procedures)
    """What plans can call, as this process loaded it."""

    def read(self, work: Callable[[Connection], T]) -> T:
        """The result of `work` in one consistent read transaction."""

        def do() -> T:
            with self.database.read() as conn:
                return work(conn)

        return off_loop(do)

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of `work` in a write transaction that is committed at the end."""

        def do() -> T:
            with self.database.write() as conn:
                return work(conn)

        return off_loop(do)

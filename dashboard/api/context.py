"""What every part of the REST interface needs: the database, read and written off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from dashboard.api.known_bench import KnownBench
from dashboard.live.engine_status import EngineState, by_pulse
from dashboard.offloop import off_loop
from engine.errors import EngineUnavailable, StoreError
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
        """The result of `work` in a write transaction that is committed at the end.

        Raises EngineUnavailable instead of StoreError when a hung engine holds the database.
        """

        def do() -> T:
            with self.database.write() as conn:
                return work(conn)

        try:
            return off_loop(do)
        except StoreError as error:
            self.refuse_where_the_engine_hangs(error)
            raise

    def refuse_where_the_engine_hangs(
        self, error: StoreError | None = None, then: str = "Nothing was done."
    ) -> None:
        """Raise EngineUnavailable when the engine hangs: it is the cause, also of a database that it holds.

        `then` says what has become of the request.
        """
        found = off_loop(lambda: by_pulse(self.settings.home))
        if found.state is EngineState.HUNG:
            raise EngineUnavailable(f"{found.told} {then}") from error

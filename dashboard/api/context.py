"""What all parts of REST need: the database, read and written off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import Connection

from dashboard.api.known_bench import KnownBench
from dashboard.live.engine_status import EngineState, by_heartbeat_file
from dashboard.server.heavy_work import HeavyWork
from dashboard.server.off_loop import Lane, Lanes, off_loop
from engine.errors import EngineUnavailable, StoreError
from engine.exporters.registry import Exporters
from engine.model.plugin import LoadedPlugins
from engine.model.procedure import Procedures
from engine.scans.procedures import Procedure
from engine.settings import Settings
from engine.store.database import Database

T = TypeVar("T")
_EXTENSION = "pybirch.context"


@dataclass(frozen=True, slots=True)
class Context:
    """The web process's database and settings; `connections()` counts its room sockets and Socket.IO clients."""

    database: Database
    settings: Settings
    bench: KnownBench = field(default_factory=KnownBench)
    connections: Callable[[], int] = lambda: 0
    procedures: Procedures[Procedure] = field(default_factory=Procedures)
    """What plans can call, as this process loaded it."""
    exporters: Exporters = field(default_factory=Exporters)
    """Formats of exports, as this process loaded them."""
    own_pages: Callable[[], LoadedPlugins] = LoadedPlugins
    """The laboratory's own pages, and what is wrong with them now."""
    heavy: HeavyWork = field(default_factory=HeavyWork)
    lanes: Lanes = field(default_factory=Lanes)
    lane: Lane | None = None
    """Where work runs; None: in the threads that all requests share."""

    @property
    def urgent(self) -> Context:
        """The same, before all other work."""
        return replace(self, lane=self.lanes.stop)

    def do(self, work: Callable[[], T]) -> T:
        """The result of `work`, run off the event loop."""
        return off_loop(work) if self.lane is None else self.lane.do(work)

    def read(self, work: Callable[[Connection], T]) -> T:
        """The result of `work` in one consistent read transaction."""

        def read() -> T:
            with self.database.read() as conn:
                return work(conn)

        return self.do(read)

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of `work` in a write transaction that is committed at the end.

        Raises EngineUnavailable instead of StoreError when a hung engine locks the database.
        """

        def write() -> T:
            with self.database.write() as conn:
                return work(conn)

        try:
            return self.do(write)
        except StoreError as error:
            self.refuse_where_the_engine_hangs(error)
            raise

    def refuse_where_the_engine_hangs(
        self, error: StoreError | None = None, then: str = "Nothing was done."
    ) -> None:
        """Raise EngineUnavailable when the engine hangs, which may also be why the database is locked.

        `then` says what became of the request.
        """
        found = self.do(lambda: by_heartbeat_file(self.settings.home))
        if found.state is EngineState.HUNG:
            raise EngineUnavailable(f"{found.told} {then}") from error


def provide_context(server: Flask, context: Context) -> None:
    """Let what answers a request of `server` find `context`."""
    server.extensions[_EXTENSION] = context


def current_context() -> Context:
    """The context of the server that answers the present request: callbacks of pages read and write through it."""
    return cast(Context, current_app.extensions[_EXTENSION])

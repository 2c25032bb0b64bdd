"""The only access to the database: connections, transactions, and errors that say where and what to do."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, select
from sqlalchemy.engine import make_url

from engine.errors import CommandRefused, InputRefused, NotFound, StoreError
from engine.reasons import reason
from engine.store import database_errors, tables
from engine.store.migrate import upgrade
from engine.store.pool import IdlePool
from engine.store.serial_writes import begin_in_turn

BUSY_SECONDS = 10.0
"""Longest time in seconds that a transaction waits for another writer."""

_EXAMPLE = "name a file, as in sqlite:////data/lab.sqlite, or a server, as in postgresql://user@host/lab"

_DRIVERS = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
"""Drivers among the requirements, for URLs that name no driver."""

_ADVICE = {
    "full": "make room on its disk",
    "no space left": "make room on its disk",
    "create a connection": "check that the server runs and its address is right",
    "refused": "check that the server runs",
    "password": "check user and password in its URL",
    "locked": "another program is writing to it; close that program or wait",
    "busy": "another program is writing to it; close that program or wait",
    "readonly": "give this user the right to write there",
    "unable to open": "check that its folder exists and may be written",
    "not a database": "it is some other file; choose another database or move that file away",
    "malformed": "it is damaged; restore a copy",
    "disk i/o": "check its disk",
    "no such table": "it has not been set up; start PyBirch's app.py or engine once",
}

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",
)


class Database:
    """A database by SQLAlchemy URL. Threads may share it; failures of the database become StoreError."""

    def __init__(self, url: str, *, server_pool: type[IdlePool] = IdlePool) -> None:
        """`server_pool` keeps the connections to a database server; SQLite files need no such pool."""
        self._server_pool = server_pool
        try:
            self.url = make_url(url)
        except exc.ArgumentError:
            raise StoreError(f"{url!r} is not a database URL; {_EXAMPLE}") from None
        self.sqlite = self.url.get_backend_name() == "sqlite"
        with self.errors():
            self.engine = self._sqlite() if self.sqlite else self._server()

    def _sqlite(self) -> Engine:
        if not self.url.database or self.url.database == ":memory:":
            raise StoreError(f"processes cannot share a database in memory; {_EXAMPLE}")
        try:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"its folder cannot be created: {error.strerror}"
            raise StoreError(f"the database {self.place} cannot be used: {reason}") from None
        # isolation_level None: transactions begin and end exactly where the listeners below say.
        arguments = {"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(self.url, poolclass=IdlePool, connect_args=arguments, json_serializer=_as_json)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _server(self) -> Engine:
        try:
            url = self.url.set(drivername=_DRIVERS.get(self.url.drivername, self.url.drivername))
            pool = self._server_pool
            engine = create_engine(url, poolclass=pool, pool_pre_ping=True, json_serializer=_as_json)
        except (exc.NoSuchModuleError, ImportError) as error:
            raise StoreError(
                f"the driver of the database {self.place} is not installed: {reason(error)}"
            ) from None
        event.listen(engine, "begin", begin_in_turn)
        # Failing to close a dead connection needs no log line: the statement that needed it reports what is wrong.
        logging.getLogger(pool.__module__).setLevel(logging.CRITICAL)
        return engine

    @property
    def place(self) -> str:
        """The database's file, or its URL without the password, for messages."""
        return str(self.url.database) if self.sqlite else self.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Bring the schema up to date; several processes may do it at the same time. Raises StoreError."""
        with self.write() as conn:
            upgrade(conn, self.place)

    @cached_property
    def identity(self) -> str:
        """UUID of this database, made when it was created."""
        with self.read() as conn:
            value = conn.scalar(_IDENTITY)
        if value is None:
            raise StoreError(
                f"the database {self.place} has no identity; start PyBirch's app.py or engine once to set it up"
            )
        return str(value)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction in which every statement sees the same snapshot."""
        with self.errors(), self.engine.connect() as conn:
            if not self.sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin():
                try:
                    yield conn
                except (exc.DBAPIError, NotFound, InputRefused, CommandRefused):
                    raise
                except BaseException:
                    if self.sqlite:
                        # A statement whose rows were not all read would keep the connection at this snapshot.
                        conn.invalidate()
                    raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write: committed at the end, rolled back on an error.

        Other writers wait meanwhile, and an event loop that calls this stops: wait for nothing inside.
        """
        with self.errors(), self.engine.connect() as conn, conn.execution_options(pybirch_write=True).begin():
            yield conn

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """Open a bare driver cursor for one quick SELECT; write its text with `sql`."""
        with self.errors():
            raw = self.engine.raw_connection()
            try:
                cursor = raw.cursor()
                try:
                    yield cursor
                except self.engine.dialect.loaded_dbapi.Error as error:
                    raise StoreError(self._explain(database_errors.reason(error))) from error
                finally:
                    cursor.close()
            finally:
                raw.close()

    def sql(self, text: str) -> str:
        """Translate SQL with `?` as placeholders into the driver's style."""
        return text if self.sqlite else text.replace("?", "%s")

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn failures of the database into StoreError; mistakes in statements keep their type."""
        try:
            yield
        except exc.DBAPIError as error:
            if database_errors.is_trouble(error):
                raise StoreError(self._explain(database_errors.reason(error.orig))) from error
            raise
        except OSError as error:
            # The driver raises a broken connection to a server as it is.
            if self.sqlite:
                raise
            raise StoreError(self._explain(reason(error))) from error

    def _explain(self, reason: str) -> str:
        advice = next((text for sign, text in _ADVICE.items() if sign in reason.lower()), "")
        return f"the database {self.place} cannot be used: {reason}" + (f"; {advice}" if advice else "")

    def dispose(self) -> None:
        """Close the idle connections."""
        self.engine.dispose()


_IDENTITY = select(tables.properties.c.value).where(tables.properties.c.name == "identity")


def _as_json(value: Any) -> str:
    """Keep letters as they are, so that a search finds a text in the stored JSON."""
    return json.dumps(value, ensure_ascii=False)


def _prepare(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            # Changing to WAL ignores the busy timeout when another process does the same at this moment.
            cursor.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(conn: Connection) -> None:
    write = conn.get_execution_options().get("pybirch_write", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

"""Brings a late connection up to date, by a snapshot or by everything after its cursor.

It never sends only a part: where the store cannot give every record after the cursor, it sends a snapshot.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import gevent
from gevent.event import AsyncResult
from gevent.lock import Semaphore
from gevent.threadpool import ThreadPool

from dashboard.live.connection import Connection
from dashboard.live.frames import fitting
from dashboard.live.live_room import LiveRoom
from dashboard.live.rooms import Room, RoomKind
from dashboard.live.snapshots import Snapshot, take
from engine.errors import DataDamaged
from engine.journal.reader import Entry, JournalReader
from engine.store.database import Database

_LOG = logging.getLogger(__name__)
PAGE = 400
"""Records read from the store at a time for one connection; one record may have a quarter of a megabyte."""


class CatchUp:
    """Reads for late connections, off the event loop and only for a few at a time."""

    def __init__(self, database: Database, reader: JournalReader, position: Callable[[], int]) -> None:
        self._database = database
        self._reader = reader
        self._position = position
        self._pool = ThreadPool(2)
        self._pending: dict[tuple[Room, bool], AsyncResult] = {}
        self._building: dict[tuple[Room, bool], Semaphore] = {}

    def close(self) -> None:
        """Stop reading."""
        self._pool.kill()

    def resumable(self, room: LiveRoom[Connection], seq: int) -> bool:
        """Whether the store can give every record after `seq`."""
        if seq > self._reader.head():
            return False
        return room.ring.covers(seq) or (room.room.replayable and seq >= self._reader.floor())

    def bring(self, connection: Connection, engine: Callable[[], bytes]) -> bool:
        """Send what the connection lacks until the ring covers it; False when the connection ended before that.

        A connection with a position gets at least one frame, possibly an empty one. Raises NotFound when the room
        no longer exists, StoreError when the database cannot be read.
        """
        room, before = connection.room, connection.frames
        while True:
            position = connection.position
            try:
                if position is None or not self.resumable(room, position):
                    alive = self._restart(connection, room, engine())
                elif not room.ring.covers(position):
                    alive = self._replay(connection, room, position)
                elif connection.frames == before:
                    alive = connection.push(room.next_frame(position, connection.batch))
                else:
                    return True
            except DataDamaged as error:
                if position is None:
                    raise
                # A snapshot has what can be read, and says what cannot.
                _LOG.error("%s continues with a snapshot: %s", room.name, error)
                connection.position, alive = None, True
            if not alive:
                return False

    def _restart(self, connection: Connection, room: LiveRoom[Connection], engine: bytes) -> bool:
        """Send a snapshot; False when the connection ended."""
        snapshot = self.snapshot(room.room, connection.light)
        frame, users = room.snapshot(snapshot.seq, snapshot.state, engine), room.watchers.users
        alive = connection.push(frame)
        connection.presence = users
        return alive

    def snapshot(self, room: Room, light: bool = False) -> Snapshot:
        """Take a snapshot that starts after this call; simultaneous callers share it."""
        shared = self._pending.get((room, light))
        if shared is None:
            shared = self._pending[room, light] = AsyncResult()
            gevent.spawn(self._build, room, light, shared)
        made: Snapshot = shared.get()
        return made

    def _build(self, room: Room, light: bool, shared: AsyncResult) -> None:
        turn = self._building.setdefault((room, light), Semaphore(1))
        with turn:
            # Later callers need a newer one.
            del self._pending[room, light]
            try:
                shared.set(self._pool.apply(take, (self._database, self._reader, room, light)))
            except Exception as error:  # noqa: BLE001 - whatever failed, those who wait must learn of it
                shared.set_exception(error)
        if (room, light) not in self._pending:
            self._building.pop((room, light), None)

    def _replay(self, connection: Connection, room: LiveRoom[Connection], position: int) -> bool:
        """Send one page from the store, unless it came too late to be complete; False when the connection ended."""
        upto = self._position()
        entries = self._pool.apply(self._page, (room.room, position, upto))
        if position < self._reader.floor():
            return True
        last = len(entries) < PAGE
        while entries:
            count = fitting(entries, connection.batch)
            if not connection.push(room.frame_of(entries[:count], position, connection.batch)):
                return False
            entries = entries[count:]
        if last and connection.position is not None:
            connection.position = max(connection.position, upto)
        return True

    def _page(self, room: Room, seq: int, upto: int) -> list[Entry]:
        if room.kind is RoomKind.SCAN:
            return self._reader.of_scan(room.number, seq, PAGE, upto)
        return self._reader.of_queue(room.number, seq, PAGE, upto)

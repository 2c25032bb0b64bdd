"""The hub: rooms and their connections, between the feed that fills the rooms and the delivery that empties them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence

import gevent
import orjson

from dashboard.auth.base import Identity
from dashboard.live.admission import Admission
from dashboard.live.catch_up import CatchUp
from dashboard.live.close_codes import CloseCode, Refused
from dashboard.live.connection import ACK_SECONDS, Connection, Phase, Sink
from dashboard.live.cursors import Cursors
from dashboard.live.delivery import Delivery
from dashboard.live.engine_status import EngineStatus, look_at_engine
from dashboard.live.feed import Feed
from dashboard.live.frames import Frame
from dashboard.live.live_room import LiveRoom
from dashboard.live.presence import SETTLE_SECONDS, SOMEBODY, Guests, Watcher
from dashboard.live.rooms import Room, parse, rooms_of
from dashboard.live.signed_in import SignedIn
from dashboard.live.snapshots import require
from dashboard.server.off_loop import off_loop
from engine.errors import NotFound, StoreError
from engine.journal.reader import Entry, JournalReader
from engine.journal.redis_doorbell import doorbell
from engine.settings import Settings
from engine.store.database import Database

HEARTBEAT_SECONDS = 5.0
PROBE_SECONDS = 25.0
_KEEP_EMPTY = 30.0
"""Seconds for which an empty room keeps its records, for clients that come back."""

_REQUIRED_FOR = 1.0
"""Seconds for which a room counts as existing after the store confirmed it."""

_GOODBYE = "PyBirch is shutting down"
_LOG = logging.getLogger(__name__)


class Hub:
    """Delivers the journal to the connections in each room; one hub for each web process, over a migrated database."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        ended: Callable[[Collection[Identity]], Collection[Identity]] = lambda _: (),
    ) -> None:
        """`ended` says whose session or token has ended (dashboard.auth.base.Auth)."""
        self.signed_in = SignedIn(ended)
        self.engine = EngineStatus()
        self.admission = Admission(settings.max_connections, settings.max_connections_per_client)
        self._database = database
        self._home = settings.home
        self._reader = JournalReader(database)
        self._cursors = Cursors(database.identity)
        self._doorbell = doorbell(settings, database.identity, gevent.sleep)
        self._feed = Feed(self._reader, self._doorbell, lambda: bool(self._rooms), self._accept)
        self._catch_up = CatchUp(database, self._reader, lambda: self._feed.position)
        self._delivery = Delivery(self._bring)
        self._guests = Guests()
        self._rooms: dict[Room, LiveRoom[Connection]] = {}
        self._greenlets: list[gevent.Greenlet] = []
        self._closed = False

    def start(self) -> None:
        """Start following the journal; returns at once."""
        self._look_at_engine()
        self._greenlets = [
            gevent.spawn(run)
            for run in (self._feed.run, self._delivery.run, self._keep_house, self.signed_in.run)
        ]

    def close(self) -> None:
        """End every connection with 1001 and stop."""
        self._closed = True
        gevent.killall(self._greenlets)
        self._doorbell.close()
        for connection in self._connections():
            connection.sink.end(CloseCode.GOING_AWAY, _GOODBYE)
        self._catch_up.close()

    def connect(
        self,
        name: str,
        sink: Sink,
        *,
        since: str | None = None,
        batch: bool = False,
        flow: bool = False,
        light: bool = False,
        snapshot: bool = True,
        watcher: Watcher = SOMEBODY,
    ) -> Connection:
        """Let `watcher` enter a room; frames go to `sink`, first a snapshot or what follows `since`. A `light`
        snapshot has fewer readings where they are large.

        Without `snapshot` there is one only where `since` cannot be honoured. Raises NotFound when there is no such
        room, Refused when the hub is closed.
        """
        if self._closed:
            raise Refused(CloseCode.GOING_AWAY, _GOODBYE)
        room = parse(name)
        live = self._existing(room)
        position = None if since is None else self._cursors.decode(room, since)
        if position is not None and not self._catch_up.resumable(live, position):
            position = None
        resumes = position is not None
        if not resumes and not snapshot and since is None:
            position = self._feed.position
        made = Connection(
            live,
            sink,
            position=position,
            batch=batch,
            flow=flow,
            light=light,
            watcher=watcher,
            news=lambda c: self._delivery.mark(c.room),
        )
        self._guests.enter(watcher.key)
        if live.enter(made):
            self._settle_soon(live)
        self._delivery.mark(live)
        if position is None or resumes:
            self._bring(made)
        else:
            made.phase = Phase.LIVE
        return made

    def leave(self, connection: Connection) -> None:
        """The client is gone or has left the room."""
        connection.closed()
        room = connection.room
        if connection not in room.connections:
            return
        if room.leave(connection):
            self._settle_soon(room)
        self._guests.leave(connection.watcher.key)

    def cursor_of(self, connection: Connection) -> str:
        """The position of a connection; before its snapshot, that of the journal."""
        position = connection.position
        return connection.room.cursor(self._feed.position if position is None else position)

    # From the journal into the rooms.

    def _existing(self, room: Room) -> LiveRoom[Connection]:
        """The live room. Raises NotFound when the store does not know it, which is checked at most once a second."""

        def look() -> None:
            with self._database.read() as conn:
                require(conn, room)

        known = self._rooms.get(room)
        if known is not None and time.monotonic() - known.required_at < _REQUIRED_FOR:
            return self._live(room)
        off_loop(look)
        live = self._live(room)
        live.required_at = time.monotonic()
        return live

    def _live(self, room: Room) -> LiveRoom[Connection]:
        live = self._rooms.get(room)
        if live is None:
            if not self._rooms:
                # Until now nothing was read, so the feed may be slightly behind.
                self._feed.skip()
            live = self._rooms[room] = LiveRoom(
                room, self._feed.position, self._cursors, self._reader.decode, self._guests
            )
        # The caller is about to enter, and may still have to wait for the database.
        live.empty_since = time.monotonic()
        return live

    def _accept(self, entries: Sequence[Entry]) -> None:
        now = time.monotonic()
        for entry in entries:
            for room in rooms_of(entry):
                live = self._rooms.get(room)
                if live is not None:
                    live.ring.append(entry, now)
                    self._delivery.mark(live)

    # From the rooms to the connections.

    def _settle_soon(self, room: LiveRoom[Connection]) -> None:
        gevent.spawn_later(SETTLE_SECONDS, self._settle, room)

    def _settle(self, room: LiveRoom[Connection]) -> None:
        room.watchers.settle()
        self._delivery.mark(room)

    def _bring(self, connection: Connection) -> None:
        connection.phase = Phase.CATCHING_UP
        gevent.spawn(self._brought, connection)

    def _brought(self, connection: Connection) -> None:
        try:
            if self._catch_up.bring(connection, self._engine_json) and connection.phase is Phase.CATCHING_UP:
                connection.phase = Phase.LIVE
                self._delivery.mark(connection.room)
        except NotFound as error:
            connection.sink.end(CloseCode.NO_SUCH_ROOM, str(error))
        except StoreError as error:
            _LOG.error("closing a connection to %s: %s", connection.room.name, error)
            connection.sink.end(CloseCode.TROUBLE, "the server cannot read its database at the moment")
        except Exception:  # noqa: BLE001 - a connection without an answer would wait forever
            _LOG.exception("closing a connection to %s", connection.room.name)
            connection.sink.end(CloseCode.TROUBLE, "the server cannot read this room's events")

    # Once a second.

    def _keep_house(self) -> None:
        beaten = probed = time.monotonic()
        while True:
            gevent.sleep(1.0)
            now = time.monotonic()
            told = self._look_at_engine()
            self._check_connections(probe=now - probed >= PROBE_SECONDS)
            if now - probed >= PROBE_SECONDS:
                probed = now
            if told or now - beaten >= HEARTBEAT_SECONDS:
                beaten = now
                self._heartbeats()
            for room in list(self._rooms.values()):
                room.ring.expire(now)
                if not room.connections and now - room.empty_since > _KEEP_EMPTY:
                    del self._rooms[room.room]

    def _check_connections(self, probe: bool) -> None:
        for connection in self._connections():
            try:
                if connection.overdue:
                    reason = f"no acknowledgement for {ACK_SECONDS:.0f} s"
                    connection.sink.end(CloseCode.NO_ACKNOWLEDGEMENT, reason)
                elif probe:
                    connection.sink.probe()
            except Exception:  # noqa: BLE001 - one connection must not cost the others their heartbeats
                _LOG.exception("checking a connection to %s failed", connection.room.name)

    def _heartbeats(self) -> None:
        engine = self._engine_json()
        for room in list(self._rooms.values()):
            frames: dict[int, Frame] = {}
            for connection in list(room.connections):
                if connection.phase is not Phase.LIVE or not connection.ready:
                    continue
                position = connection.position or 0
                if position >= room.ring.head:
                    # It has everything, so its cursor may follow the journal and never grow too old.
                    position = max(position, self._feed.position)
                if position not in frames:
                    frames[position] = room.heartbeat(position, engine)
                connection.beat(frames[position])

    def _look_at_engine(self) -> bool:
        """Whether people should be told about the engine."""
        before = self.engine
        try:
            self.engine = look_at_engine(self._database, self._home)
        except StoreError as error:
            _LOG.warning("cannot check whether the engine runs: %s", error)
        return self.engine.differs(before)

    def _engine_json(self) -> bytes:
        return orjson.dumps(self.engine.as_dict())

    def _connections(self) -> list[Connection]:
        return [connection for room in self._rooms.values() for connection in room.connections]

"""Delivers new events: about 28 times a second, to every connection that can take them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import gevent
from gevent.event import Event

from dashboard.live.close_codes import CloseCode
from dashboard.live.connection import FRAME_INTERVAL, Connection, Phase
from dashboard.live.frames import Frame
from dashboard.live.live_room import LiveRoom
from dashboard.server.metering import yield_to_others
from engine.errors import DataDamaged

_TURN = 0.005
"""Seconds of sending after which other greenlets run."""
_RETRY = 0.05
"""Seconds after which a connection that was not ready is polled again."""

_LOG = logging.getLogger(__name__)


class Delivery:
    """Delivers the rooms that are marked; calls `late` for connections that the ring no longer covers."""

    def __init__(self, late: Callable[[Connection], None]) -> None:
        self._late = late
        self._marked: set[LiveRoom[Connection]] = set()
        self._news = Event()
        self._turn = 0.0

    def mark(self, room: LiveRoom[Connection]) -> None:
        """Something is new in the room, or one of its connections has become ready."""
        self._marked.add(room)
        self._news.set()

    def run(self) -> None:
        """Deliver forever; a room that fails does not stop the others."""
        behind: set[LiveRoom[Connection]] = set()
        while True:
            self._news.wait(_RETRY if behind else None)
            self._news.clear()
            began = self._turn = time.monotonic()
            rooms, self._marked = self._marked | behind, set()
            behind = {room for room in rooms if self._delivered(room)}
            gevent.sleep(max(0.0, began + FRAME_INTERVAL - time.monotonic()))

    def _delivered(self, room: LiveRoom[Connection]) -> bool:
        try:
            return self._deliver(room)
        except Exception:  # noqa: BLE001
            _LOG.exception("cannot deliver the room %s", room.name)
            for connection in tuple(room.connections):
                connection.sink.end(CloseCode.TROUBLE, "the server cannot read this room's events")
            return False

    def _deliver(self, room: LiveRoom[Connection]) -> bool:
        """Send each connection one frame; returns whether a connection still lacks something."""
        frames: dict[tuple[int, bool, bool], Frame] = {}
        behind = False
        for connection in tuple(room.connections):
            if connection.phase is not Phase.LIVE or not connection.is_behind:
                continue
            position = connection.position
            if not connection.ready:
                behind = True
            elif position is None or not room.ring.covers(position):
                self._late(connection)
            else:
                # Connections at the same position share one frame.
                tells = room.watchers.must_announce(connection.presence)
                place = (position, connection.batch, tells)
                if place not in frames:
                    try:
                        frames[place] = room.next_frame(position, connection.batch, tells)
                    except DataDamaged as error:
                        # A snapshot has what can be read, and says what cannot.
                        _LOG.error("%s continues with a snapshot: %s", room.name, error)
                        connection.position = None
                        self._late(connection)
                        continue
                if tells:
                    connection.presence = room.watchers.users
                connection.send(frames[place])
                behind = behind or connection.is_behind
            if time.monotonic() - self._turn > _TURN:
                yield_to_others()
                self._turn = time.monotonic()
        return behind

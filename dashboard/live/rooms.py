"""Rooms: their names, and the only place that knows which record goes to which room. No I/O."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from engine.errors import NotFound
from engine.journal.reader import Entry
from engine.model.events import EventName
from engine.model.ids import queue_id, queue_number, scan_id, scan_number


class RoomKind(StrEnum):
    """Kinds of room."""

    GLOBAL = "global"
    SCAN = "scan"
    QUEUE = "queue"
    INSTRUMENTS = "instruments"
    INSTRUMENT = "instrument"


class Room(NamedTuple):
    """One room; `number` is that of its scan, queue or instrument, 0 where there is only one of its kind."""

    kind: RoomKind
    number: int = 0

    @property
    def name(self) -> str:
        """The name that people use: `scan_SCAN_001`."""
        if self.kind is RoomKind.SCAN:
            return f"scan_{scan_id(self.number)}"
        if self.kind is RoomKind.QUEUE:
            return f"queue_{queue_id(self.number)}"
        if self.kind is RoomKind.INSTRUMENT:
            return f"instrument_{self.number}"
        return self.kind.value

    @property
    def replayable(self) -> bool:
        """Whether the journal can give everything after a cursor; the other rooms have states only."""
        return self.kind in (RoomKind.SCAN, RoomKind.QUEUE)

    @property
    def watched(self) -> bool:
        """Whether people in it are told of each other."""
        return self.kind in (RoomKind.SCAN, RoomKind.QUEUE)


GLOBAL = Room(RoomKind.GLOBAL)
INSTRUMENTS = Room(RoomKind.INSTRUMENTS)


def parse(name: str) -> Room:
    """The room with this name. Raises NotFound when no room can have it."""
    if name == GLOBAL.name:
        return GLOBAL
    if name == INSTRUMENTS.name:
        return INSTRUMENTS
    kind, _, rest = name.partition("_")
    if kind == RoomKind.SCAN:
        return Room(RoomKind.SCAN, scan_number(rest))
    if kind == RoomKind.QUEUE:
        return Room(RoomKind.QUEUE, queue_number(rest))
    if (
        kind == RoomKind.INSTRUMENT
        and rest.isascii()
        and rest.isdigit()
        and len(rest) <= 9
        and rest[0] != "0"
    ):
        return Room(RoomKind.INSTRUMENT, int(rest))
    raise NotFound(f"there is no room {name!r}")


def rooms_of(record: Entry) -> tuple[Room, ...]:
    """The rooms that a record goes to. Points and log lines do not go to `global`."""
    kind = record.kind
    if kind is EventName.DATA_POINTS or kind is EventName.DATA_POINT or kind is EventName.SCAN_LOG:
        return (Room(RoomKind.SCAN, record.scan or 0),)
    if kind is EventName.SCAN_STATUS or kind is EventName.SCAN_ANNOTATED:
        return (Room(RoomKind.SCAN, record.scan or 0), Room(RoomKind.QUEUE, record.queue or 0), GLOBAL)
    if kind is EventName.QUEUE_STATUS:
        return (Room(RoomKind.QUEUE, record.queue or 0), GLOBAL)
    if kind is EventName.QUEUE_LOG or kind is EventName.QUEUE_ORDER:
        return (Room(RoomKind.QUEUE, record.queue or 0),)
    if kind is EventName.INSTRUMENT_STATUS:
        return (Room(RoomKind.INSTRUMENT, record.instrument or 0), INSTRUMENTS, GLOBAL)
    if kind is EventName.EMERGENCY_STOP or kind is EventName.STOP_DISMISSED:
        return (GLOBAL,)
    if kind is EventName.INSTRUMENT_POSITION:
        return (Room(RoomKind.INSTRUMENT, record.instrument or 0), INSTRUMENTS)
    return ()

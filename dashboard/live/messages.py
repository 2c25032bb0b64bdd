"""What the server and its clients send on room sockets and Socket.IO, as models.

`make docs` makes the AsyncAPI document and pages of docs/reference from them. The server writes frames without these
models, for speed (`frames`, `snapshots`); tests compare what it sends with them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.live.close_codes import CloseCode
from dashboard.live.engine_status import EngineState
from dashboard.live.rooms import RoomKind
from engine.model.events import Reading
from engine.model.records import InstrumentRecord, LogRecord, QueueRecord, ScanRecord, StopRecord
from engine.model.states import ScanState


class Message(BaseModel):
    """Base of what travels; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class EngineView(Message):
    """The engine as the web server knows it."""

    status: EngineState
    """Whether the engine takes commands: `online` and `starting` do."""
    pid: int | None
    """Process id of the engine; null where none is known."""
    bench: str
    """Name of its bench."""
    heartbeat_age: float | None
    """Time since its last heartbeat, in s; null where there never was one."""
    disk_full: bool
    """Whether scans hold because the disk of the database is full."""
    disk_warning: str
    """What is wrong with the disk; empty while nothing is."""
    trouble: str
    """What is wrong with the engine, in a sentence; empty while nothing is."""
    advice: str
    """What to do about it."""


class Points(Message):
    """The last rows of a measurement, by columns."""

    first_index: int
    """Sequence index of the first row that is here."""
    total: int
    """Rows that the measurement has in all."""
    columns: dict[str, list[Reading] | list[list[Reading]]]
    """Values by column, one for each row; rows of an array column are lists."""
    units: dict[str, str]
    """Unit by column."""
    timestamps: list[str]
    """Time of each row, RFC 3339 in UTC."""
    damage: str = ""
    """Why there are no rows: what is stored is damaged. Left out where it is not."""


class GlobalState(Message):
    """State of the room `global`."""

    queues: list[QueueRecord]
    """Every queue."""
    scans: list[ScanRecord]
    """The scans that have not ended."""
    instruments: list[InstrumentRecord]
    """Every instrument."""
    counts: dict[ScanState, int]
    """Number of scans by state."""
    stop: StopRecord | None
    """The latest emergency stop, dismissed or not; null where there never was one."""


class ScanRoomState(Message):
    """State of the room of a scan."""

    scan: ScanRecord
    """The scan, as `GET /scans/{scan_id}` answers it."""
    points: dict[str, Points]
    """The last rows of each measurement by its name."""
    log: list[LogRecord]
    """The last lines of the scan's log, oldest first."""
    presence: list[str]
    """Names of the people in the room, sorted."""


class QueueRoomState(Message):
    """State of the room of a queue."""

    queue: QueueRecord
    """The queue, as `GET /queues/{queue_id}` answers it."""
    scans: list[ScanRecord]
    """Its scans in their order."""
    log: list[LogRecord]
    """The last lines of the queue's log, oldest first."""
    presence: list[str]
    """Names of the people in the room, sorted."""


class InstrumentsState(Message):
    """State of the room `instruments`."""

    instruments: list[InstrumentRecord]
    """Every instrument."""


class InstrumentRoomState(Message):
    """State of the room of an instrument."""

    instrument: InstrumentRecord
    """The instrument, as `GET /instruments/{instrument_id}` answers it."""


STATES: dict[RoomKind, type[Message]] = {
    RoomKind.GLOBAL: GlobalState,
    RoomKind.SCAN: ScanRoomState,
    RoomKind.QUEUE: QueueRoomState,
    RoomKind.INSTRUMENTS: InstrumentsState,
    RoomKind.INSTRUMENT: InstrumentRoomState,
}
"""State that a snapshot of each kind of room holds."""


class Heartbeat(Message):
    """Sign of life of a connection on which nothing happened."""

    room: str
    """Name of the room."""
    kind: Literal["heartbeat"]
    cursor: str
    """Cursor up to which the client has everything."""
    engine: EngineView
    """The engine now."""


class Acknowledge(Message):
    """The client has processed a frame and asks for the next one (with `flow=ack`)."""

    ack: str
    """Cursor of that frame."""


class StopEverything(Message):
    """The emergency stop: every instrument and scan, now. The server does not answer it."""

    stop: Literal[True]
    """Always true."""


class Place(Message):
    """Where a Socket.IO subscription is: everything up to this cursor was sent."""

    room: str
    """Name of the room."""
    cursor: str | None
    """Cursor to give as `since` after a lost connection; null where there was no subscription."""


class Error(Message):
    """Why the server refuses a request or ends a connection of Socket.IO."""

    code: CloseCode | Literal[403]
    """Same codes as those with which room sockets are closed; 403 for a role that does not suffice."""
    message: str
    """The reason, for people."""


class Subscribe(Message):
    """What every request for a room may carry."""

    since: str | None = None
    """Cursor after which to go on; without it events begin with the next one."""
    batch: Literal["points"] | None = None
    """`points` asks for `data_points` instead of one `data_point` for each row."""
    snapshot: bool = False
    """Whether to send the room's snapshot first."""


class SubscribeScan(Subscribe):
    """Request for the room of a scan."""

    scan_id: str = Field(examples=["SCAN_001"])
    """Identifier of the scan."""


class SubscribeQueue(Subscribe):
    """Request for the room of a queue."""

    queue_id: str = Field(examples=["QUEUE_001"])
    """Identifier of the queue."""


class SubscribeInstrument(Subscribe):
    """Request for the room of an instrument."""

    instrument_id: int | str = Field(examples=[1])
    """Number of the instrument."""


REQUESTS: dict[RoomKind, type[Subscribe]] = {
    RoomKind.GLOBAL: Subscribe,
    RoomKind.SCAN: SubscribeScan,
    RoomKind.QUEUE: SubscribeQueue,
    RoomKind.INSTRUMENTS: Subscribe,
    RoomKind.INSTRUMENT: SubscribeInstrument,
}
"""Data of the Socket.IO requests `subscribe_…` and `unsubscribe_…`."""

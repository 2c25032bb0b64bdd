"""Every event that PyBirch sends: its name, its fields and whether it is a stream or a state.

An event travels as `{"event": NAME, "data": {...}}`. Clients receive every event of a stream, in order. Of a state they
may receive only the latest value of each key. docs/reference/events.md describes the same for people; `make docs`
writes that page, the JSON Schema and the AsyncAPI document from the models here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.model.faults import HeldFault
from engine.model.states import (
    InstrumentState,
    Level,
    Loop,
    OnFailure,
    QueueMode,
    QueueState,
    ScanState,
)
from engine.model.stopped import StoppedInstrument

Number = float | None
"""A position or setpoint; None where the instrument gave no number."""
Reading = float | Literal["NaN", "Infinity", "-Infinity"] | None
"""A number of a reading as JSON holds it (`engine.model.values`); None where there is no value."""


class EventName(StrEnum):
    """Names of the events."""

    SCAN_STATUS = "scan_status"
    QUEUE_STATUS = "queue_status"
    DATA_POINT = "data_point"
    DATA_POINTS = "data_points"
    INSTRUMENT_STATUS = "instrument_status"
    INSTRUMENT_POSITION = "instrument_position"
    QUEUE_LOG = "queue_log"
    SCAN_LOG = "scan_log"
    PRESENCE = "presence"
    SCAN_ANNOTATED = "scan_annotated"
    QUEUE_ORDER = "queue_order"
    EMERGENCY_STOP = "emergency_stop"
    STOP_DISMISSED = "stop_dismissed"


STREAMS = frozenset({EventName.DATA_POINT, EventName.DATA_POINTS, EventName.QUEUE_LOG, EventName.SCAN_LOG})
"""Events of which a client receives every one, in order; all others are states."""

_CONFIG = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Event(BaseModel):
    """Base of every event's data; refuses unknown fields."""

    model_config = _CONFIG
    event: ClassVar[EventName]

    @property
    def key(self) -> str:
        """Key of a state: a later value with the same key replaces this one. Empty for streams."""
        return ""

    def encode(self) -> bytes:
        """The event as it travels, in JSON (NaN and infinities become null)."""
        return b'{"event":"%b","data":%b}' % (self.event.encode(), self.model_dump_json().encode())


class ScanStatus(Event):
    """State and progress of a scan."""

    event = EventName.SCAN_STATUS
    scan_id: str
    """Identifier of the scan, `SCAN_001`."""
    queue_id: str
    """Identifier of its queue, `QUEUE_001`."""
    name: str
    """Name of the scan, from its plan."""
    status: ScanState
    """State of the scan."""
    progress: float = Field(ge=0, le=1)
    """Part of the scan that is done, 0 to 1."""
    message: str = ""
    """What the scan does or waits for, or why it ended; text for people."""
    point: int = Field(ge=0)
    """Points measured so far."""
    total_points: int | None = None
    """Points that the plan has; null where the plan does not say."""
    elapsed: float = 0.0
    """Time that the scan was at work, in s; pauses are left out, runs before an interruption included."""
    eta: float | None = None
    """Estimated time of work left, in s; null where it cannot be estimated."""
    step: str = ""
    """Path of the plan's current step, `steps[0].steps[0]`; empty while none runs."""
    fault: HeldFault | None = None
    """The fault after which the scan holds until somebody decides; null while there is none."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.scan_id


class QueueStatus(Event):
    """State and progress of a queue."""

    event = EventName.QUEUE_STATUS
    queue_id: str
    """Identifier of the queue, `QUEUE_001`."""
    name: str
    """Name of the queue."""
    status: QueueState
    """State of the queue."""
    current_scan: str | None = None
    """Identifier of the scan that runs; of several, of the one that started first."""
    current_scans: list[str] = Field(default_factory=list)
    """Identifiers of all scans that run."""
    completed_scans: int = 0
    """Scans of the queue that ended as `completed`."""
    total_scans: int = 0
    """Scans in the queue, ended ones included."""
    progress: float = Field(default=0.0, ge=0, le=1)
    """Part of the queue that is done, 0 to 1."""
    eta: float | None = None
    """Estimated time of work left, in s; null where it cannot be estimated."""
    mode: QueueMode = QueueMode.SERIAL
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure = OnFailure.STOP
    """What the queue does when a scan fails."""
    loop: Loop = None
    """How many times the queue runs its scans, or `for ever`; null: once."""
    parallel: int | None = None
    """Most scans at once in a parallel queue; null: as many as their instruments allow."""
    pass_number: int = 1
    """Which pass of the loop this is, from 1."""
    message: str = ""
    """What the queue waits for, or why it stopped; text for people."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.queue_id


class DataPoint(Event):
    """One row of a measurement: the positions of the swept axes and the readings."""

    event = EventName.DATA_POINT
    scan_id: str
    """Identifier of the scan."""
    measurement: str
    """Name of the measurement: the instrument that was measured."""
    data: dict[str, Reading | list[Reading]]
    """Values by column: an axis as `stage.x`, a reading by its own name, an array as a list. Units are in the snapshot
    of the room."""
    sequence_index: int = Field(ge=0)
    """Index of the row in its measurement, from 0 and without gaps."""
    timestamp: str
    """Time at which the row was measured, RFC 3339 in UTC."""


class DataPoints(Event):
    """Consecutive rows of one measurement, by columns; row i has the sequence index `first_index + i`."""

    event = EventName.DATA_POINTS
    scan_id: str
    """Identifier of the scan."""
    measurement: str
    """Name of the measurement: the instrument that was measured."""
    first_index: int = Field(ge=0)
    """Sequence index of the first row."""
    columns: dict[str, list[Reading] | list[list[Reading]]]
    """Values by column, one for each row; rows of an array column are lists."""
    timestamps: list[str]
    """Time of each row, RFC 3339 in UTC."""


class InstrumentStatus(Event):
    """State of an instrument, with its last known values."""

    event = EventName.INSTRUMENT_STATUS
    instrument_id: int
    """Number of the instrument."""
    instrument_name: str
    """Name of the instrument on its bench."""
    status: InstrumentState
    """What the instrument is doing."""
    position: dict[str, Number] = Field(default_factory=dict)
    """Readback by axis, in the axis's unit."""
    target: dict[str, Number] = Field(default_factory=dict)
    """Setpoint by axis, in the axis's unit."""
    value: dict[str, Reading] = Field(default_factory=dict)
    """Last reading by name, in the reading's unit; arrays are left out."""
    settings: dict[str, float | str | None] = Field(default_factory=dict)
    """Value by setting, in the setting's unit."""
    units: dict[str, str] = Field(default_factory=dict)
    """Unit by name of axis, reading and setting."""
    identity: str = ""
    """What the instrument answered when it was asked what it is."""
    held_by: str | None = None
    """Identifier of the scan that holds the instrument; null while none does."""
    error: str | None = None
    """What went wrong, for people; null while nothing is."""
    warning: str | None = None
    """Which readbacks are not their setpoints, though the instrument reported no error; null while there is none."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return str(self.instrument_id)


class InstrumentPosition(Event):
    """Position of a moving instrument. PyBirch keeps only the latest one."""

    event = EventName.INSTRUMENT_POSITION
    instrument_id: int
    """Number of the instrument."""
    instrument_name: str
    """Name of the instrument on its bench."""
    position: dict[str, Number]
    """Readback by axis, in the axis's unit."""
    target: dict[str, Number]
    """Setpoint by axis, in the axis's unit."""
    is_moving: bool
    """Whether an axis still moves."""
    timestamp: str
    """Time of the readback, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return str(self.instrument_id)


class QueueLog(Event):
    """A line of a queue's log."""

    event = EventName.QUEUE_LOG
    queue_id: str
    """Identifier of the queue."""
    scan_id: str | None = None
    """Identifier of the scan that the line is about; null when it is about the queue."""
    level: Level = Level.INFO
    """Severity of the line."""
    message: str
    """Plain text; show it escaped, never as markup."""
    timestamp: str
    """Time of the line, RFC 3339 in UTC."""


class ScanLog(Event):
    """A line of a scan's log."""

    event = EventName.SCAN_LOG
    queue_id: str
    """Identifier of the scan's queue."""
    scan_id: str
    """Identifier of the scan."""
    level: Level = Level.INFO
    """Severity of the line."""
    message: str
    """Plain text; show it escaped, never as markup."""
    timestamp: str
    """Time of the line, RFC 3339 in UTC."""


class Presence(Event):
    """Who has the page of a scan or queue open."""

    event = EventName.PRESENCE
    room: str
    """Name of the room."""
    users: list[str]
    """Names of the people in the room, sorted, each once."""
    timestamp: str
    """Time of the change, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.room


class ScanAnnotated(Event):
    """What people noted about a scan, after somebody changed it."""

    event = EventName.SCAN_ANNOTATED
    scan_id: str
    """Identifier of the scan."""
    queue_id: str
    """Identifier of its queue."""
    sample: str
    """Name of the sample; empty where none is given."""
    tags: list[str]
    """Tags of the scan."""
    notes: str
    """Notes of the scan, plain text."""
    metadata: dict[str, Any]
    """Further values by name, any JSON."""
    timestamp: str
    """Time of the change, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.scan_id


class QueueOrder(Event):
    """Order of the scans that wait in a queue, after somebody moved or removed some, or put one first.

    A scan that is added at the end, or starts, has its own `scan_status` instead.
    """

    event = EventName.QUEUE_ORDER
    queue_id: str
    """Identifier of the queue."""
    scan_ids: list[str]
    """Identifiers of the waiting scans, the next one first."""
    timestamp: str
    """Time of the change, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.queue_id


class EmergencyStop(Event):
    """An emergency stop: who asked for it, what it ended, and where the instruments stand.

    Sent again while instruments still move or do not answer.
    """

    event = EventName.EMERGENCY_STOP
    stop_id: str
    """Identifier of the stop."""
    user: str
    """Who asked for it."""
    scans: list[str]
    """Identifiers of the scans that it aborted."""
    queues: list[str]
    """Identifiers of the queues that it stopped."""
    instruments: list[StoppedInstrument]
    """Every instrument of the bench."""
    timestamp: str
    """Time at which somebody asked for the stop, RFC 3339 in UTC."""

    @property
    def key(self) -> str:
        return self.stop_id


class StopDismissed(Event):
    """Somebody dismissed the banner of an emergency stop."""

    event = EventName.STOP_DISMISSED
    stop_id: str
    """Identifier of the stop."""
    dismissed_by: str
    """Who dismissed the banner."""
    dismissed_at: str
    """Time of that, RFC 3339 in UTC."""
    timestamp: str
    """The same time."""

    @property
    def key(self) -> str:
        return self.stop_id


EVENTS: dict[EventName, type[Event]] = {
    model.event: model
    for model in (
        ScanStatus,
        QueueStatus,
        DataPoint,
        DataPoints,
        InstrumentStatus,
        InstrumentPosition,
        QueueLog,
        ScanLog,
        Presence,
        ScanAnnotated,
        QueueOrder,
        EmergencyStop,
        StopDismissed,
    )
}

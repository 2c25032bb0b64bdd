"""The one place that defines what travels: every event's name, payload and kind.

Payloads are the `data` of `{"event": NAME, "data": {...}}`. Streams are lossless and ordered; states are
latest-value-per-key and may be conflated, their last value always arriving. Units: `progress` 0 to 1, `elapsed` and
`eta` seconds (`eta` is the time left), timestamps RFC 3339.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from engine.model.states import (
    InstrumentState,
    Level,
    OnFailure,
    QueueMode,
    QueueState,
    ScanState,
    StopOutcome,
)

Number = float | None
"""A position or a value; None where the instrument gave no number."""
Reading = float | Literal["NaN", "Infinity", "-Infinity"] | None
"""A number of a reading as JSON has it (see `engine.model.values`); None where there is no value."""


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
"""Events that are delivered every one, in order."""


class Event(BaseModel):
    """Base of every payload; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    event: ClassVar[EventName]

    @property
    def key(self) -> str:
        """What a later value of the same key replaces; empty for streams."""
        return ""

    def encode(self) -> bytes:
        """The event as it travels, in JSON (NaN and infinities become null)."""
        return b'{"event":"%b","data":%b}' % (self.event.encode(), self.model_dump_json().encode())


class ScanStatus(Event):
    """State and progress of a scan."""

    event = EventName.SCAN_STATUS
    scan_id: str
    queue_id: str
    name: str
    status: ScanState
    progress: float = Field(ge=0, le=1)
    message: str = ""
    point: int = Field(ge=0)
    total_points: int | None = None
    elapsed: float = 0.0
    eta: float | None = None
    step: str = ""
    """Path of the plan's current step (`steps[0].steps[0]`), empty while none runs."""
    timestamp: str

    @property
    def key(self) -> str:
        return self.scan_id


class QueueStatus(Event):
    """State and progress of a queue."""

    event = EventName.QUEUE_STATUS
    queue_id: str
    name: str
    status: QueueState
    current_scan: str | None = None
    current_scans: list[str] = Field(default_factory=list)
    completed_scans: int = 0
    total_scans: int = 0
    progress: float = Field(default=0.0, ge=0, le=1)
    eta: float | None = None
    mode: QueueMode = QueueMode.SERIAL
    on_failure: OnFailure = OnFailure.STOP
    message: str = ""
    timestamp: str

    @property
    def key(self) -> str:
        return self.queue_id


class DataPoint(Event):
    """One reading: the swept axes' positions and the measured columns."""

    event = EventName.DATA_POINT
    scan_id: str
    measurement: str
    data: dict[str, Reading | list[Reading]]
    sequence_index: int = Field(ge=0)
    timestamp: str


class DataPoints(Event):
    """A run of readings of one measurement, by columns; row i has sequence_index `first_index + i`."""

    event = EventName.DATA_POINTS
    scan_id: str
    measurement: str
    first_index: int = Field(ge=0)
    columns: dict[str, list[Reading] | list[list[Reading]]]
    timestamps: list[str]


class InstrumentStatus(Event):
    """What an instrument is doing, with its last known values."""

    event = EventName.INSTRUMENT_STATUS
    instrument_id: int
    instrument_name: str
    status: InstrumentState
    position: dict[str, Number] = Field(default_factory=dict)
    target: dict[str, Number] = Field(default_factory=dict)
    value: dict[str, Reading] = Field(default_factory=dict)
    settings: dict[str, float | str | None] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    identity: str = ""
    held_by: str | None = None
    error: str | None = None
    warning: str | None = None
    """What reads another value than it was set to, though the instrument reported no error."""
    timestamp: str

    @property
    def key(self) -> str:
        return str(self.instrument_id)


class InstrumentPosition(Event):
    """Where a moving instrument is; kept as the latest value only."""

    event = EventName.INSTRUMENT_POSITION
    instrument_id: int
    instrument_name: str
    position: dict[str, Number]
    target: dict[str, Number]
    is_moving: bool
    timestamp: str

    @property
    def key(self) -> str:
        return str(self.instrument_id)


class QueueLog(Event):
    """A line of a queue's log; plain text, shown escaped."""

    event = EventName.QUEUE_LOG
    queue_id: str
    scan_id: str | None = None
    level: Level = Level.INFO
    message: str
    timestamp: str


class ScanLog(Event):
    """A line of a scan's log; plain text, shown escaped."""

    event = EventName.SCAN_LOG
    queue_id: str
    scan_id: str
    level: Level = Level.INFO
    message: str
    timestamp: str


class Presence(Event):
    """Who watches a room now."""

    event = EventName.PRESENCE
    room: str
    users: list[str]
    timestamp: str

    @property
    def key(self) -> str:
        return self.room


class ScanAnnotated(Event):
    """What people have added to a scan, as it is after somebody changed it."""

    event = EventName.SCAN_ANNOTATED
    scan_id: str
    queue_id: str
    sample: str
    tags: list[str]
    notes: str
    metadata: dict[str, Any]
    timestamp: str

    @property
    def key(self) -> str:
        return self.scan_id


class QueueOrder(Event):
    """The scans that wait in a queue, in their order, after some were moved, removed or put first.

    What is only added at the end, or begins, its own `scan_status` tells.
    """

    event = EventName.QUEUE_ORDER
    queue_id: str
    scan_ids: list[str]
    timestamp: str

    @property
    def key(self) -> str:
        return self.queue_id


class StoppedAxis(BaseModel):
    """Where an axis stands after an emergency stop, and where it is safe."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    unit: str = ""
    position: Number = None
    safe: Number = None


class StoppedInstrument(BaseModel):
    """What an emergency stop has come to at one instrument."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    instrument_id: int
    instrument_name: str
    outcome: StopOutcome
    reason: str = ""
    """Why it was not reached."""
    axes: list[StoppedAxis] = Field(default_factory=list)


class EmergencyStop(Event):
    """An emergency stop: who asked for it and when, what it ended, and where instruments stand since.

    Told again while instruments are on their way or do not answer.
    """

    event = EventName.EMERGENCY_STOP
    stop_id: str
    user: str
    scans: list[str]
    """The scans it aborted."""
    queues: list[str]
    """The queues it stopped."""
    instruments: list[StoppedInstrument]
    timestamp: str
    """When it was asked for."""

    @property
    def key(self) -> str:
        return self.stop_id


class StopDismissed(Event):
    """Somebody has looked at what an emergency stop left, and took the banner away."""

    event = EventName.STOP_DISMISSED
    stop_id: str
    dismissed_by: str
    dismissed_at: str
    timestamp: str

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


def json_schema() -> dict[str, Any]:
    """JSON Schema of everything that travels: one of these events, each defined once under `$defs`."""
    models = list(EVENTS.values())
    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/$defs/{model}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PyBirch events",
        "oneOf": [
            {
                "type": "object",
                "properties": {"event": {"const": name.value}, "data": references[(model, "serialization")]},
                "required": ["event", "data"],
                "additionalProperties": False,
            }
            for name, model in EVENTS.items()
        ],
        "$defs": definitions["$defs"],
    }

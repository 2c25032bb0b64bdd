"""What the store hands out, as REST gives it and snapshots carry it: a thing's status fields and all else known."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.model.bench import Column, InstrumentSpec
from engine.model.events import Reading, StoppedInstrument
from engine.model.states import (
    InstrumentState,
    Level,
    OnFailure,
    QueueMode,
    QueueState,
    ScanState,
)


class Record(BaseModel):
    """Base of the records; timestamps are RFC 3339 text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ListedRecord(Record):
    """Base of the records that stand in lists, which one damaged row does not spoil."""

    unreadable: str = ""
    """Which of its fields cannot be read from the database and are left empty here."""


def _writable(value: Any) -> Any:
    """The same value, when it can be written as JSON again, inside whatever holds it; else ValueError."""
    try:
        orjson.dumps([[[[[[[[value]]]]]]]])
    except TypeError as error:
        raise ValueError(f"cannot be written as JSON: {error}") from None
    return value


Json = Annotated[dict[str, Any], AfterValidator(_writable)]
"""An object as people gave it; an earlier version may have kept one that no encoder takes."""


class MeasurementRecord(Record):
    """What one measurement of a scan holds so far."""

    name: str
    total: int
    columns: list[Column]


class ScanRecord(ListedRecord):
    """A scan: the fields of `scan_status` and everything people added to it."""

    scan_id: str
    queue_id: str
    name: str
    status: ScanState
    progress: float
    message: str
    point: int
    total_points: int | None
    elapsed: float
    eta: float | None
    step: str
    timestamp: str
    sample: str
    tags: list[str]
    notes: str
    metadata: Json
    user: str
    created_at: str
    started_at: str | None
    ended_at: str | None
    retry_of: str | None
    plan: Json | None = None
    """Left out of lists."""
    measurements: list[MeasurementRecord] | None = None
    """Left out of lists, and where `damage` says why."""
    damage: str = ""
    """Why it is not known what was measured: what is stored about that is damaged."""


class QueueRecord(ListedRecord):
    """A queue: the fields of `queue_status` and its settings."""

    queue_id: str
    name: str
    status: QueueState
    current_scan: str | None
    current_scans: list[str]
    completed_scans: int
    total_scans: int
    progress: float
    eta: float | None
    mode: QueueMode
    on_failure: OnFailure
    message: str
    timestamp: str
    created_at: str


class InstrumentRecord(ListedRecord):
    """An instrument: the fields of `instrument_status` and what it offers."""

    instrument_id: int
    instrument_name: str
    status: InstrumentState
    position: dict[str, float | None]
    target: dict[str, float | None]
    value: dict[str, Reading]
    settings: dict[str, float | str | None]
    units: dict[str, str]
    identity: str
    held_by: str | None
    error: str | None
    warning: str | None
    timestamp: str
    spec: InstrumentSpec


class LogRecord(Record):
    """A line of a scan's or queue's log."""

    queue_id: str
    scan_id: str | None = None
    level: Level
    message: str
    timestamp: str


class PresetRecord(ListedRecord):
    """A plan kept by name to start from again."""

    name: str
    user: str
    created_at: str
    updated_at: str
    plan: Json | None = None
    """Left out of lists."""


class StopRecord(ListedRecord):
    """An emergency stop: the fields of `emergency_stop`, and who took its banner away."""

    stop_id: str
    user: str
    scans: list[str]
    queues: list[str]
    instruments: list[StoppedInstrument]
    timestamp: str
    dismissed_by: str | None
    dismissed_at: str | None


class CommandRecord(ListedRecord):
    """What somebody asked for, and what came of it."""

    command_id: str
    target: str
    target_id: str
    command: str
    arguments: Json
    user: str
    status: str
    reason: str
    result: Json | None
    created_at: str
    handled_at: str | None


class EngineRecord(Record):
    """The engine that holds the lease of a bench; `heartbeat_age` in seconds."""

    bench: str
    pid: int
    host: str
    status: str
    started_at: str
    heartbeat_age: float


class Page(Record):
    """One page of a list; `next` is the cursor of the following one, None at the end."""

    items: list[Any] = Field(default_factory=list)
    next: str | None = None

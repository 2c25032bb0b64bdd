"""Scans, queues, instruments and the like as REST answers and snapshots carry them."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.model.bench import Column, InstrumentSpec
from engine.model.events import Reading
from engine.model.faults import HeldFault
from engine.model.plugin import LoadedPlugins
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


class Record(BaseModel):
    """Base of the records; refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ListedRecord(Record):
    """Base of the records in lists; a damaged row is listed with what can be read of it."""

    unreadable: str = ""
    """Names of the fields that cannot be read from the database and are empty here; empty where all can be read."""


def _writable(value: Any) -> Any:
    """The same value, when it can be written as JSON again, inside whatever holds it; else ValueError."""
    try:
        orjson.dumps([[[[[[[[value]]]]]]]])
    except TypeError as error:
        raise ValueError(f"cannot be written as JSON: {error}") from None
    return value


Json = Annotated[dict[str, Any], AfterValidator(_writable)]
"""An object as people gave it; one that cannot be written as JSON, as an earlier version stored, is refused."""


class MeasurementRecord(Record):
    """A measurement of a scan, without its readings."""

    name: str
    """Name of the measurement: the instrument that was measured."""
    total: int
    """Rows stored so far."""
    columns: list[Column]
    """Its columns with their units and shapes."""
    marks: list[Column] = Field(default_factory=list)
    """What is known of each row besides: setpoints, `point`, `repeat`, `label` and `quality`."""


class ScanRecord(ListedRecord):
    """A scan: the fields of `scan_status`, its plan, and what people noted about it."""

    scan_id: str
    """Identifier of the scan, `SCAN_001`."""
    queue_id: str
    """Identifier of its queue, `QUEUE_001`."""
    name: str
    """Name of the scan, from its plan."""
    status: ScanState
    """State of the scan."""
    progress: float
    """Part of the scan that is done, 0 to 1."""
    message: str
    """What the scan does or waits for, or why it ended; text for people."""
    point: int
    """Points measured so far."""
    total_points: int | None
    """Points that the plan has; null where the plan does not say."""
    elapsed: float
    """Time that the scan was at work, in s; pauses are left out, runs before an interruption included."""
    eta: float | None
    """Estimated time of work left, in s; null where it cannot be estimated."""
    step: str
    """Path of the plan's current step, `steps[0].steps[0]`; empty while none runs."""
    fault: HeldFault | None = None
    """The fault after which the scan holds until somebody decides; null while there is none."""
    priority: int = 0
    """While it waits: scans of a higher priority start before those of a lower one."""
    not_before: str | None = None
    """While it waits: its earliest start, RFC 3339 in UTC; null where it may start at any time."""
    held: bool = False
    """While it waits: whether somebody holds it, so that the queue goes on without it."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""
    sample: str
    """Name of the sample; empty where none is given."""
    tags: list[str]
    """Tags of the scan."""
    notes: str
    """Notes of the scan, plain text."""
    metadata: Json
    """Further values by name, any JSON."""
    user: str
    """Who submitted the scan."""
    created_at: str
    """Time of submission, RFC 3339 in UTC."""
    started_at: str | None
    """Time of the first start, RFC 3339 in UTC; null before it."""
    ended_at: str | None
    """Time of the end, RFC 3339 in UTC; null before it."""
    retry_of: str | None
    """Identifier of the scan that this one repeats; null where it repeats none."""
    plan: Json | None = None
    """The plan as it was submitted; null in lists."""
    measurements: list[MeasurementRecord] | None = None
    """Its measurements; null in lists, and where `damage` is set."""
    deleted_at: str | None = None
    """Time at which somebody moved it to the bin, RFC 3339 in UTC; null while it is not there, and in lists."""
    damage: str = ""
    """Why nobody can tell what was measured: the stored description is damaged. Empty where it is not."""


class LabRecord(Record):
    """What the laboratory was during a scan."""

    scan_id: str
    """Identifier of the scan."""
    plan: Json
    """The plan as it was submitted."""
    bench: dict[str, str]
    """The bench file: its `name`, `hash` (SHA-256) and `text`."""
    instruments: dict[str, Json]
    """Every instrument of the bench by name at `start` and `end`: `identity`, `settings`, `positions`, `values`,
    `units`, `status`, and under `unread` what could not be read at that moment."""
    changes: list[Json]
    """Settings that the scan changed, in their order: `timestamp`, `instrument`, `settings` and `step`."""
    software: Json
    """Versions of PyBirch, Python and libraries, and the host."""
    user: str
    """Who submitted the scan."""
    times: dict[str, str | None]
    """`created`, `started` and `ended`, and when the state was taken: `record_start`, `record_end`."""
    checksums: dict[str, str]
    """SHA-256 of the parts."""
    missing: list[str]
    """What is not in the record, and why; text for people."""


class QueueRecord(ListedRecord):
    """A queue: the fields of `queue_status` and the time it was made."""

    queue_id: str
    """Identifier of the queue, `QUEUE_001`."""
    name: str
    """Name of the queue."""
    status: QueueState
    """State of the queue."""
    current_scan: str | None
    """Identifier of the scan that runs; of several, of the one that started first."""
    current_scans: list[str]
    """Identifiers of all scans that run."""
    completed_scans: int
    """Scans of the queue that ended as `completed`."""
    total_scans: int
    """Scans in the queue, ended ones included."""
    progress: float
    """Part of the queue that is done, 0 to 1."""
    eta: float | None
    """Estimated time of work left, in s; null where it cannot be estimated."""
    mode: QueueMode
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure
    """What the queue does when a scan fails."""
    loop: Loop = None
    """How many times the queue runs its scans, or `for ever`; null: once."""
    parallel: int | None = None
    """Most scans at once in a parallel queue; null: as many as their instruments allow."""
    pass_number: int = 1
    """Which pass of the loop this is, from 1."""
    message: str
    """What the queue waits for, or why it stopped; text for people."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""
    created_at: str
    """Time at which somebody made the queue, RFC 3339 in UTC."""


class InstrumentRecord(ListedRecord):
    """An instrument: the fields of `instrument_status` and its description."""

    instrument_id: int
    """Number of the instrument."""
    instrument_name: str
    """Name of the instrument on its bench."""
    status: InstrumentState
    """What the instrument is doing."""
    position: dict[str, float | None]
    """Readback by axis, in the axis's unit."""
    target: dict[str, float | None]
    """Setpoint by axis, in the axis's unit."""
    value: dict[str, Reading]
    """Last reading by name, in the reading's unit; arrays are left out."""
    settings: dict[str, float | str | None]
    """Value by setting, in the setting's unit."""
    units: dict[str, str]
    """Unit by name of axis, reading and setting."""
    identity: str
    """What the instrument answered when it was asked what it is."""
    held_by: str | None
    """Identifier of the scan that holds the instrument; null while none does."""
    error: str | None
    """What went wrong, for people; null while nothing is."""
    warning: str | None
    """Which readbacks are not their setpoints, though the instrument reported no error; null while there is none."""
    timestamp: str
    """Time of this state, RFC 3339 in UTC."""
    spec: InstrumentSpec
    """What the bench file says about it: axes, readings and settings with units and limits."""


class LogRecord(Record):
    """A line of a scan's or queue's log."""

    queue_id: str
    """Identifier of the queue."""
    scan_id: str | None = None
    """Identifier of the scan; null for a line about the queue."""
    level: Level
    """Severity of the line."""
    message: str
    """Plain text; show it escaped, never as markup."""
    timestamp: str
    """Time of the line, RFC 3339 in UTC."""


class PresetRecord(ListedRecord):
    """A plan stored under a name, to start from again."""

    name: str
    """Name of the preset."""
    user: str
    """Who stored it."""
    created_at: str
    """Time at which it was first stored, RFC 3339 in UTC."""
    updated_at: str
    """Time of the last change, RFC 3339 in UTC."""
    plan: Json | None = None
    """The plan; null in lists."""


class StopRecord(ListedRecord):
    """An emergency stop: the fields of `emergency_stop`, and who dismissed its banner."""

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
    dismissed_by: str | None
    """Who dismissed the banner; null until somebody does."""
    dismissed_at: str | None
    """Time of that, RFC 3339 in UTC; null until then."""


class CommandRecord(ListedRecord):
    """A command, and what became of it."""

    command_id: str
    """Identifier of the command."""
    target: str
    """What the command is for: `scan`, `queue`, `instrument` or `engine`."""
    target_id: str
    """Identifier of that scan, queue or instrument."""
    command: str
    """Name of the command, such as `pause`."""
    arguments: Json
    """Arguments of the command by name."""
    user: str
    """Who sent it."""
    status: str
    """`pending`, `taken`, `accepted`, `refused`, `done` or `failed`."""
    reason: str
    """Why the engine refused it; empty where it did not."""
    result: Json | None
    """What the command gave; null where it gives nothing."""
    created_at: str
    """Time at which it was sent, RFC 3339 in UTC."""
    handled_at: str | None
    """Time at which the engine answered, RFC 3339 in UTC; null before."""


class EngineRecord(Record):
    """The engine that holds the lease of a bench."""

    bench: str
    """Name of the bench."""
    pid: int
    """Process id of the engine."""
    host: str
    """Name of its machine."""
    status: str
    """What the engine reported last: `starting`, `running` or `stopped`."""
    started_at: str
    """Time of its start, RFC 3339 in UTC."""
    heartbeat_age: float
    """Time since its last heartbeat, in s."""
    plugins: LoadedPlugins = Field(default_factory=LoadedPlugins)
    """Drivers of the laboratory that it loaded, and those it left out."""


class Page(Record):
    """One page of a list."""

    items: list[Any] = Field(default_factory=list)
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""

"""Bodies that requests carry and answers give, where the store's records are not enough."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, field_validator, model_validator

from dashboard.api.validation import Body
from engine.exporters.registry import exporters
from engine.model.left_out import LeftOut
from engine.model.metadata import Metadata
from engine.model.records import CommandRecord, InstrumentRecord, LogRecord, QueueRecord, ScanRecord
from engine.model.states import InstrumentCommand, OnFailure, QueueCommand, QueueMode, ScanCommand, ScanState
from engine.store.scan_order import ScanSort

MOST = 2**53
"""The largest index that JSON carries unharmed everywhere."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Format = Annotated[
    str,
    Field(
        description=f"One of {', '.join(sorted(exporters()))}.",
        json_schema_extra={"enum": sorted(exporters())},
    ),
]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A number that was written as one: not true, and not "5"."""
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

MOST_READINGS = 250_000
"""Readings as bare numbers in one answer."""


class NewQueue(Body):
    """A queue to be made."""

    name: Name
    mode: QueueMode = QueueMode.SERIAL
    on_failure: OnFailure = OnFailure.STOP


class QueueChanges(Body):
    """What of a queue is to change."""

    name: Name | None = None
    mode: QueueMode | None = None
    on_failure: OnFailure | None = None


class QueueOrder(Body):
    """A command to a queue."""

    command: QueueCommand


class ScanOrder(Body):
    """A command to a scan."""

    command: ScanCommand


class InstrumentOrder(Body):
    """A command to an instrument: `move` takes axis and value, or target, and maybe relative; `set` takes settings."""

    command: InstrumentCommand
    axis: str | None = None
    value: Number | None = None
    """In the axis's unit."""
    target: dict[str, Number] | None = Field(default=None, min_length=1)
    """Several axes at the same time: `{axis: value}`."""
    relative: Annotated[bool, Field(strict=True)] = False
    settings: dict[str, Number | str] | None = None


class Nothing(Body):
    """An empty body."""


class ScanIds(Body):
    """Scans of a queue: in their new order, or to be removed."""

    scan_ids: list[str] = Field(min_length=1, max_length=10_000)

    @field_validator("scan_ids")
    @classmethod
    def _once(cls, scans: list[str]) -> list[str]:
        twice = [scan for scan, count in Counter(scans).items() if count > 1]
        if twice:
            raise ValueError(f"{twice[0][:60]} is named twice")
        return scans


class Fields(Body):
    """Fields of a scan that people write; what is left out stays, or is not looked at, and null is as good as empty."""

    notes: str | None = Field(default=None, max_length=100_000)
    tags: list[Tag] | None = Field(default=None, max_length=100)
    sample: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    metadata: Metadata | None = None

    def given(self) -> dict[str, Any]:
        """What was sent, by name."""
        empty = {"notes": "", "tags": [], "sample": "", "metadata": {}}
        sent = {name: getattr(self, name) for name in empty if name in self.model_fields_set}
        return {name: empty[name] if value is None else value for name, value in sent.items()}


class Annotations(Fields):
    """What people add to a scan."""

    expected: Fields | None = None
    """How the fields are believed to be; where one is otherwise, 409 is the answer and nothing is changed."""


class ScanFilter(Body):
    """Which scans to list: those that meet every condition."""

    status: list[ScanState] | None = None
    q: str | None = None
    """Text in identifier, name, sample, notes or tags."""
    sample: str | None = None
    tag: str | None = None
    queue_id: str | None = None
    since: str | None = None
    """Made at this moment or later (RFC 3339)."""
    until: str | None = None
    """Made at this moment or earlier (RFC 3339)."""
    sort: ScanSort = ScanSort.NEWEST
    limit: int = Field(default=50, ge=1, le=1000)
    cursor: str | None = None


class Paging(Body):
    """Which page of a list."""

    limit: int | None = Field(default=None, ge=1, le=1000)
    """How many at most; all by default."""
    cursor: str | None = None


class LogFilter(Body):
    """How many of the last lines of a log."""

    limit: int = Field(default=200, ge=1, le=10_000)


class DataQuery(Body):
    """Which readings of a scan, in which format."""

    format: Format = "json"
    measurement: str | None = Field(
        default=None,
        description="Needed where the scan has several and the format holds one (arrow, csv, parquet).",
    )
    columns: list[str] | None = None
    first: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the first reading."""
    last: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the last reading."""


class ColumnsQuery(Body):
    """Which readings of a measurement, so many at a time as fit into memory."""

    measurement: str
    columns: list[str] | None = None
    first: int = Field(ge=0, le=MOST)
    """Sequence index of the first reading."""
    last: int = Field(ge=0, le=MOST)
    """Sequence index of the last reading."""
    where: list[str] | None = Field(
        default=None,
        description="`COLUMN:LOW:HIGH`, both included: only readings within; several ranges must all hold. `@index` "
        "and `@time` (seconds since 1970) are columns too.",
    )
    joined: bool = Field(
        default=False,
        description="With `where`: also the readings at both ends of every line between consecutive readings that "
        "crosses the window.",
    )

    @model_validator(mode="after")
    def _few(self) -> ColumnsQuery:
        if not self.where and self.last - self.first >= MOST_READINGS:
            raise ValueError(f"ask for {MOST_READINGS:,} readings at a time")
        return self


class ExportQuery(Body):
    """Which scans to take away, in which format."""

    scan_id: list[str] = Field(
        min_length=1, max_length=500, description="Repeated, or with commas between the identifiers."
    )
    format: Format = "csv"


class Answered(BaseModel):
    """A command that the engine accepted."""

    command_id: str
    status: str
    reason: str = ""
    """What was left out of it, in a sentence; mostly empty."""
    result: dict[str, Any] | None = None

    @classmethod
    def of(cls, record: CommandRecord) -> Answered:
        """The answer to whoever gave the command."""
        return cls(
            command_id=record.command_id, status=record.status, reason=record.reason, result=record.result
        )


class QueueList(BaseModel):
    """A page of queues."""

    items: list[QueueRecord]
    next: str | None = None


class ScanList(BaseModel):
    """A page of scans, plans and measurements left out; `next` is the cursor of the following one."""

    items: list[ScanRecord]
    next: str | None = None


class Labels(BaseModel):
    """What scans were labelled with lately, most used first."""

    samples: list[str]
    tags: list[str]


class InstrumentList(BaseModel):
    """A page of instruments."""

    items: list[InstrumentRecord]
    next: str | None = None


class LogList(BaseModel):
    """The last lines of a log, oldest first."""

    items: list[LogRecord]
    next: str | None = None


class ProblemAt(BaseModel):
    """What is wrong, and where."""

    path: str
    message: str


class ProblemDocument(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemAt]


class PlanCheck(BaseModel):
    """What a plan would do; `duration` in seconds and `size` in bytes are estimates, null where only running tells."""

    problems: list[ProblemAt]
    """The first hundred."""
    problem_count: int
    """How many there are."""
    points: int | None
    duration: float | None
    size: int | None
    instruments: list[str]


class Alive(BaseModel):
    """The web process answers."""

    status: Literal["ok"] = "ok"


class WebReady(BaseModel):
    """The web process; `connections` are the room sockets and Socket.IO clients it has open."""

    pid: int
    connections: int


class EngineReady(BaseModel):
    """The engine; `status` is running, starting, hung or offline, `message` what is wrong and what to do about it.

    `heartbeat_age` is in seconds, null when there never was an engine.
    """

    pid: int | None
    status: str
    bench: str
    heartbeat_age: float | None
    message: str = ""


class DatabaseReady(BaseModel):
    """The database; `status` is ok, full (its disk) or unavailable, `message` what to do about its disk."""

    status: str
    kind: str
    message: str = ""


class LeftOutFile(BaseModel):
    """A file of the laboratory that cannot be used; `line` is 0 where no line is at fault."""

    file: str
    line: int
    reason: str

    @classmethod
    def of(cls, fault: LeftOut) -> LeftOutFile:
        """The wire shape of a fault."""
        return cls(file=fault.file, line=fault.line, reason=fault.reason)


class Ready(BaseModel):
    """Whether everything that scans need is there."""

    web: WebReady
    engine: EngineReady
    database: DatabaseReady
    left_out: list[LeftOutFile]
    """Files of procedures and of the laboratory's own pages that cannot be used; everything else works."""

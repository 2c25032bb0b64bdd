"""Bodies of requests and answers of the REST interface, beside the records (`engine.model.records`)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

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


class Answer(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class NewQueue(Body):
    """A queue to make."""

    name: Name
    """Name of the queue."""
    mode: QueueMode = QueueMode.SERIAL
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure = OnFailure.STOP
    """What the queue does when a scan fails."""


class QueueChanges(Body):
    """Changes of a queue; fields that are left out stay."""

    name: Name | None = None
    """New name."""
    mode: QueueMode | None = None
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure | None = None
    """What the queue does when a scan fails."""


class QueueCommandBody(Body):
    """A command to a queue."""

    command: QueueCommand
    """What the queue is to do."""


class ScanCommandBody(Body):
    """A command to a scan."""

    command: ScanCommand
    """What the scan is to do."""


class InstrumentCommandBody(Body):
    """A command to an instrument: `move` takes `axis` and `value`, or `target`; `set` takes `settings`."""

    command: InstrumentCommand
    """What the instrument is to do."""
    axis: str | None = None
    """Axis to move."""
    value: Number | None = None
    """Setpoint of that axis, in its unit."""
    target: dict[str, Number] | None = Field(default=None, min_length=1)
    """Setpoints of several axes that move at the same time, by name."""
    relative: Annotated[bool, Field(strict=True)] = False
    """Whether setpoints count from where the axes stand."""
    settings: dict[str, Number | str] | None = None
    """Values by setting, in its unit."""


class EmptyBody(Body):
    """An empty body."""


class ScanIds(Body):
    """Scans of a queue: in their new order, or to be removed."""

    scan_ids: list[str] = Field(min_length=1, max_length=10_000)
    """Identifiers of the scans."""

    @field_validator("scan_ids")
    @classmethod
    def _once(cls, scans: list[str]) -> list[str]:
        twice = [scan for scan, count in Counter(scans).items() if count > 1]
        if twice:
            raise ValueError(f"{twice[0][:60]} is named twice")
        return scans


class ScanFields(Body):
    """What people note about a scan; fields that are left out stay, and null empties a field."""

    notes: str | None = Field(default=None, max_length=100_000)
    """Notes, plain text."""
    tags: list[Tag] | None = Field(default=None, max_length=100)
    """Words to find the scan by."""
    sample: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    """Name of the sample."""
    metadata: Metadata | None = None
    """Further values by name, any JSON."""

    def given(self) -> dict[str, Any]:
        """What was sent, by name."""
        empty = {"notes": "", "tags": [], "sample": "", "metadata": {}}
        sent = {name: getattr(self, name) for name in empty if name in self.model_fields_set}
        return {name: empty[name] if value is None else value for name, value in sent.items()}


class Annotations(ScanFields):
    """Changes of what people note about a scan."""

    expected: ScanFields | None = None
    """Values that the fields must have now; where one differs, the answer is 409 and nothing changes."""


class ScanFilter(Body):
    """Which scans to list: those that meet every condition."""

    status: list[ScanState] | None = None
    """One or more states, with commas between them."""
    q: str | None = None
    """Text in identifier, name, sample, notes or tags."""
    sample: str | None = None
    """Name of the sample."""
    tag: str | None = None
    """A tag of the scan."""
    queue_id: str | None = None
    """Identifier of the queue."""
    since: str | None = None
    """Earliest time of submission, RFC 3339."""
    until: str | None = None
    """Latest time of submission, RFC 3339."""
    sort: ScanSort = ScanSort.NEWEST
    """Field that gives the order; a minus before it reverses the order."""
    limit: int = Field(default=50, ge=1, le=1000)
    """Scans in one answer."""
    cursor: str | None = None
    """`next` of the page before."""


class Paging(Body):
    """Which page of a list."""

    limit: int | None = Field(default=None, ge=1, le=1000)
    """Entries in one answer; all by default."""
    cursor: str | None = None
    """`next` of the page before."""


class LogFilter(Body):
    """Which lines of a log."""

    limit: int = Field(default=200, ge=1, le=10_000)
    """Number of lines, the last ones."""


class DataQuery(Body):
    """Which readings of a scan, in which format."""

    format: Format = "json"
    """Format of the file."""
    measurement: str | None = None
    """Name of the measurement; needed where the scan has several and the format holds one (arrow, csv, parquet)."""
    columns: list[str] | None = None
    """Columns to include, with commas between them; all by default."""
    first: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the first row."""
    last: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the last row."""


class ColumnsQuery(Body):
    """Which readings of a measurement, so many at a time as fit into memory."""

    measurement: str
    """Name of the measurement."""
    columns: list[str] | None = None
    """Columns to include, with commas between them; all by default."""
    first: int = Field(ge=0, le=MOST)
    """Sequence index of the first row."""
    last: int = Field(ge=0, le=MOST)
    """Sequence index of the last row."""
    where: list[str] | None = None
    """`COLUMN:LOW:HIGH`: only rows whose value lies between LOW and HIGH, both included. Several ranges must all hold.
    `@index` and `@time` (seconds since 1970) are columns too."""
    joined: bool = False
    """With `where`: also the rows at both ends of every line between consecutive rows that crosses the window."""

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
    """Format of each file."""


class CommandAnswer(Answer):
    """A command that the engine accepted."""

    command_id: str
    """Identifier of the command."""
    status: str
    """`accepted`, or `done` where it is over already."""
    reason: str = ""
    """What the engine left out of it, in a sentence; empty where it did everything."""
    result: dict[str, Any] | None = None
    """What the command gave; null where it gives nothing."""

    @classmethod
    def of(cls, record: CommandRecord) -> CommandAnswer:
        """The answer to whoever gave the command."""
        return cls(
            command_id=record.command_id, status=record.status, reason=record.reason, result=record.result
        )


class QueueList(Answer):
    """One page of a list: queues."""

    items: list[QueueRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class ScanList(Answer):
    """One page of a list: scans, without their plans and measurements."""

    items: list[ScanRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class Labels(Answer):
    """Samples and tags of recent scans."""

    samples: list[str]
    """Names of samples, the most used first."""
    tags: list[str]
    """Tags, the most used first."""


class InstrumentList(Answer):
    """One page of a list: instruments."""

    items: list[InstrumentRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class LogList(Answer):
    """One page of a list: the last lines of a log, oldest first."""

    items: list[LogRecord]
    """The entries of this page."""
    next: str | None = None
    """Cursor of the following page; null at the end."""


class ProblemAt(Answer):
    """A problem and where it is."""

    path: str
    """Path of the field, `steps[0].positions`; empty for the whole."""
    message: str
    """What is wrong with it."""


class ProblemDocument(Answer):
    """Why the server refused a request (RFC 9457)."""

    type: str
    """Kind of the problem as a URI; mostly `about:blank`."""
    title: str
    """The HTTP status in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong and what to do about it."""
    errors: list[ProblemAt]
    """The first hundred wrong fields."""


class PlanCheck(Answer):
    """What a plan would do."""

    problems: list[ProblemAt]
    """The first hundred problems."""
    problem_count: int
    """Number of all problems."""
    points: int | None
    """Points that the plan measures; null where only running it tells."""
    duration: float | None
    """Estimated duration, in s; null where only running it tells."""
    size: int | None
    """Estimated size of the readings, in bytes; null where only running it tells."""
    instruments: list[str]
    """Names of the instruments that the plan uses."""


class Health(Answer):
    """The web server answers."""

    status: Literal["ok"] = "ok"
    """Always `ok`."""


class WebReady(Answer):
    """The web server."""

    pid: int
    """Its process id."""
    connections: int
    """Room sockets and Socket.IO clients that it has open."""


class EngineReady(Answer):
    """The engine."""

    pid: int | None
    """Its process id; null where none is known."""
    status: str
    """`running`, `starting`, `hung` or `offline`."""
    bench: str
    """Name of its bench."""
    heartbeat_age: float | None
    """Time since its last heartbeat, in s; null where there never was one."""
    message: str = ""
    """What is wrong with it and what to do about it; empty while nothing is."""


class DatabaseReady(Answer):
    """The database."""

    status: str
    """`ok`, `full` (its disk) or `unavailable`."""
    kind: str
    """`sqlite` or `postgresql`."""
    message: str = ""
    """What to do about it; empty while nothing is wrong."""


class LeftOutFile(Answer):
    """A file of the laboratory that cannot be used."""

    file: str
    """Path of the file."""
    line: int
    """Line of the mistake; 0 where no line is at fault."""
    reason: str
    """What is wrong."""

    @classmethod
    def of(cls, fault: LeftOut) -> LeftOutFile:
        """The wire shape of a fault."""
        return cls(file=fault.file, line=fault.line, reason=fault.reason)


class Ready(Answer):
    """Whether everything that scans need is there."""

    web: WebReady
    """The web server."""
    engine: EngineReady
    """The engine."""
    database: DatabaseReady
    """The database."""
    left_out: list[LeftOutFile]
    """Files of procedures and of the laboratory's own pages that cannot be used; everything else works."""

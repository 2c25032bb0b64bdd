"""Bodies and queries of requests to the REST interface; its answers are in `answers.py`."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, RootModel, StringConstraints, field_validator, model_validator

from dashboard.api.validation import Body
from engine.exporters.registry import exporters
from engine.model.metadata import Metadata
from engine.model.plan import Plan
from engine.model.states import (
    InstrumentCommand,
    Loop,
    OnFailure,
    QueueCommand,
    QueueMode,
    ScanState,
)
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
    """A queue to make."""

    name: Name
    """Name of the queue."""
    mode: QueueMode = QueueMode.SERIAL
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure = OnFailure.STOP
    """What the queue does when a scan fails."""
    loop: Loop = None
    """How many times the queue runs its scans, or `for ever`; null: once."""
    parallel: Annotated[int, Field(strict=True, ge=1)] | None = None
    """Most scans at once in a parallel queue; null: as many as their instruments allow."""


class QueueChanges(Body):
    """Changes of a queue; fields that are left out stay."""

    name: Name | None = None
    """New name."""
    mode: QueueMode | None = None
    """Whether the queue runs its scans one after the other or together."""
    on_failure: OnFailure | None = None
    """What the queue does when a scan fails."""
    loop: Loop = None
    """How many times the queue runs its scans, or `for ever`; null: once."""
    parallel: Annotated[int, Field(strict=True, ge=1)] | None = None
    """Most scans at once in a parallel queue; null: as many as their instruments allow."""

    def given(self) -> dict[str, Any]:
        """What was sent, by name; null changes only `loop` and `parallel`."""
        sent = self.model_dump(mode="json", exclude_unset=True)
        return {name: v for name, v in sent.items() if v is not None or name in ("loop", "parallel")}


class QueueCommandBody(Body):
    """A command to a queue."""

    command: QueueCommand
    """What the queue is to do."""


RESTORE = "restore"


class ScanCommandBody(Body):
    """A command to a scan."""

    command: Literal["pause", "resume", "stop", "abort", "halt", "retry", "retry_point", "skip", "restore"]
    """What the scan is to do; `restore` takes it out of the bin, which the engine has no part in."""
    now: Annotated[bool, Field(strict=True)] = False
    """With `pause`: hold within the step; waits and moves stop, and follow when the scan is resumed."""

    @model_validator(mode="after")
    def _only_a_pause(self) -> ScanCommandBody:
        if self.now and self.command != "pause":
            raise ValueError("only pause can be now")
        return self


class InstrumentCommandBody(Body):
    """A command to an instrument: `move` takes `axis` and `value`, or `target`; `set` takes `settings`, `action`
    takes `action`; `query` and `write` take `message`, and the `result` of a query has its `answer`."""

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
    action: str | None = None
    """Name of the action to carry out."""
    message: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)] | None
    ) = None
    """What `query` and `write` send as it is, without its termination; no limits are checked."""


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
    """Changes of what people note about a scan, and of a scan that waits."""

    plan: dict[str, Any] | None = None
    """Of a waiting scan: its new plan."""
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] | None = None
    """Of a waiting scan: it goes before those of a lower priority; 0 where nobody says otherwise."""
    not_before: AwareDatetime | None = None
    """Of a waiting scan: its earliest start; null: any time."""
    held: Annotated[bool, Field(strict=True)] | None = None
    """Of a waiting scan: whether the queue goes on without it."""
    queue_id: str | None = None
    """Of a waiting scan: the queue at whose end it is put."""

    def waiting(self) -> dict[str, Any]:
        """The changes that only a waiting scan takes, by name."""
        names = {"plan", "priority", "not_before", "held", "queue_id"} & self.model_fields_set
        sent = self.model_dump(mode="json", include=names)
        return {name: value for name, value in sent.items() if value is not None or name == "not_before"}

    expected: ScanFields | None = None
    """Values that the fields must have now; where one differs, the answer is 409 and nothing changes."""


class ScanFilter(Body):
    """Which scans to list: those that meet every condition."""

    status: list[ScanState] | None = None
    """One or more states, with commas between them."""
    q: str | None = None
    """Text in identifier, name, sample, notes or tags; or a query such as `laser_nm > 500 and sample:S-42`, over
    metadata, settings and the fields sample, tag, name, notes, status, queue, user and scan."""
    sample: str | None = None
    """Name of the sample."""
    tag: str | None = None
    """A tag of the scan."""
    queue_id: str | None = None
    """Identifier of the queue."""
    deleted: bool = False
    """Whether to list the scans in the bin instead of the others."""
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
    separator: Literal["comma", "semicolon", "tab"] = "comma"
    """Between the cells of CSV."""
    bom: bool = False
    """Whether CSV begins with the mark (U+FEFF) from which Excel knows that it is UTF-8."""
    first: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the first row."""
    last: int | None = Field(default=None, ge=0, le=MOST)
    """Sequence index of the last row."""
    where: list[str] | None = None
    """`COLUMN:LOW:HIGH`: only rows whose value lies between LOW and HIGH, both included. Several ranges must all hold.
    `@index` and `@time` (seconds since 1970) are columns too."""


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


class PlanOrPlans(RootModel[Plan | list[Plan]]):
    """A plan, or a list of plans."""

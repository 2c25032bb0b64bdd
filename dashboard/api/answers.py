"""What REST answers, beside the records of the store."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, RootModel

from engine.model.exchange import ExchangeLine
from engine.model.left_out import LeftOut
from engine.model.plugin import Plugin
from engine.model.records import CommandRecord, InstrumentRecord, LogRecord, QueueRecord, ScanRecord


class Answer(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(use_attribute_docstrings=True)


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


class ExchangeList(Answer):
    """The last exchanges of an instrument's session."""

    items: list[ExchangeLine]
    """Its lines, oldest first."""
    next: str | None = None
    """Always null: there is no more."""


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


class ScanProblem(Answer):
    """What would fail in a scan."""

    scan_id: str
    """Identifier of the scan."""
    path: str
    """Where in its plan, such as `steps[0].positions`."""
    message: str
    """What is wrong, for people."""


class RehearsedScan(Answer):
    """When a waiting scan would run."""

    scan_id: str
    """Identifier of the scan."""
    name: str
    """Name of the scan."""
    start: float
    """Estimated start, in s from now."""
    end: float
    """Estimated end, in s from now."""
    waits_for: str
    """The scan that it waits for, or `its earliest start`; empty where it starts at once."""
    exact: bool
    """Whether all its steps were walked through, and its time does not depend on what is measured."""


class Rehearsal(Answer):
    """What a rehearsal of a queue found."""

    problems: list[ScanProblem]
    """What would fail; empty where nothing would."""
    timeline: list[RehearsedScan]
    """The waiting scans in the order of the queue, without those that somebody holds."""
    duration: float
    """Estimated time until the last of them has ended, in s."""


class ScanOrScans(RootModel[ScanRecord | ScanList]):
    """A scan, or the scans that were made of a list of plans."""


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
    """Files of the laboratory's folder and packages that cannot be used; everything else works."""
    plugins: list[Plugin]
    """What was loaded from the laboratory's folder and from packages."""

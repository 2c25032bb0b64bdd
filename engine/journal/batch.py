"""What waits for the next transaction: readings and events in order; a later state replaces an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from engine.journal.stream import Rows, Stream
from engine.model import ids
from engine.model.events import (
    Event,
    InstrumentPosition,
    InstrumentStatus,
    QueueLog,
    QueueOrder,
    QueueStatus,
    ScanAnnotated,
    ScanLog,
    ScanStatus,
)

Work = Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Numbers of the scan, queue and instrument that an event belongs to."""

    scan: int | None = None
    queue: int | None = None
    instrument: int | None = None


def place_of(event: Event) -> Place:
    """Find what an event belongs to. A scan's log does not belong to its queue, but its status and notes do."""
    if isinstance(event, ScanStatus | ScanAnnotated):
        return Place(scan=ids.scan_number(event.scan_id), queue=ids.queue_number(event.queue_id))
    if isinstance(event, ScanLog):
        return Place(scan=ids.scan_number(event.scan_id))
    if isinstance(event, QueueStatus | QueueOrder | QueueLog):
        return Place(queue=ids.queue_number(event.queue_id))
    if isinstance(event, InstrumentStatus | InstrumentPosition):
        return Place(instrument=event.instrument_id)
    return Place()


@dataclass(slots=True, eq=False)
class Posted:
    """An event on its way to the journal; a later state with the same `latest_key` replaces it, None keeps all."""

    event: Event
    place: Place
    latest_key: str | None


@dataclass(slots=True, eq=False)
class Job:
    """Work to run inside the transaction, between what came before it and what came after."""

    work: Work
    done: Callable[[Any, BaseException | None], None]


@dataclass(slots=True, eq=False)
class Batch:
    """Everything that goes into one transaction, in order."""

    items: dict[int, Rows | Posted | Job] = field(default_factory=dict)
    """By a growing number, so that a state disappears when a later one replaces it."""
    weight: int = 0
    """Approximate size in bytes."""
    rows: int = 0
    """Number of readings and events."""
    _count: int = 0
    _states: dict[str, int] = field(default_factory=dict)
    _open: dict[int, list[Stream]] = field(default_factory=dict)

    def begin_rows(self, stream: Stream) -> Rows:
        """Start a new run of rows of a stream; later rows join it until an event of the scan comes between."""
        rows = Rows(stream, stream.next_index)
        stream.open = rows.data
        self._add(rows)
        self._open.setdefault(stream.scan, []).append(stream)
        return rows

    def replaces(self, key: str | None) -> bool:
        """Whether an event with this key would replace an earlier one."""
        return key in self._states

    def post(self, posted: Posted) -> None:
        """Add an event after everything of its scan that came before."""
        for stream in self._open.pop(posted.place.scan or 0, ()):
            stream.open = None
        if posted.latest_key is not None:
            earlier = self._states.get(posted.latest_key)
            if earlier is not None:
                del self.items[earlier]
            self._states[posted.latest_key] = self._count
        self._add(posted)

    def add_job(self, job: Job) -> None:
        """Add work; nothing moves past it."""
        self.seal()
        self._states.clear()
        self._add(job)

    def _add(self, item: Rows | Posted | Job) -> None:
        self.items[self._count] = item
        self._count += 1

    def seal(self) -> None:
        """End every open run of rows."""
        for streams in self._open.values():
            for stream in streams:
                stream.open = None
        self._open.clear()

"""What waits for the next transaction: readings and events in their order, states replaced by later ones."""

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
    """Which rooms' history an event belongs to: numbers of scan, queue and instrument."""

    scan: int | None = None
    queue: int | None = None
    instrument: int | None = None


def place_of(event: Event) -> Place:
    """Where an event is filed. A scan's log is not the queue's, but its status and notes are both's."""
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
    """An event on its way to the journal; `latest_key` names the state that a later one replaces, None keeps all."""

    event: Event
    place: Place
    latest_key: str | None


@dataclass(slots=True, eq=False)
class Job:
    """Work to be done inside the transaction, between what came before it and what came after."""

    work: Work
    done: Callable[[Any, BaseException | None], None]


@dataclass(slots=True, eq=False)
class Batch:
    """Everything that goes into one transaction, in order."""

    items: dict[int, Rows | Posted | Job] = field(default_factory=dict)
    """By a growing number, so that a state leaves no trace when a later one takes its place."""
    weight: int = 0
    """Bytes held, about."""
    rows: int = 0
    """Readings and events held."""
    _count: int = 0
    _states: dict[str, int] = field(default_factory=dict)
    _open: dict[int, list[Stream]] = field(default_factory=dict)

    def begin_rows(self, stream: Stream) -> Rows:
        """A new run of rows of a stream; later rows join it until an event of the scan comes between."""
        rows = Rows(stream, stream.next_index)
        stream.open = rows.data
        self._add(rows)
        self._open.setdefault(stream.scan, []).append(stream)
        return rows

    def replaces(self, key: str | None) -> bool:
        """Whether an event of this key would take an earlier one's place."""
        return key in self._states

    def post(self, posted: Posted) -> None:
        """Adds an event after everything of its scan that came before."""
        for stream in self._open.pop(posted.place.scan or 0, ()):
            stream.open = None
        if posted.latest_key is not None:
            earlier = self._states.get(posted.latest_key)
            if earlier is not None:
                del self.items[earlier]
            self._states[posted.latest_key] = self._count
        self._add(posted)

    def add_job(self, job: Job) -> None:
        """Adds work; nothing moves past it."""
        self.seal()
        self._states.clear()
        self._add(job)

    def _add(self, item: Rows | Posted | Job) -> None:
        self.items[self._count] = item
        self._count += 1

    def seal(self) -> None:
        """Ends every open run of rows."""
        for streams in self._open.values():
            for stream in streams:
                stream.open = None
        self._open.clear()

"""The last records of one room, limited in number, bytes and age; connections have a position in it. No I/O."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from engine.journal.reader import Entry

MAX_RECORDS = 8192
MAX_BYTES = 4 * 1024 * 1024
MAX_AGE = 20.0
"""Seconds that a record stays; later clients are served from the store."""

_OVERHEAD = 200
"""Bytes that a record costs besides its payload."""
_seq = attrgetter("seq")


class Ring:
    """Every record of the room after `start`, in order of `seq`."""

    __slots__ = (
        "_age",
        "_bytes",
        "_first",
        "_max_bytes",
        "_max_records",
        "_records",
        "_times",
        "head",
        "start",
    )

    def __init__(
        self, start: int, max_records: int = MAX_RECORDS, max_bytes: int = MAX_BYTES, max_age: float = MAX_AGE
    ) -> None:
        self.start = start
        self.head = start
        self._records: list[Entry] = []
        self._times: list[float] = []
        self._first = 0
        self._bytes = 0
        self._max_records = max_records
        self._max_bytes = max_bytes
        self._age = max_age

    def __len__(self) -> int:
        return len(self._records) - self._first

    def append(self, record: Entry, now: float) -> None:
        """Add the next record of the room; `now` is in seconds of any monotonic clock."""
        self._records.append(record)
        self._times.append(now)
        self._bytes += len(record.payload) + _OVERHEAD
        self.head = record.seq
        while self._bytes > self._max_bytes or len(self) > self._max_records:
            self._drop()

    def expire(self, now: float) -> None:
        """Drop what is too old."""
        while len(self) and self._times[self._first] < now - self._age:
            self._drop()

    def covers(self, seq: int) -> bool:
        """Whether everything after `seq` is here."""
        return seq >= self.start

    def after(self, seq: int) -> Sequence[Entry]:
        """The records after `seq`, which must be covered."""
        if seq >= self.head:
            return ()
        return self._records[bisect_right(self._records, seq, lo=self._first, key=_seq) :]

    def _drop(self) -> None:
        gone = self._records[self._first]
        self.start = gone.seq
        self._bytes -= len(gone.payload) + _OVERHEAD
        self._first += 1
        if self._first * 2 > len(self._records):
            # Deleting from the front is only cheap when it is rare.
            del self._records[: self._first]
            del self._times[: self._first]
            self._first = 0

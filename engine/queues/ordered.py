"""The order in which the scans of a queue are to run. Pure: numbers of scans and names of instruments, no I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.errors import CommandRefused
from engine.model import ids
from engine.model.states import QueueMode


class OrderedQueue:
    """Scans that wait for their turn, by number, each once."""

    def __init__(self, scans: Sequence[int] = ()) -> None:
        self._scans = list(scans)

    def __len__(self) -> int:
        return len(self._scans)

    def __iter__(self) -> Iterator[int]:
        return iter(self._scans)

    def __contains__(self, scan: int) -> bool:
        return scan in self._scans

    def add(self, scan: int) -> None:
        """Put a scan at the end."""
        self._refuse_known(scan)
        self._scans.append(scan)

    def add_first(self, scan: int) -> None:
        """Put a scan before all others."""
        self._refuse_known(scan)
        self._scans.insert(0, scan)

    def remove(self, scan: int) -> None:
        """Take a scan out; CommandRefused when it does not wait here."""
        if scan not in self._scans:
            raise CommandRefused(f"{ids.scan_id(scan)} does not wait in this queue")
        self._scans.remove(scan)

    def reorder(self, scans: Sequence[int]) -> None:
        """Put the named scans in this order on the places they have; the others stay where they are."""
        if len(set(scans)) != len(scans):
            raise CommandRefused("a scan is named twice in the new order")
        for scan in scans:
            if scan not in self._scans:
                raise CommandRefused(f"{ids.scan_id(scan)} does not wait in this queue")
        named = set(scans)
        following = iter(scans)
        self._scans = [next(following) if scan in named else scan for scan in self._scans]

    def startable(
        self,
        mode: QueueMode,
        active: Collection[int],
        needs: Mapping[int, frozenset[str]],
    ) -> list[int]:
        """The scans whose turn it is now, in order; `needs` are the instruments of the active and waiting scans.

        Serial: the first, when none is active. Parallel: every scan that shares no instrument with an active one
        or with one before it, so that none is overtaken at an instrument it needs.
        """
        if mode is QueueMode.SERIAL:
            return [] if active else self._scans[:1]
        taken: set[str] = set()
        for scan in active:
            taken |= needs[scan]
        found = []
        for scan in self._scans:
            if taken.isdisjoint(needs[scan]):
                found.append(scan)
            taken |= needs[scan]
        return found

    def _refuse_known(self, scan: int) -> None:
        if scan in self._scans:
            raise CommandRefused(f"{ids.scan_id(scan)} waits in this queue already")

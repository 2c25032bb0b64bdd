"""The order of a queue's scans, as numbers of scans and names of instruments. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from engine.errors import CommandRefused
from engine.model import ids
from engine.model.states import QueueMode


class OrderedQueue:
    """Waiting scans by number, each once. An active scan keeps its place until it ends."""

    def __init__(self, scans: Sequence[int] = ()) -> None:
        self._places = list(scans)
        self._known = set(scans)
        self._taken: set[int] = set()

    def __len__(self) -> int:
        return len(self._places) - len(self._taken)

    def __iter__(self) -> Iterator[int]:
        return (scan for scan in self._places if scan not in self._taken)

    def __contains__(self, scan: int) -> bool:
        return scan in self._known and scan not in self._taken

    def add(self, scan: int) -> None:
        """Add a scan at the end."""
        self._refuse_known(scan)
        self._places.append(scan)
        self._known.add(scan)

    def add_first(self, scan: int) -> None:
        """Add a scan before all others."""
        self._refuse_known(scan)
        self._places.insert(0, scan)
        self._known.add(scan)

    def take(self, scan: int) -> None:
        """Make a waiting scan active. Raises CommandRefused when it does not wait here."""
        self._refuse_absent(scan)
        self._taken.add(scan)

    def put_back(self, scan: int) -> None:
        """Let an active scan wait again, at its former place."""
        self._taken.discard(scan)

    def end(self, scan: int) -> None:
        """Forget an active scan."""
        if scan in self._taken:
            self._taken.remove(scan)
            self._places.remove(scan)
            self._known.remove(scan)

    def remove(self, scan: int) -> None:
        """Remove a waiting scan. Raises CommandRefused when it does not wait here."""
        self._refuse_absent(scan)
        self._places.remove(scan)
        self._known.remove(scan)

    def check(self, scans: Sequence[int]) -> None:
        """Raise CommandRefused when the named scans cannot be put in this order."""
        if len(set(scans)) != len(scans):
            raise CommandRefused("a scan is named twice in the new order")
        for scan in scans:
            self._refuse_absent(scan)

    def reorder(self, scans: Sequence[int]) -> None:
        """Put the named scans in this order at the places they have; the others stay where they are."""
        self.check(scans)
        named = set(scans)
        following = iter(scans)
        self._places = [next(following) if scan in named else scan for scan in self._places]

    def startable(
        self,
        mode: QueueMode,
        active: Collection[int],
        needs: Callable[[int], frozenset[str]],
        may_start: Callable[[int], bool] = lambda scan: True,
        most: int | None = None,
    ) -> list[int]:
        """The scans that may start now, in order; `needs` returns the instruments of an active or waiting scan.

        Serial: the first scan that `may_start`, when none is active. Parallel: every such scan that shares no
        instrument with an active one or with one before it, so that no scan is overtaken at an instrument; `most`
        scans at once.
        """
        if mode is QueueMode.SERIAL:
            return [] if active else list(islice(filter(may_start, self), 1))
        taken: set[str] = set()
        for scan in active:
            taken |= needs(scan)
        found: list[int] = []
        for scan in filter(may_start, self):
            if most is not None and len(active) + len(found) >= most:
                break
            if taken.isdisjoint(needs(scan)):
                found.append(scan)
            taken |= needs(scan)
        return found

    def _refuse_known(self, scan: int) -> None:
        if scan in self._known:
            raise CommandRefused(f"{ids.scan_id(scan)} waits in this queue already")

    def _refuse_absent(self, scan: int) -> None:
        if scan not in self:
            raise CommandRefused(f"{ids.scan_id(scan)} does not wait in this queue")

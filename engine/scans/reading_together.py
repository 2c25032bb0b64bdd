"""Reads instruments of one measure step at the same time where they are on different resources."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """An instrument as the order of reading needs it."""

    name: str
    group: Hashable
    """What it shares with others: those of one group are read one after the other."""
    others: frozenset[str] = frozenset()
    """Instruments whose readings it needs for its own."""


def order_of(readers: Sequence[Reader]) -> tuple[list[list[int]], list[int]]:
    """Which readers are read at the same time, each list one after the other, and which follow then in this order."""
    names = {reader.name for reader in readers}
    groups: dict[Hashable, list[int]] = {}
    after: list[int] = []
    for index, reader in enumerate(readers):
        if reader.others & names:
            after.append(index)
        else:
            groups.setdefault(reader.group, []).append(index)
    taken = {readers[index].name for group in groups.values() for index in group}
    ordered: list[int] = []
    while after:
        ready = next((i for i in after if readers[i].others & names <= taken), after[0])
        after.remove(ready)
        taken.add(readers[ready].name)
        ordered.append(ready)
    return list(groups.values()), ordered


class _Worker:
    """A thread that does one piece of work at a time."""

    def __init__(self, name: str) -> None:
        self._begun: SimpleQueue[Work | None] = SimpleQueue()
        self._ended: SimpleQueue[BaseException | None] = SimpleQueue()
        Thread(target=self._run, name=name, daemon=True).start()

    def begin(self, work: Work | None) -> None:
        """Start a piece of work; None ends the thread."""
        self._begun.put(work)

    def end(self) -> BaseException | None:
        """Wait for the end of the work; what it raised."""
        return self._ended.get()

    def _run(self) -> None:
        while (work := self._begun.get()) is not None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - raised again by who waits
                self._ended.put(error)
            else:
                self._ended.put(None)


class ReadingThreads:
    """The threads of one scan that read instruments beside the scan's own thread; they live until `close`."""

    def __init__(self) -> None:
        self._workers: dict[int, _Worker] = {}

    def together(self, works: Sequence[Work]) -> None:
        """Do all at the same time and wait for all; raises what the first of them raised that failed."""
        own, *others = works
        for number, work in enumerate(others):
            worker = self._workers.get(number)
            if worker is None:
                worker = self._workers[number] = _Worker(f"reading {number}")
            worker.begin(work)
        errors: list[BaseException | None] = []
        try:
            own()
        except BaseException as error:  # noqa: BLE001 - raised again when the others have ended
            errors.append(error)
        errors += [self._workers[number].end() for number in range(len(others))]
        failed = next((error for error in errors if error is not None), None)
        if failed is not None:
            raise failed

    def close(self) -> None:
        """End the threads."""
        for worker in self._workers.values():
            worker.begin(None)
        self._workers.clear()

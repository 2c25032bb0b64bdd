"""Which branches an `if` took, as they are stored in a checkpoint."""

from __future__ import annotations

from collections.abc import Iterable


class Choices:
    """Decisions in their order; stored as the lengths of runs of equal ones, the first run being of true ones."""

    def __init__(self, runs: Iterable[int] = ()) -> None:
        self.runs = list(runs)
        self.taken = [at % 2 == 0 for at, count in enumerate(self.runs) for _ in range(count)]

    def add(self, taken: bool) -> None:
        """Add a decision."""
        last = (len(self.runs) - 1) % 2 == 0 if self.runs else None
        if last is None:
            self.runs += [1] if taken else [0, 1]
        elif last is taken:
            self.runs[-1] += 1
        else:
            self.runs.append(1)
        self.taken.append(taken)

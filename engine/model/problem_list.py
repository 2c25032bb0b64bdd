"""The problems of one plan: keeps the first, counts all."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Problem

MOST_TOLD = 100
"""Most problems that are reported of one plan: more than people read before they correct some."""


class ProblemList:
    """Keeps the first MOST_TOLD problems and counts the others."""

    def __init__(self) -> None:
        self.told: list[Problem] = []
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether a further problem is only counted, so that its message is not needed."""
        return len(self.told) >= MOST_TOLD

    def add(self, path: str, message: str) -> None:
        """Add a problem."""
        self.count += 1
        if not self.full:
            self.told.append(Problem(path, message))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several problems."""
        for problem in problems:
            self.add(problem.path, problem.message)

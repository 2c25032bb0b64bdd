"""The problems of one plan, as they are found: the first are told, all are counted."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Problem

MOST_TOLD = 100
"""Problems that are told of one plan: more than anybody reads before mending some."""


class ProblemList:
    """Keeps the first MOST_TOLD problems and counts the others."""

    def __init__(self) -> None:
        self.told: list[Problem] = []
        self.count = 0

    @property
    def full(self) -> bool:
        """Whether a further problem is only counted, so that its words are not needed."""
        return len(self.told) >= MOST_TOLD

    def add(self, path: str, message: str) -> None:
        """Note a problem."""
        self.count += 1
        if not self.full:
            self.told.append(Problem(path, message))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several."""
        for problem in problems:
            self.add(problem.path, problem.message)

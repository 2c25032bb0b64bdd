"""Sweeps while a scan runs, of one axis or of several together."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model import plan as p
from engine.model.positions import kept
from engine.scans.nodes import Builder, Node, Within
from engine.scans.steps import Move, Step, Steps, Together


class Sweeping(Node):
    """A sweep of one axis or of several together."""

    def __init__(self, step: p.Sweeping, path: str, builder: Builder, within: Within) -> None:
        self._step = step
        self._path = path
        self._replay = builder.replay
        self._tracks = {column: kept(positions) for column, positions in step.tracks().items()}
        self._count = len(next(iter(self._tracks.values())))
        self._children = builder.nodes(step.steps, f"{path}.steps", within)
        self._pass = builder.shape(step.steps)
        self._measures = self._pass.points != 0
        self._entries = 0
        self._origins = dict.fromkeys(self._tracks, 0.0)

    def entered(self, times: int) -> None:
        """Count runs that are skipped, and what they ran inside."""
        self._entries += times
        for child in self._children:
            child.entered(times * self._count)

    def steps(self) -> Steps:
        """The steps of one run."""
        step, replay, children, count = self._step, self._replay, self._children, self._count
        reverse = step.snake and self._entries % 2 == 1
        self._entries += 1
        if step.relative:
            self._find_origins()
        origins = self._origins
        skipped = replay.skip(self._pass.rows, self._pass.points, count)
        if skipped:
            for child in children:
                child.entered(skipped)
        loop = replay.loop(points=self._measures)
        for i in range(skipped, count):
            if loop and replay.noting:
                loop.next_pass()
            yield self._move(count - 1 - i if reverse else i, origins)
            for child in children:
                yield from child.steps()
        if step.relative:
            yield self._move_back(origins)
        if loop and replay.noting:
            loop.leave()

    def _move(self, index: int, origins: Mapping[str, float]) -> Step:
        """The move to a position; `origins` are where positions count from."""
        raise NotImplementedError

    def _move_back(self, origins: Mapping[str, float]) -> Step:
        """The move back to the origins."""
        self._replay.setpoints.update(origins)
        moves = [_move(self._path, column, origin) for column, origin in origins.items()]
        return moves[0] if len(moves) == 1 else Together(self._path, tuple(moves))

    def _find_origins(self) -> None:
        access = self._replay.access
        self._origins = {column: self._replay.origin(column) for column in self._tracks}
        if not self._replay.replaying:
            # Before anything moves, not in the middle of the sweep.
            for column, positions in self._tracks.items():
                access.check(column, self._origins[column] + positions.low)
                access.check(column, self._origins[column] + positions.high)


class Sweep(Sweeping):
    """A sweep of one axis."""

    def __init__(self, step: p.Sweep, path: str, builder: Builder, within: Within) -> None:
        super().__init__(step, path, builder, within)
        self._column = step.axis
        self._instrument, _, self._axis = step.axis.partition(".")
        self._positions = self._tracks[step.axis]

    def _move(self, index: int, origins: Mapping[str, float]) -> Step:
        column = self._column
        value = self._replay.setpoints[column] = self._positions[index] + origins[column]
        return Move(self._path, self._instrument, self._axis, column, value, self._step.settle)


class SweepTogether(Sweeping):
    """A sweep of several axes that move together."""

    def _move(self, index: int, origins: Mapping[str, float]) -> Step:
        settle = self._step.settle
        moves = [_move(self._path, c, track[index] + origins[c], settle) for c, track in self._tracks.items()]
        self._replay.setpoints.update({move.column: move.value for move in moves})
        return Together(self._path, tuple(moves))


def _move(path: str, column: str, value: float, settle: float = 0.0) -> Move:
    instrument, _, axis = column.partition(".")
    return Move(path, instrument, axis, column, value, settle)

"""Takes points: asks each instrument of a measure step, and makes rows of the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from engine.errors import InstrumentError
from engine.model.bench import InstrumentSpec
from engine.scans.reading_together import Reader, ReadingThreads, order_of
from engine.scans.steps import Reading

Row = tuple[Any, tuple[Any, ...], float]
"""Handle of a measurement, values in column order, seconds since 1970."""


@dataclass(slots=True)
class Source:
    """One measurement of a measure step, with everything that the hot loop needs."""

    name: str
    measure: Callable[..., dict[str, Any]]
    stream: Any
    axes: Sequence[str]
    reads: Mapping[str, tuple[int, ...]]
    """Shape by reading."""
    arrays: Sequence[tuple[str, tuple[int, ...]]]
    reader: Reader
    threads: ReadingThreads

    @classmethod
    def of(
        cls,
        spec: InstrumentSpec,
        measure: Callable[..., dict[str, Any]],
        stream: Any,
        axes: Sequence[str],
        reader: Reader,
        threads: ReadingThreads,
    ) -> Source:
        """The source of an instrument; `axes` are the columns before its readings."""
        reads = {name: offered.shape for name, offered in spec.reads.items()}
        arrays = [item for item in reads.items() if item[1]]
        return cls(spec.name, measure, stream, axes, reads, arrays, reader, threads)

    def take(self, together: Mapping[str, Reading] | None = None) -> dict[str, Any]:
        """Measure it; `together` are the readings of the others that it needs. Raises what its driver raises."""
        answer = self.measure(together=together) if together else self.measure()
        if self.arrays or len(answer) != len(self.reads):
            _check_answer(self, answer)
        return answer


Marks = tuple[float, float, float, float]
"""What is stored of a point beside its readings and setpoints: point, repeat, and the numbers of label and quality."""


def take_point(
    sources: Sequence[Source], positions: Mapping[str, float], setpoints: Mapping[str, float], marks: Marks
) -> tuple[list[Row], dict[str, Reading]]:
    """Measure every source once, those on different resources at the same time.

    Returns the rows, and the readings by source. Raises what the drivers raise.
    """
    if len(sources) == 1:
        answer = sources[0].take()
        taken = [(answer, time.time())]
    else:
        taken = _taken_together(sources)
    rows: list[Row] = []
    answers: dict[str, Reading] = {}
    for source, (answer, moment) in zip(sources, taken, strict=True):
        answers[source.name] = answer
        axes = source.axes
        row = (*[positions[a] for a in axes], *answer.values(), *[setpoints[a] for a in axes], *marks)
        rows.append((source.stream, row, moment))
    return rows, answers


def _taken_together(sources: Sequence[Source]) -> list[tuple[dict[str, Any], float]]:
    """The readings of each source, and when they were taken."""
    groups, after = order_of([source.reader for source in sources])
    taken: dict[int, tuple[dict[str, Any], float]] = {}

    def take(indices: Sequence[int]) -> None:
        for index in indices:
            answer = sources[index].take()
            taken[index] = (answer, time.time())

    if len(groups) == 1:
        take(groups[0])
    elif groups:
        sources[0].threads.together([partial(take, group) for group in groups])
    for index in after:
        answer = sources[index].take({sources[i].name: answer for i, (answer, _) in taken.items()})
        taken[index] = (answer, time.time())
    return [taken[index] for index in range(len(sources))]


def gap_of(
    source: Source,
    positions: Mapping[str, float],
    setpoints: Mapping[str, float],
    marks: Marks,
    missing: float,
) -> tuple[Row, Reading]:
    """The row and the readings of a source at a point that is left out; `missing` stands for each value."""
    answer = {name: np.full(shape, missing) if shape else missing for name, shape in source.reads.items()}
    axes = source.axes
    row = (*[positions[a] for a in axes], *answer.values(), *[setpoints[a] for a in axes], *marks)
    return (source.stream, row, time.time()), answer


def _check_answer(source: Source, answer: dict[str, Any]) -> None:
    if len(answer) != len(source.reads):
        raise InstrumentError(
            source.name, f"answered {len(answer)} readings, but the bench describes {len(source.reads)}"
        )
    for read, shape in source.arrays:
        got = np.shape(answer[read])
        if got != shape:
            raise InstrumentError(
                source.name, f"{read} has {_extent(got)}, but the bench describes {_extent(shape)}"
            )


def _extent(shape: tuple[int, ...]) -> str:
    return " by ".join(map(str, shape)) + " numbers" if shape else "one number"

"""Takes points: asks each instrument of a measure step, and makes rows of the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import InstrumentError
from engine.model.bench import InstrumentSpec
from engine.scans.steps import Reading

Row = tuple[Any, tuple[Any, ...], float]
"""Handle of a measurement, values in column order, seconds since 1970."""


@dataclass(slots=True)
class Source:
    """One measurement of a measure step, with everything that the hot loop needs."""

    name: str
    measure: Callable[[], dict[str, Any]]
    stream: Any
    axes: Sequence[str]
    reads: Mapping[str, tuple[int, ...]]
    """Shape by reading."""
    arrays: Sequence[tuple[str, tuple[int, ...]]]

    @classmethod
    def of(
        cls, spec: InstrumentSpec, measure: Callable[[], dict[str, Any]], stream: Any, axes: Sequence[str]
    ) -> Source:
        """The source of an instrument; `axes` are the columns before its readings."""
        reads = {name: offered.shape for name, offered in spec.reads.items()}
        return cls(spec.name, measure, stream, axes, reads, [item for item in reads.items() if item[1]])


Marks = tuple[float, float, float, float]
"""What is stored of a point beside its readings and setpoints: point, repeat, and the numbers of label and quality."""


def take_point(
    sources: Sequence[Source], positions: Mapping[str, float], setpoints: Mapping[str, float], marks: Marks
) -> tuple[list[Row], dict[str, Reading]]:
    """Measure every source once; returns the rows, and the readings by source. Raises what the drivers raise."""
    rows: list[Row] = []
    answers: dict[str, Reading] = {}
    now = time.time
    for source in sources:
        answer = source.measure()
        if source.arrays or len(answer) != len(source.reads):
            _check_answer(source, answer)
        answers[source.name] = answer
        axes = source.axes
        row = (*[positions[a] for a in axes], *answer.values(), *[setpoints[a] for a in axes], *marks)
        rows.append((source.stream, row, now()))
    return rows, answers


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

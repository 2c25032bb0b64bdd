"""Finds out whether the rows of a measurement are a grid: every row has a place of its own along the swept axes.

Rows may be missing (an unfinished scan), come in any order (snake) and be repeated; then `repeat`, and where one place
was measured by several labelled steps `label`, are dimensions too. Coordinates are the setpoints, in the order in
which they came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.exporters.base import Blocks, Wanted
from engine.model.bench import Column
from engine.model.marks import Mark, mark_columns
from engine.store.marks import Values

MOST_CELLS = 4_000_000
"""Cells of the largest grid; larger ones stay tables, as a column of it must fit into memory."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a grid: its name, the column of its unit and type, and its coordinates."""

    name: str
    column: Column
    coordinates: Values


@dataclass(frozen=True, slots=True)
class Grid:
    """Dimensions, outermost first, and the cell of each row (in C order)."""

    dimensions: tuple[Dimension, ...]
    cells: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the dimensions."""
        return tuple(len(d.coordinates) for d in self.dimensions)


def find(measurement: Wanted, columns: Sequence[Column], blocks: Blocks) -> Grid | None:
    """The grid of a measurement with these columns; None where its rows are none."""
    axes = [mark for mark in mark_columns(columns) if mark.mark is Mark.SETPOINT]
    if not axes or not measurement.rows or measurement.rows > MOST_CELLS:
        return None
    others = {
        mark.mark: mark.column for mark in mark_columns(columns) if mark.mark in (Mark.LABEL, Mark.REPEAT)
    }
    names = [mark.column.name for mark in axes] + [column.name for column in others.values()]
    parts = [block.columns for block in blocks(measurement.name, names)]
    known = {name: np.concatenate([part[name] for part in parts]) for name in names}
    if any(np.isnan(known[mark.column.name]).any() for mark in axes):
        return None
    places = [_placed(mark.axis, mark.column, known[mark.column.name]) for mark in axes]
    more = [_placed(column.name, column, known[column.name]) for column in others.values()]
    several = [place for place in more if len(place[0].coordinates) > 1]
    for chosen in ([], *([place] for place in several), several):
        made = _grid([*places, *chosen], measurement.rows)
        if made is not None:
            return made
    return None


def _placed(name: str, column: Column, values: Values) -> tuple[Dimension, NDArray[np.intp]]:
    different, first, codes = np.unique(
        values.astype(str) if values.dtype == object else values, return_index=True, return_inverse=True
    )
    order = np.argsort(first)
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    return Dimension(name, column, different[order]), place[codes]


def _grid(places: Sequence[tuple[Dimension, NDArray[np.intp]]], rows: int) -> Grid | None:
    shape = [len(dimension.coordinates) for dimension, _ in places]
    size = int(np.prod(shape, dtype=object))
    # Of nested loops that ended early, at least half of the cells were reached.
    if size > min(2 * rows, MOST_CELLS):
        return None
    cells = np.ravel_multi_index([codes for _, codes in places], shape)
    if len(np.unique(cells)) != len(cells):
        return None
    return Grid(tuple(dimension for dimension, _ in places), cells.astype(np.int64))

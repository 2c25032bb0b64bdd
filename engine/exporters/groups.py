"""Readings as groups of HDF5: the common part of HDF5 and netCDF files.

Where a measurement is a grid, its datasets have the dimensions of the grid, and what was not measured has no value;
otherwise they have a row for each reading.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from engine.exporters import grids
from engine.exporters.about import SOURCE, as_json, facts, plain, time_name
from engine.exporters.base import Blocks, Wanted
from engine.exporters.grids import Grid
from engine.exporters.typed import NO_INTEGER, integers
from engine.model.bench import Column, ColumnType
from engine.model.records import ScanRecord
from engine.model.values import NO_VALUE
from engine.store.marks import Values

_CHUNK = 32_768
"""Numbers in one chunk of a dataset; smaller datasets are stored in one piece."""
_PIECE = 1 << 18
_LONGEST_NAME = 1000
"""Longest name of an attribute in characters: HDF5 keeps all names of attributes in 64 kB."""
_ROOMY = Path("/var/tmp")
"""For large temporary files: the usual folder may be in memory."""
EPOCH = "seconds since 1970-01-01T00:00:00Z"
_TEXT = h5py.string_dtype()


@dataclass(frozen=True, slots=True)
class Table:
    """A measurement's group with everything in it."""

    group: h5py.Group
    measurement: Wanted
    moments: str
    """Name of the dataset of timestamps."""
    names: dict[str, str]
    """Names of datasets by column: in a grid the readback of an axis gives its name to the dimension."""
    grid: Grid | None


Finish = Callable[[Table], None]
"""Adds what a format needs to a measurement's group with all its readings."""


def pieces(
    record: ScanRecord,
    measurements: Sequence[Wanted],
    blocks: Blocks,
    finish: Finish,
    end: Callable[[h5py.File], None] = lambda file: None,
    converted: Callable[[h5py.File], Iterator[bytes]] | None = None,
) -> Iterator[bytes]:
    """A file with every measurement. HDF5 writes back and forth, so the file is written to disk first; `converted`
    makes other bytes of it.

    While it is written, empty pieces let the caller do other things, or stop.
    """
    with tempfile.TemporaryDirectory(prefix="pybirch-", dir=_folder()) as folder:
        path = Path(folder) / "export.h5"
        with h5py.File(path, "w", libver=("earliest", "v110"), track_order=True) as file:
            _tell(file, record, measurements)
            for measurement in measurements:
                group = file.create_group(measurement.name, track_order=True)
                group.attrs["total"] = measurement.total
                grid = grids.find(measurement, measurement.measured, blocks)
                yield b""
                taken = {d.name for d in grid.dimensions} if grid else set()
                moments = time_name([*measurement.columns, *(Column(name=name) for name in taken)])
                table = Table(group, measurement, moments, _names(measurement, taken), grid)
                for _ in _gridded(table, grid, blocks) if grid else _flat(table, blocks):
                    yield b""
                finish(table)
            end(file)
            if converted is not None:
                yield from converted(file)
                return
        with path.open("rb") as made:
            while piece := made.read(_PIECE):
                yield piece


def _folder() -> Path | None:
    return _ROOMY if os.access(_ROOMY, os.W_OK) else None


def _tell(file: h5py.File, record: ScanRecord, measurements: Sequence[Wanted]) -> None:
    for name, value in facts(record, measurements).items():
        file.attrs[text(name)[:_LONGEST_NAME]] = value if _is_number(value) else text(value)
    file.attrs["source"] = SOURCE
    file.attrs["record"] = text(as_json(record))


def _is_number(value: object) -> bool:
    """Whether HDF5 takes a fact as a number; integers beyond 64 bits do not count."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, float) or -(2**63) <= value < 2**63


def text(value: object) -> str:
    """A fact as HDF5 takes text."""
    return plain(value).replace("\0", "")


def _names(measurement: Wanted, taken: set[str]) -> dict[str, str]:
    used = taken | {column.name for column in measurement.columns}
    made = {}
    for column in measurement.columns:
        name = column.name
        if name in taken:
            name = f"{name}.readback"
            while name in used:
                name += "_"
            used.add(name)
        made[column.name] = name
    return made


def _flat(table: Table, blocks: Blocks) -> Iterator[None]:
    measurement, group = table.measurement, table.group
    rows = measurement.rows
    made = {column.name: dataset(group, column.name, column, (rows,)) for column in measurement.columns}
    moments = dataset(group, table.moments, Column(name=table.moments, unit=EPOCH), (rows,))
    count = 0
    for block in blocks(measurement.name, [column.name for column in measurement.columns]):
        if count == 0:
            group.attrs["first_index"] = block.first_index
        end = count + len(block.timestamps)
        for column in measurement.columns:
            made[column.name][count:end] = _stored(made[column.name], column, block.columns[column.name])
        moments[count:end] = block.timestamps
        count = end
        yield


def _gridded(table: Table, grid: Grid, blocks: Blocks) -> Iterator[None]:
    """One column after the other, so that only one must fit into memory; arrays row by row."""
    measurement, group, shape = table.measurement, table.group, grid.shape
    for dimension in grid.dimensions:
        made = dataset(group, dimension.name, dimension.column, (len(dimension.coordinates),))
        made[...] = _stored(made, dimension.column, dimension.coordinates)
    held = {dimension.column.name for dimension in grid.dimensions}
    for column in measurement.columns:
        if column.name in held:
            continue
        made = dataset(group, table.names[column.name], column, shape)
        parts = (block.columns[column.name] for block in blocks(measurement.name, [column.name]))
        if column.shape:
            at = 0
            for part in parts:
                for cell, row in zip(grid.cells[at : at + len(part)], part, strict=True):
                    made[np.unravel_index(cell, shape)] = row
                at += len(part)
                yield
        else:
            made[...] = _scattered(grid, column, np.concatenate(list(parts)), made)
            yield
    moments = Column(name=table.moments, unit=EPOCH)
    made = dataset(group, table.moments, moments, shape)
    found = list(blocks(measurement.name, []))
    group.attrs["first_index"] = found[0].first_index
    made[...] = _scattered(grid, moments, np.concatenate([block.timestamps for block in found]), made)
    yield


def _scattered(grid: Grid, column: Column, values: Values, made: h5py.Dataset) -> Any:
    size = int(np.prod(grid.shape))
    whole = np.full(size, None, object) if values.dtype == object else np.full(size, NO_VALUE)
    whole[grid.cells] = values
    return _stored(made, column, whole.reshape(grid.shape))


def _stored(made: h5py.Dataset, column: Column, values: Values) -> Any:
    match column.type:
        case ColumnType.TEXT:
            return np.array(["" if v is None else text(v) for v in values.reshape(-1)], object).reshape(
                values.shape
            )
        case ColumnType.INTEGER | ColumnType.BOOLEAN:
            whole, there = integers(values)
            if not there.all():
                made.attrs["_FillValue"] = np.int64(NO_INTEGER)
                whole = np.where(there, whole, NO_INTEGER)
            return whole
        case _:
            return values


def dataset(group: h5py.Group, name: str, column: Column, shape: tuple[int, ...]) -> h5py.Dataset:
    """Make the dataset of a column, without values, with its unit."""
    whole = (*shape, *column.shape)
    size = int(np.prod(whole, dtype=object))
    kind = {ColumnType.NUMBER: np.dtype(np.float64), ColumnType.TEXT: _TEXT}.get(
        column.type, np.dtype(np.int64)
    )
    chunks = None
    if size > _CHUNK:
        # Not compressed: that would block everything else in this process.
        inner = int(np.prod(whole[1:], dtype=object))
        chunks = (min(whole[0], max(1, _CHUNK // max(1, inner))), *whole[1:])
    fill = np.nan if kind == np.float64 else None
    made = group.create_dataset(
        name, shape=whole, chunks=chunks, dtype=kind, fillvalue=fill, track_order=True
    )
    if column.unit:
        made.attrs["units"] = text(column.unit)
    return made
